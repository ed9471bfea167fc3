package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.observe.LogContext;
import io.maksut.storage.LeaseLostException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does at one payment whatever is due: shops first, then money, then comparing. Thread-safe. */
final class TurnWork {
    private static final Logger LOG = LoggerFactory.getLogger(TurnWork.class);
    /** So that one payment with no end of work does not keep a worker from the others. */
    private static final int MOST_STEPS = 50;

    private final Engine engine;
    private final OperationWork operations;
    private final FollowUpWork followUps;
    private final ComparisonWork comparisons;

    TurnWork(Engine engine, OperationWork operations, FollowUpWork followUps, ComparisonWork comparisons) {
        this.engine = engine;
        this.operations = operations;
        this.followUps = followUps;
        this.comparisons = comparisons;
    }

    /**
     * Works on the payments that are due, that which has waited for longest first, of those accounts that have a place.
     *
     * @param goesOn asked before each payment is claimed
     * @return how many turns were taken
     */
    int workOff(AccountShares shares, BooleanSupplier goesOn) {
        int count = 0;
        Optional<Turn> turn = Optional.empty();
        while (turn.isPresent() || goesOn.getAsBoolean()) {
            turn = turn.isPresent() ? turn : Turn.next(engine, shares);
            if (turn.isEmpty()) {
                break;
            }
            count++;
            Worked worked = workInPlace(turn.get(), shares, goesOn);
            if (worked.ended() && worked.next().isEmpty()) {
                break;
            }
            turn = worked.next();
        }
        return count;
    }

    /** The place is free before the next payment is claimed: it may be one of the same account. */
    private Worked workInPlace(Turn turn, AccountShares shares, BooleanSupplier goesOn) {
        AtomicBoolean left = new AtomicBoolean();
        try {
            return work(turn, it -> {
                shares.leave(it.id());
                left.set(true); // what is claimed next may be this very payment, with a place of its own
                return goesOn.getAsBoolean() ? it.endAndNext(shares) : end(it);
            });
        } finally {
            if (!left.get()) {
                shares.leave(turn.id());
            }
        }
    }

    private static Optional<Turn> end(Turn turn) {
        turn.end();
        return Optional.empty();
    }

    /** Works on this payment now; false if somebody else is at it. */
    boolean workOn(long turnId) {
        Optional<Turn> turn = Turn.at(engine, turnId);
        turn.ifPresent(it -> {
            Worked unused = work(it, TurnWork::end);
        });
        return turn.isPresent();
    }

    /**
     * What came of a turn.
     *
     * @param ended false if it was given up
     * @param next that was begun when it ended
     */
    private record Worked(boolean ended, Optional<Turn> next) {
        static final Worked GIVEN_UP = new Worked(false, Optional.empty());
    }

    private Worked work(Turn turn, Function<Turn, Optional<Turn>> end) {
        try {
            // Of no request: who waits for one has other operations of the payment worked on, too.
            LedgerOperation.ofPayment(LogContext.EMPTY, turn.payment()).run(() -> doSteps(turn));
            return new Worked(true, end.apply(turn));
        } catch (LeaseLostException e) {
            abandon(turn, "it took longer than the lease, another has taken it over");
        } catch (DatabaseException e) {
            abandon(turn, String.valueOf(e.getMessage()));
        } catch (Throwable e) { // an Error, too: the others go on
            LOG.error("{} failed", turn, e);
            abandon(turn, Plugins.describe(e));
            putOff(turn);
        }
        return Worked.GIVEN_UP;
    }

    private void doSteps(Turn turn) {
        for (int step = 0; step < MOST_STEPS && step(turn); step++) {
            // each stores what it did
        }
    }

    /** A fault is met again as soon as the same is done again: not at once, and nobody waits for a lease meanwhile. */
    private void putOff(Turn turn) {
        try {
            turn.putOff(engine.now().plus(engine.settings().longestPause()));
        } catch (LeaseLostException | DatabaseException e) {
            LOG.warn("{} was not put off, its lease runs out: {}", turn, e.getMessage());
        }
    }

    private void abandon(Turn turn, String why) {
        LOG.warn("{} is given up, another takes it over when the lease runs out: {}", turn, why);
        engine.tell(new SyncEvent.TurnAbandoned(why));
    }

    /** Whether there was anything to do. */
    private boolean step(Turn turn) {
        Instant now = engine.now();
        Optional<LedgerOperation> shop = Agenda.followUpDue(turn.all(), now);
        if (shop.isPresent()) {
            followUps.step(turn, shop.get());
            return true;
        }
        Optional<LedgerOperation> write = Agenda.writeDue(turn.all(), now);
        if (write.isPresent()) {
            operations.step(turn, write.get());
            return true;
        }
        Optional<LedgerOperation> money = Agenda.moneyDue(turn.refunds(), now);
        if (money.isPresent()) {
            operations.step(turn, money.get());
            return true;
        }
        Optional<LedgerOperation> reserved =
                Agenda.captureOrVoidNext(turn.capturesAndVoids()).filter(it -> Agenda.isDue(it.dueAt, now));
        if (reserved.isPresent()) {
            operations.step(turn, reserved.get());
            return true;
        }
        if (turn.compareDue(now)) {
            comparisons.compare(turn);
        }
        return false;
    }
}
