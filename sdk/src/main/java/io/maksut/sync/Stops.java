package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.storage.Sql;
import io.maksut.sync.MoneyStop.Cause;
import io.maksut.sync.MoneyStop.Ended;
import io.maksut.sync.MoneyStop.Scope;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops money operations and starts them again, for all processes of the ledger. Thread-safe. */
final class Stops {
    private static final Logger LOG = LoggerFactory.getLogger(Stops.class);

    private final Engine engine;

    Stops(Engine engine) {
        this.engine = engine;
    }

    /** What stops an operation of this payment and shop now; the shop is empty for a direct refund without an order. */
    Optional<MoneyStop> covering(PaymentId payment, String shop) {
        return engine.database().read(StopTable::standing).stream()
                .filter(it -> it.scope().covers(payment, shop))
                .findFirst();
    }

    /** What stops this operation now. */
    Optional<MoneyStop> covering(LedgerOperation operation) {
        return covering(operation.payment, operation.shop);
    }

    /** The stop by hand of this scope that stands, if there is one; else a new one. */
    MoneyStop stop(Scope scope, String author, String reason) {
        record Thrown(MoneyStop stop, boolean isNew) {}
        Thrown thrown = engine.database().inTransaction(sql -> {
            Optional<MoneyStop> before = StopTable.standing(sql).stream()
                    .filter(it -> it.cause() == Cause.BY_HAND && it.scope().equals(scope))
                    .findFirst();
            return before.map(it -> new Thrown(it, false))
                    .orElseGet(() -> new Thrown(add(sql, scope, Cause.BY_HAND, author, reason, engine.now()), true));
        });
        if (thrown.isNew()) {
            tell(thrown.stop());
        }
        return thrown.stop();
    }

    /** As the caller's transaction stores it; {@link #tell} after that. */
    static MoneyStop add(Sql sql, Scope scope, Cause cause, @Nullable String author, String reason, Instant now) {
        MoneyStop stop = StopTable.insert(sql, scope, cause, author, reason, now);
        EventTable.add(
                sql,
                0,
                0,
                now,
                LedgerEvent.Kind.STOPPED,
                author,
                "stop " + stop.id() + " of " + scope + ", " + cause + ": " + reason);
        return stop;
    }

    /**
     * Ends a stop: what waits for it goes on, unless another one covers it.
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
            TurnTable.wakeHeld(sql, Hold.STOPPED, end.at());
            return new MoneyStop(id, stop.scope(), stop.cause(), stop.author(), stop.reason(), stop.at(), end);
        });
        tell(ended);
        engine.wakeups().announce();
        return ended;
    }

    /** After the commit. */
    void tell(MoneyStop changed) {
        if (changed.stands()) {
            LOG.warn("Money operations are stopped: {}", changed);
        } else {
            LOG.info("Money operations go on: {}", changed);
        }
        engine.tell(new SyncEvent.StopChanged(changed));
    }
}
