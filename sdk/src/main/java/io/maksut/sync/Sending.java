package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.payment.Payment;
import io.maksut.portal.Attempt;
import io.maksut.portal.AttemptChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends stored attempts and resolves them; nothing else in the engine submits one. What an adapter reports about the
 * money is believed only where the gateway itself can have said it (domain 4, invariant 5). Thread-safe.
 */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
    /** Answers with these statuses are about the call itself, not about the attempt. */
    private static final Set<Integer> ABOUT_THE_CALL = Set.of(401, 403, 408, 429);

    private final Engine engine;
    private final Conclusions conclusions;
    private final NameCheck names;

    Sending(Engine engine, Conclusions conclusions) {
        this.engine = engine;
        this.conclusions = conclusions;
        this.names = new NameCheck(engine, conclusions);
    }

    /**
     * Stores a new attempt at the gateway and sends it. If money operations were stopped meanwhile, or the ledger has something
     * of the payment under another name, nothing is stored or sent.
     *
     * @param payment on which the operation was judged
     * @param known {@link PaymentClaim#knownNames()} before it was judged
     */
    LedgerOperation begin(
            PaymentClaim claim,
            LedgerOperation operation,
            Attempt attempt,
            AttemptChannel channel,
            Payment payment,
            long known) {
        try {
            return engine.watchesOnly()
                    ? names.first(claim, operation, payment)
                            .orElseGet(() -> conclusions.wouldSend(claim, operation, attempt.amount()))
                    : begin(claim, operation, attempt, channel, JudgedNames.of(payment, known));
        } catch (OtherNameFoundException e) {
            claim.forgetBinding();
            return names.takeIn(claim, operation, payment);
        }
    }

    /** As {@link #begin(PaymentClaim, LedgerOperation, Attempt, AttemptChannel, Payment, long)}, of a write into a shop. */
    LedgerOperation begin(PaymentClaim claim, LedgerOperation write, Attempt attempt, AttemptChannel channel) {
        return engine.watchesOnly()
                ? conclusions.wouldSend(claim, write, attempt.amount())
                : begin(claim, write, attempt, channel, null);
    }

    private LedgerOperation begin(
            PaymentClaim claim,
            LedgerOperation operation,
            Attempt attempt,
            AttemptChannel channel,
            @Nullable JudgedNames judged) {
        LedgerOperation intended;
        try {
            intended = conclusions.intend(claim, operation, attempt, judged);
        } catch (MoneyStoppedException e) {
            return conclusions.stopped(claim, operation);
        }
        return submit(claim, intended, channel);
    }

    /** Sends a stored attempt that was never sent, or that certainly moved nothing. */
    LedgerOperation submit(PaymentClaim claim, LedgerOperation operation, AttemptChannel channel) {
        claim.holdFor(engine.settings().callTimeout());
        Outcome outcome = ask(operation, attempt -> channel.submit(attempt, engine.callOptions()));
        if (outcome instanceof Outcome.Unknown && channel.resolvesByAmount()) {
            outcome = looked(claim, operation, channel).orElse(outcome);
        }
        if (outcome != null
                && saysNoMoneyMoved(outcome)
                && outcome.call().attempts() > 0
                && outcome.call().httpStatus() > 0
                && !inOwnForm(outcome.call())) {
            LOG.error("The gateway's adapter takes {} for a refusal of {}: unknown", outcome.call(), operation);
            return conclusions.unknown(claim, operation, Said.of(operation, "unavailable"));
        }
        // An earlier copy of the same attempt may still arrive: the payment is watched.
        boolean afterUnknown = outcome instanceof Outcome.Declined declined && declined.afterUnknown();
        LedgerOperation sent = afterUnknown && !staysUnknown(operation, outcome) ? watched(operation) : operation;
        return take(
                claim,
                unknownCode(outcome).map(it -> sent.edit().answered(it).done()).orElse(sent),
                outcome);
    }

    /** Reads at once whether it was done after an answer that tells nothing: a shop's request may be waiting. */
    private Optional<Outcome> looked(PaymentClaim claim, LedgerOperation operation, AttemptChannel channel) {
        claim.holdFor(engine.settings().callTimeout());
        Resolution resolution = ask(operation, attempt -> channel.resolve(attempt, engine.callOptions()));
        return resolution instanceof Resolution.Resolved resolved
                        && resolved.outcome() instanceof Outcome.Done done
                        && !LateArrivals.mayMakeUp(claim.refunds(), operation)
                ? Optional.of(done)
                : Optional.empty();
    }

    /** The gateway's own code in an answer that the adapter cannot classify. */
    private static Optional<String> unknownCode(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Unknown unknown && unknown.call().httpStatus() / 100 == 4
                ? unknown.call().gatewayCode()
                : Optional.empty();
    }

    /** Whether a refusal leaves it unknown: it cannot be corrected later, and an earlier copy may still arrive. */
    private boolean staysUnknown(LedgerOperation operation, @Nullable Outcome outcome) {
        return isToldForGood(operation)
                && outcome instanceof Outcome.Declined declined
                && declined.afterUnknown()
                && conclusions.mayStillArrive(operation);
    }

    private LedgerOperation watched(LedgerOperation operation) {
        if (operation.inShop()) {
            return operation;
        }
        return operation
                .edit()
                .watched(engine.now().plus(engine.settings().lateWatch()))
                .done();
    }

    /** Sends an attempt again, unchanged, that certainly moved nothing. */
    LedgerOperation sendAgain(PaymentClaim claim, LedgerOperation operation, AttemptChannel channel) {
        if (engine.watchesOnly()) {
            return conclusions.wouldSend(claim, operation, operation.amount);
        }
        LedgerOperation open;
        try {
            open = claim.store(
                    operation.edit().mayBeSent(engine.now()),
                    LedgerEvent.Kind.SENT_AGAIN,
                    "attempt " + operation.attempts);
        } catch (MoneyStoppedException e) {
            return conclusions.stopped(claim, operation);
        }
        return submit(claim, open, channel);
    }

    /**
     * Finds out what became of an attempt that may have been sent. While money operations are stopped, or in watch-only
     * mode, only channels that resolve by reading are asked: others may send the attempt again.
     */
    LedgerOperation resolve(PaymentClaim claim, LedgerOperation operation, AttemptChannel channel) {
        if (!channel.resolvesByReading() && operation.action != LedgerOperation.Action.RECORD) {
            if (engine.watchesOnly()) {
                return conclusions.unknown(claim, operation, Said.of(operation, "watched_unknown"));
            }
            if (engine.stops().covering(operation).isPresent()) {
                return conclusions.unknown(claim, operation, Said.of(operation, "stopped_unknown"));
            }
        }
        claim.holdFor(engine.settings().callTimeout());
        // Stored before a copy may be sent: a refusal of a later copy counts once this one cannot arrive any more.
        LedgerOperation sent = isToldForGood(operation) && !channel.resolvesByReading()
                ? claim.storeAtOnce(operation.edit().unanswered(engine.now()))
                : operation;
        Resolution resolution = ask(operation, attempt -> channel.resolve(attempt, engine.callOptions()));
        if (resolution instanceof Resolution.StillUnresolved unresolved) {
            return conclusions.unknown(claim, sent, Said.of(operation, unresolved.cause(), unresolved.call()));
        }
        Outcome outcome = resolution == null ? null : ((Resolution.Resolved) resolution).outcome();
        if (outcome != null && saysNoMoneyMoved(outcome) && !answered(outcome.call())) {
            LOG.error(
                    "The gateway's adapter takes what its resolving call met ({}) for the outcome of {}: still unknown",
                    outcome.call(),
                    operation);
            return conclusions.unknown(claim, sent, Said.of(operation, "unavailable"));
        }
        if (outcome instanceof Outcome.Done
                && channel.resolvesByAmount()
                && LateArrivals.mayMakeUp(claim.refunds(), operation)) {
            return conclusions.unknown(claim, operation, Said.of(operation, "another_may_have_arrived"));
        }
        boolean answered = outcome != null && outcome.call().attempts() <= 1;
        LedgerOperation found =
                answered ? sent.edit().unanswered(operation.unansweredAt).done() : sent;
        // An unknown attempt that now counts as unpaid is watched: its lost request may still arrive.
        boolean notMade = outcome != null && saysNoMoneyMoved(outcome) && !staysUnknown(found, outcome);
        return take(claim, notMade ? watched(found) : found, outcome);
    }

    private static boolean saysNoMoneyMoved(Outcome outcome) {
        return outcome instanceof Outcome.NotMoved
                || outcome instanceof Outcome.Declined
                || outcome instanceof Outcome.ByHand;
    }

    /** Whether the call got an answer that can be about the attempt, and not about the call itself. */
    private static boolean answered(CallReport call) {
        return call.attempts() > 0 && inOwnForm(call) && !ABOUT_THE_CALL.contains(call.httpStatus());
    }

    /** Whether the gateway itself answered: a 4xx status without a gateway's code may come from a proxy. */
    private static boolean inOwnForm(CallReport call) {
        int hundreds = call.httpStatus() / 100;
        return hundreds == 2 || (hundreds == 4 && call.gatewayCode().isPresent());
    }

    /** Null if the adapter failed in an unforeseen way: then nothing is known of the money. */
    private static <T> @Nullable T ask(LedgerOperation operation, Function<Attempt, T> channel) {
        Attempt attempt = operation.attempt;
        if (attempt == null) {
            throw new IllegalStateException("no attempt is stored for " + operation);
        }
        try {
            return channel.apply(attempt);
        } catch (Throwable e) { // an Error, too: it may have been sent
            LOG.error("The gateway's adapter failed on {}", operation, e);
            return null;
        }
    }

    /** Whether a "declined" that was told cannot be corrected to "done" later. */
    private static boolean isToldForGood(LedgerOperation operation) {
        return operation.asked() || operation.inShop();
    }

    LedgerOperation take(PaymentClaim claim, LedgerOperation operation, @Nullable Outcome outcome) {
        if (outcome == null) {
            return conclusions.unknown(claim, operation, Said.of(operation, "adapter"));
        }
        if (outcome instanceof Outcome.Done done) {
            return conclusions.done(
                    claim,
                    operation,
                    done.gatewayId(),
                    done.amount(),
                    done.call().toString());
        }
        if (outcome instanceof Outcome.Processing processing) {
            if (operation.inShop()) {
                // A shop lists nothing that could be followed: it is resolved like an unknown outcome.
                return conclusions.unknown(claim, operation, Said.ofShop(operation, "unknown"));
            }
            return conclusions.processing(claim, operation, processing.gatewayId(), processing.amount());
        }
        if (outcome instanceof Outcome.Declined declined) {
            Said said = Said.of(operation, declined.reason(), declined.call());
            if (staysUnknown(operation, declined)) {
                return conclusions.unknown(claim, operation, said);
            }
            if (operation.asked()) {
                return conclusions.declineAsked(
                        claim, operation.edit(), Texts.text(operation.language, "declined.asked"), said);
            }
            String words = operation.action == LedgerOperation.Action.RECORD
                    ? said.words()
                    : Conclusions.gatewayDeclined(operation, said.words());
            return conclusions.decline(claim, operation, new Said(words, said.detail()));
        }
        if (outcome instanceof Outcome.NotMoved notMoved) {
            return conclusions.notMoved(claim, operation, notMoved);
        }
        if (outcome instanceof Outcome.ByHand byHand) {
            return conclusions.byHand(claim, operation, Said.of(operation, byHand.reason(), byHand.call()));
        }
        Outcome.Unknown unknown = (Outcome.Unknown) outcome;
        return conclusions.unknown(claim, operation, Said.of(operation, unknown.reason(), unknown.call()));
    }
}
