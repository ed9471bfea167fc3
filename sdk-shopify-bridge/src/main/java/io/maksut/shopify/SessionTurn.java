package io.maksut.shopify;

import io.maksut.shopify.SessionTable.TurnRow;
import io.maksut.shopify.ShopifySession.State;
import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.storage.Leases;
import io.maksut.storage.Sql;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One worker's turn at one payment: while it lasts, nobody else is at it. Everything is stored together with a renewed lease,
 * so that whoever has lost the lease stores nothing, and gets no further than that. Not thread-safe.
 */
final class SessionTurn {
    private final Database database;
    private final Leases leases;
    private final Clock clock;
    private final Consumer<ShopifySession> told;
    private final TurnRow row;
    private Lease lease;

    private SessionTurn(
            Database database, Leases leases, Clock clock, Consumer<ShopifySession> told, Lease lease, TurnRow row) {
        this.database = database;
        this.leases = leases;
        this.clock = clock;
        this.told = told;
        this.lease = lease;
        this.row = row;
    }

    /** Claims the payment that has been due for longest; empty if none is. */
    static Optional<SessionTurn> next(Database database, Leases leases, Clock clock, Consumer<ShopifySession> told) {
        return database.inTransaction(sql -> leases.claim(sql, 1).stream()
                .findFirst()
                .map(lease -> turn(sql, database, leases, clock, told, lease)));
    }

    /** Claims this payment; empty while somebody else is at it. */
    static Optional<SessionTurn> at(
            Database database, Leases leases, Clock clock, Consumer<ShopifySession> told, long turnId) {
        return database.inTransaction(sql -> {
            SessionTable.lock(sql, turnId);
            SessionTable.wake(sql, turnId, clock.instant());
            return leases.claimRow(sql, turnId).map(lease -> turn(sql, database, leases, clock, told, lease));
        });
    }

    private static SessionTurn turn(
            Sql sql, Database database, Leases leases, Clock clock, Consumer<ShopifySession> told, Lease lease) {
        return new SessionTurn(database, leases, clock, told, lease, SessionTable.turn(sql, lease.id()));
    }

    String shop() {
        return row.shop();
    }

    /** Shopify's. */
    String paymentId() {
        return row.paymentId();
    }

    Instant now() {
        return clock.instant();
    }

    /** Afresh. */
    List<ShopifySession> sessions() {
        return database.read(sql -> SessionTable.ofTurn(sql, lease.id()));
    }

    /**
     * Makes a step durable, if the payment is still ours.
     *
     * @throws io.maksut.storage.LeaseLostException if it is not
     */
    ShopifySession store(SessionDraft draft) {
        ShopifySession session = draft.finished();
        lease = database.inTransaction(sql -> {
            Lease renewed = leases.renew(sql, lease);
            SessionTable.update(sql, session, clock.instant());
            return renewed;
        });
        told.accept(session);
        return session;
    }

    /** Prolongs the lease before something that takes long. */
    void hold() {
        lease = database.inTransaction(sql -> leases.renew(sql, lease));
    }

    /** Gives the payment back, to be looked at when the next thing of it is due, also one that has come in meanwhile. */
    void end() {
        database.inTransaction(sql -> {
            SessionTable.lock(sql, lease.id());
            List<ShopifySession> sessions = SessionTable.ofTurn(sql, lease.id());
            if (row.setAsideAt() != null) {
                SessionTable.readable(sql, lease.id());
            }
            Optional<Instant> due = sessions.stream().flatMap(SessionTurn::dues).min(Instant::compareTo);
            if (due.isPresent()) {
                leases.release(sql, lease, due.get());
            } else {
                leases.finish(sql, lease);
            }
            return true;
        });
    }

    /** Ends the turn without a look at what is due: the payment is looked at again at {@code at}. */
    void putOff(Instant at) {
        database.inTransaction(sql -> {
            leases.release(sql, lease, at);
            return true;
        });
    }

    /**
     * As {@link #putOff}, because a session of the payment cannot be read.
     *
     * @return whether that was not known before
     */
    boolean setAside(Instant lookAgain) {
        return database.inTransaction(sql -> {
            leases.release(sql, lease, lookAgain);
            return SessionTable.setAside(sql, lease.id(), clock.instant());
        });
    }

    private static Stream<Instant> dues(ShopifySession session) {
        return Stream.of(nullable(session.dueAt), nullable(session.tellAt)).flatMap(Optional::stream);
    }

    private static Optional<Instant> nullable(@Nullable Instant at) {
        return Optional.ofNullable(at);
    }

    /** What is due now: telling first, then what was begun, then the rest; nothing begins beside what was begun. */
    Optional<ShopifySession> nextDue() {
        List<ShopifySession> sessions = sessions();
        Instant now = now();
        Optional<ShopifySession> telling = sessions.stream()
                .filter(it -> it.state.ended() && it.toldAt == null && isDue(it.tellAt, now))
                .findFirst();
        if (telling.isPresent()) {
            return telling;
        }
        Optional<ShopifySession> begun =
                sessions.stream().filter(it -> it.state == State.INTENDED).findFirst();
        return begun.isPresent()
                ? begun.filter(it -> isDue(it.dueAt, now))
                : sessions.stream()
                        .filter(it -> it.state == State.RECEIVED && isDue(it.dueAt, now))
                        .findFirst();
    }

    private static boolean isDue(@Nullable Instant at, Instant now) {
        return at != null && !at.isAfter(now);
    }

    @Override
    public String toString() {
        return "SessionTurn[" + lease.id() + " of " + row.shop() + "]";
    }
}
