package io.maksut.sync;

import io.maksut.error.CallReport;
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
 * Sends stored attempts, and finds out what became of them: the only place that submits one. What an adapter says of the
 * money is believed only where the gateway itself can have said it. Thread-safe.
 */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
    /** What an answer with one of these tells is that the call itself was not let in, or not in time. */
    private static final Set<Integer> ABOUT_THE_CALL = Set.of(401, 403, 408, 429);

    private final Engine engine;
    private final Conclusions conclusions;

    Sending(Engine engine, Conclusions conclusions) {
        this.engine = engine;
        this.conclusions = conclusions;
    }

    /** Stores a new attempt, and sends it. Where money operations are stopped by then, nothing is stored or sent. */
    LedgerOperation begin(PaymentClaim claim, LedgerOperation operation, Attempt attempt, AttemptChannel channel) {
        if (engine.watchesOnly()) {
            return conclusions.wouldSend(claim, operation, attempt.amount());
        }
        LedgerOperation intended;
        try {
            intended = conclusions.intend(claim, operation, attempt);
        } catch (MoneyStoppedException e) {
            return conclusions.stopped(claim, operation);
        }
        return submit(claim, intended, channel);
    }

    /** Sends an attempt that was stored before, or was stored as sent and certainly moved nothing. */
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
        // An earlier copy of the same attempt may still arrive.
        boolean afterUnknown = outcome instanceof Outcome.Declined declined && declined.afterUnknown();
        LedgerOperation sent = afterUnknown && !staysUnknown(operation, outcome) ? watched(operation) : operation;
        return take(
                claim,
                unknownCode(outcome).map(it -> sent.edit().answered(it).done()).orElse(sent),
                outcome);
    }

    /** Whether it is done, read at once after an answer that tells nothing: somebody may be waiting. */
    private Optional<Outcome> looked(PaymentClaim claim, LedgerOperation operation, AttemptChannel channel) {
        claim.holdFor(engine.settings().callTimeout());
        Resolution resolution = ask(operation, attempt -> channel.resolve(attempt, engine.callOptions()));
        return resolution instanceof Resolution.Resolved resolved
                        && resolved.outcome() instanceof Outcome.Done done
                        && !LateArrivals.mayMakeUp(claim.refunds(), operation)
                ? Optional.of(done)
                : Optional.empty();
    }

    /** The gateway's own code in an answer that nobody can make sense of. */
    private static Optional<String> unknownCode(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Unknown unknown && unknown.call().httpStatus() / 100 == 4
                ? unknown.call().gatewayCode()
                : Optional.empty();
    }

    /** What is hard to correct ends with a no only when no earlier copy can arrive any more. */
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

    /** Sends an attempt that moved nothing again, as it is. */
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
     * Finds out what became of an attempt that may have been sent. Where money operations are stopped, or only watched, only a channel that reads
     * is asked: one that may send the attempt again waits.
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
        // Stored before it is sent: a refusal of a later copy is told when this one cannot arrive any more.
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
        // What was unknown and is taken for unpaid now is watched: a request that was lost may still arrive.
        boolean notMade = outcome != null && saysNoMoneyMoved(outcome) && !staysUnknown(found, outcome);
        return take(claim, notMade ? watched(found) : found, outcome);
    }

    private static boolean saysNoMoneyMoved(Outcome outcome) {
        return outcome instanceof Outcome.NotMoved
                || outcome instanceof Outcome.Declined
                || outcome instanceof Outcome.ByHand;
    }

    /** Whether a call got an answer that can be about the attempt, and is not about the call itself. */
    private static boolean answered(CallReport call) {
        return call.attempts() > 0 && inOwnForm(call) && !ABOUT_THE_CALL.contains(call.httpStatus());
    }

    /** Whether it is the gateway that answered: a status without a code of the gateway's may be a proxy's. */
    private static boolean inOwnForm(CallReport call) {
        int hundreds = call.httpStatus() / 100;
        return hundreds == 2 || (hundreds == 4 && call.gatewayCode().isPresent());
    }

    /** An adapter that fails in a way of its own has told nothing of the money. */
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

    /** Whether nobody can be told "done" any more who was told "declined". */
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
                // Nothing is listed that could be followed: it is found out as what is unknown.
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
