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

/** Does what is due at one claimed payment: tells shops, writes into them, moves money, reconciles. Thread-safe. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    /** Keeps a payment with endless work from occupying a worker. */
    private static final int MOST_STEPS = 50;

    private final Engine engine;
    private final OperationWork operations;
    private final ShopNotifier followUps;
    private final ReconciliationWork reconciliations;

    JobRunner(Engine engine, OperationWork operations, ShopNotifier followUps, ReconciliationWork reconciliations) {
        this.engine = engine;
        this.operations = operations;
        this.followUps = followUps;
        this.reconciliations = reconciliations;
    }

    /**
     * Works on due payments, the longest due first, of accounts that have a place left in {@code shares}.
     *
     * @param goesOn asked before each payment is claimed
     * @return how many claims were taken
     */
    int workOff(AccountShares shares, BooleanSupplier goesOn) {
        int count = 0;
        Optional<PaymentClaim> claim = Optional.empty();
        while (claim.isPresent() || goesOn.getAsBoolean()) {
            claim = claim.isPresent() ? claim : PaymentClaim.next(engine, shares);
            if (claim.isEmpty()) {
                break;
            }
            count++;
            Worked worked = workInPlace(claim.get(), shares, goesOn);
            if (worked.ended() && worked.next().isEmpty()) {
                break;
            }
            claim = worked.next();
        }
        return count;
    }

    /** Gives the place back before the next payment is claimed, which may be of the same account. */
    private Worked workInPlace(PaymentClaim claim, AccountShares shares, BooleanSupplier goesOn) {
        AtomicBoolean left = new AtomicBoolean();
        try {
            return work(claim, it -> {
                shares.leave(it.id());
                left.set(true); // the next claim may be of this very payment, with a place of its own
                return goesOn.getAsBoolean() ? it.endAndNext(shares) : end(it);
            });
        } finally {
            if (!left.get()) {
                shares.leave(claim.id());
            }
        }
    }

    private static Optional<PaymentClaim> end(PaymentClaim claim) {
        claim.end();
        return Optional.empty();
    }

    /** Works on this payment now, due or not; false if it is claimed already. */
    boolean workOn(long claimId) {
        Optional<PaymentClaim> claim = PaymentClaim.at(engine, claimId);
        claim.ifPresent(it -> {
            Worked unused = work(it, JobRunner::end);
        });
        return claim.isPresent();
    }

    /**
     * The result of one claim.
     *
     * @param ended false if the claim was abandoned
     * @param next the claim that began in the commit that ended this one
     */
    private record Worked(boolean ended, Optional<PaymentClaim> next) {
        static final Worked GIVEN_UP = new Worked(false, Optional.empty());
    }

    private Worked work(PaymentClaim claim, Function<PaymentClaim, Optional<PaymentClaim>> end) {
        try {
            // Without a correlation id: a claim works on operations of several requests; each step sets its own.
            LedgerOperation.ofPayment(LogContext.EMPTY, claim.payment()).run(() -> doSteps(claim));
            return new Worked(true, end.apply(claim));
        } catch (NamedOtherwiseException e) {
            move(claim, e);
        } catch (LeaseLostException e) {
            abandon(claim, "it took longer than the lease, another has taken it over");
        } catch (DatabaseException e) {
            abandon(claim, String.valueOf(e.getMessage()));
        } catch (Throwable e) { // an Error, too: the worker goes on with other payments
            LOG.error("{} failed", claim, e);
            abandon(claim, Plugins.describe(e));
            putOff(claim);
        }
        return Worked.GIVEN_UP;
    }

    /** The payment is worked on under its own id. */
    private void move(PaymentClaim claim, NamedOtherwiseException otherwise) {
        try {
            boolean moved = engine.database()
                    .inTransaction(sql -> OtherNames.move(sql, claim.payment(), otherwise.id(), engine.now()));
            if (moved) {
                LOG.info("{}: what stands under that name is moved", otherwise.getMessage());
                engine.workSignal().announce();
                return;
            }
        } catch (DatabaseException e) {
            abandon(claim, String.valueOf(e.getMessage()));
            return;
        }
        contradicted(claim, otherwise);
    }

    /** A person is asked about what is due, and a gateway that contradicts itself is not asked all the time. */
    private void contradicted(PaymentClaim claim, NamedOtherwiseException otherwise) {
        LOG.error("{}, and before with another payment: nothing is sent", otherwise.getMessage());
        try {
            operations.contradicted(claim);
            if (claim.compareDue(engine.now())) {
                reconciliations.failed(claim);
            }
        } catch (LeaseLostException | DatabaseException e) {
            abandon(claim, String.valueOf(e.getMessage()));
            return;
        }
        putOff(claim);
    }

    private void doSteps(PaymentClaim claim) {
        for (int step = 0; step < MOST_STEPS && step(claim); step++) {
            // each stores what it did
        }
    }

    /** The same fault would come at once again: the payment is released now, and due after the longest pause. */
    private void putOff(PaymentClaim claim) {
        try {
            claim.putOff(engine.now().plus(engine.settings().longestPause()));
        } catch (LeaseLostException | DatabaseException e) {
            LOG.warn("{} was not put off, its lease runs out: {}", claim, e.getMessage());
        }
    }

    private void abandon(PaymentClaim claim, String why) {
        LOG.warn("{} is given up, another takes it over when the lease runs out: {}", claim, why);
        engine.tell(new SyncEvent.ClaimAbandoned(why));
    }

    /** Does the first thing that is due. False if nothing but the reconciliation was, after which the claim ends. */
    private boolean step(PaymentClaim claim) {
        Instant now = engine.now();
        Optional<LedgerOperation> shop = Schedule.followUpDue(claim.all(), now);
        if (shop.isPresent()) {
            followUps.step(claim, shop.get());
            return true;
        }
        Optional<LedgerOperation> write = Schedule.writeDue(claim.all(), now);
        if (write.isPresent()) {
            operations.step(claim, write.get());
            return true;
        }
        Optional<LedgerOperation> money = Schedule.moneyDue(claim.refunds(), now);
        if (money.isPresent()) {
            operations.step(claim, money.get());
            return true;
        }
        Optional<LedgerOperation> reserved =
                Schedule.captureOrVoidNext(claim.capturesAndVoids()).filter(it -> Schedule.isDue(it.dueAt, now));
        if (reserved.isPresent()) {
            operations.step(claim, reserved.get());
            return true;
        }
        if (claim.compareDue(now)) {
            reconciliations.compare(claim);
        }
        return false;
    }
}
