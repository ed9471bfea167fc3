package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.storage.Sql;
import io.maksut.sync.MoneyStop.Cause;
import io.maksut.sync.MoneyStop.Ended;
import io.maksut.sync.MoneyStop.Scope;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops money operations and starts them again, in all processes of the ledger. Thread-safe. */
final class Stops {
    private static final Logger LOG = LoggerFactory.getLogger(Stops.class);

    private final Engine engine;

    Stops(Engine engine) {
        this.engine = engine;
    }

    /** The stop that covers operations of this payment and shop now; the shop may be empty for a direct refund. */
    Optional<MoneyStop> covering(PaymentId payment, String shop) {
        return engine.database().read(StopTable::standing).stream()
                .filter(it -> it.scope().covers(payment, shop))
                .findFirst();
    }

    /** The stop that covers this operation now. */
    Optional<MoneyStop> covering(LedgerOperation operation) {
        return covering(operation.payment, operation.shop);
    }

    /** Returns the stop by hand of this scope that stands, or stores a new one. */
    MoneyStop stop(Scope scope, String author, String reason) {
        record Thrown(MoneyStop stop, boolean isNew) {}
        Thrown thrown = engine.database().inTransaction(sql -> {
            Optional<MoneyStop> before = StopTable.standing(sql).stream()
                    .filter(it -> it.cause() == Cause.BY_HAND && it.scope().equals(scope))
                    .findFirst();
            return before.map(it -> new Thrown(it, false))
                    .orElseGet(() -> new Thrown(byHand(sql, scope, author, reason, engine.now()), true));
        });
        if (thrown.isNew()) {
            tell(thrown.stop());
        }
        return thrown.stop();
    }

    private static MoneyStop byHand(Sql sql, Scope scope, String author, String reason, Instant now) {
        return noted(sql, StopTable.insert(sql, scope, Cause.BY_HAND, author, reason, null, now));
    }

    /** Stops all for a ledger's mark, in the caller's transaction; after it the caller calls {@link #tell}. */
    static MoneyStop ofLedger(Sql sql, Cause cause, String reason, String mark, Instant now) {
        return noted(sql, StopTable.insert(sql, Scope.all(), cause, null, reason, mark, now));
    }

    private static MoneyStop noted(Sql sql, MoneyStop stop) {
        EventTable.add(
                sql,
                0,
                0,
                stop.at(),
                LedgerEvent.Kind.STOPPED,
                stop.author(),
                "stop " + stop.id() + " of " + stop.scope() + ", " + stop.cause() + ": " + stop.reason());
        return stop;
    }

    /**
     * Ends a stop; what waits for it is due now, unless another one covers it.
     *
     * @throws IllegalArgumentException if there is no such stop
     * @throws IllegalStateException if it has ended already
     */
    MoneyStop start(long id, String author, String reason) {
        MoneyStop ended = engine.database().inTransaction(sql -> {
            MoneyStop stop =
                    StopTable.byId(sql, id).orElseThrow(() -> new IllegalArgumentException("there is no stop " + id));
            Ended end = new Ended(engine.now(), author, reason);
            if (!StopTable.end(sql, id, end)) {
                throw new IllegalStateException("it has ended already: " + stop);
            }
            EventTable.add(
                    sql,
                    0,
                    0,
                    end.at(),
                    LedgerEvent.Kind.STARTED,
                    author,
                    "stop " + id + " of " + stop.scope() + " has ended: " + reason);
            PaymentClaimTable.wakeWaitingFor(sql, ReviewReason.STOPPED, end.at());
            return new MoneyStop(id, stop.scope(), stop.cause(), stop.author(), stop.reason(), stop.at(), end);
        });
        tell(ended);
        engine.workSignal().announce();
        return ended;
    }

    /** Logs and sends the event; call it after the commit. */
    void tell(MoneyStop changed) {
        if (changed.stands()) {
            LOG.warn("Money operations are stopped: {}", changed);
        } else {
            LOG.info("Money operations go on: {}", changed);
        }
        engine.tell(new SyncEvent.StopChanged(changed));
    }
}
