package io.maksut.flatpay;

import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import io.maksut.error.RateLimitedException;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.Resolution;
import io.maksut.portal.Resolution.StillUnresolved;
import io.maksut.transport.Answer;
import io.maksut.transport.Call;
import io.maksut.transport.CallContext;
import io.maksut.transport.CallSettings;
import io.maksut.transport.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What moves money at Frisbii. The vendor says that only one refund, or settle, can be performed under a key, so
 * sending the same attempt again tells what became of it and never pays twice. How long a key is kept is not
 * documented: an attempt is sent again only while it is young, and only after its payment was read.
 *
 * <p>Listed transactions do not name the request they came from. So the list alone never proves that an attempt was
 * performed: an equal amount may come from another request. Only where nothing else could follow, as when all that was
 * reserved is captured or released, the origin does not matter.
 */
abstract class FrisbiiChannel implements OperationChannel {
    private final FrisbiiGateway gateway;
    private final Supplier<Instant> clock;
    private final Duration repeatedFor;

    /** {@code repeatedFor}: how long an attempt may be sent again after it was prepared. */
    FrisbiiChannel(FrisbiiGateway gateway, Supplier<Instant> clock, Duration repeatedFor) {
        this.gateway = gateway;
        this.clock = clock;
        this.repeatedFor = repeatedFor;
    }

    /** The request of the attempt. */
    abstract Call request(Attempt attempt);

    /** The outcome that the answer to this request means. */
    abstract Outcome outcomeOf(JsonDocument answer, Attempt attempt, CallReport report);

    /** Whether no such transaction was added since the attempt was prepared, and none is under way. */
    abstract boolean unchanged(FrisbiiBooks now, Attempt attempt);

    /** What the books prove of an attempt that may have been sent; empty where they prove nothing. */
    Optional<Outcome> shown(FrisbiiBooks now, Attempt attempt) {
        return Optional.empty();
    }

    final FrisbiiGateway gateway() {
        return gateway;
    }

    static Attempt attempt(Payment fresh, Money amount, CallOptions options) {
        return new Attempt(
                fresh.id(),
                amount,
                options.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString()),
                fresh.timestamps().readAt(),
                fresh.amounts(),
                Map.of());
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        try {
            return send(attempt, options);
        } catch (MaksutException e) {
            return outcomeOf(e, attempt, options);
        }
    }

    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        FrisbiiBooks before;
        try {
            before = books(attempt, options);
        } catch (MaksutException e) {
            return new StillUnresolved(Texts.reason("unreadable"), e.call());
        }
        Optional<Outcome> shown = shown(before, attempt);
        if (shown.isPresent()) {
            return Resolution.of(shown.get());
        }
        if (tooOld(attempt, before)) {
            return new StillUnresolved(
                    Texts.reason(unchanged(before, attempt) ? "too_old" : "changed_since"), before.call());
        }
        Outcome again;
        try {
            again = send(attempt, options);
        } catch (MaksutException e) {
            again = refusal(e).orElseGet(() -> new Outcome.Unknown(unanswered(e), e.call()));
        }
        boolean refused = again instanceof Outcome.Declined || again instanceof Outcome.ByHand;
        return refused ? refusedAgain(again, attempt, options) : Resolution.of(again);
    }

    /**
     * "Too much" can also be the answer because this very attempt, or another, was carried out. Only books that have
     * not changed prove that it moved nothing so far.
     */
    private Resolution refusedAgain(Outcome refused, Attempt attempt, CallOptions options) {
        FrisbiiBooks now;
        try {
            now = books(attempt, options);
        } catch (MaksutException e) {
            return new StillUnresolved(Texts.reason("changed_since"), refused.call());
        }
        return unchanged(now, attempt)
                ? Resolution.of(refused)
                : shown(now, attempt)
                        .map(Resolution::of)
                        .orElseGet(() -> new StillUnresolved(Texts.reason("changed_since"), refused.call()));
    }

    /** Of two clocks, the one that makes the attempt older counts; a wrong clock may have prepared it in the future. */
    boolean tooOld(Attempt attempt, FrisbiiBooks now) {
        Duration ours = Duration.between(attempt.preparedAt(), clock.get()).abs();
        Duration theirs = now.gatewayTime()
                .map(at -> Duration.between(attempt.preparedAt(), at))
                .orElse(Duration.ZERO);
        return ours.compareTo(repeatedFor) > 0 || theirs.compareTo(repeatedFor) > 0;
    }

    private boolean unchangedNow(Attempt attempt, CallOptions options) {
        try {
            return unchanged(books(attempt, options), attempt);
        } catch (MaksutException e) {
            return false;
        }
    }

    private FrisbiiBooks books(Attempt attempt, CallOptions options) {
        CallContext context = context(options);
        return context.await(new FrisbiiExchange(context)
                .read(
                        gateway.requests().invoice(attempt.paymentId().reference()),
                        (invoice, answer) -> FrisbiiBooks.of(invoice, gateway.charges(), answer)));
    }

    private Outcome send(Attempt attempt, CallOptions options) {
        CallContext context = context(options);
        Answer answer = context.await(context.send(request(attempt)));
        return FrisbiiExchange.written(answer, (refund, report) -> outcomeOf(refund, attempt, report));
    }

    private CallContext context(CallOptions options) {
        return gateway.transport().begin(new CallSettings(options.timeout().orElse(null), options.headers()));
    }

    private Outcome outcomeOf(MaksutException failure, Attempt attempt, CallOptions options) {
        CallReport report = failure.call();
        Optional<FrisbiiError> error = error(report);
        if (failure instanceof NotSentException) {
            return new Outcome.NotMoved(Texts.reason("not_sent"), true, report);
        }
        if (failure instanceof AuthenticationException) {
            return new Outcome.NotMoved(words(error, "access"), true, report);
        }
        if (failure instanceof RateLimitedException) {
            // It is not known whether the gateway keeps this answer under the key. A new key is used, but only when
            // nothing is under way.
            boolean sameKey =
                    error.filter(it -> it.meaning() == ErrorClass.TRY_AGAIN).isEmpty()
                            || !unchangedNow(attempt, options);
            return new Outcome.NotMoved(words(error, "too_busy"), sameKey, report);
        }
        return refusal(failure).orElseGet(() -> new Outcome.Unknown(unanswered(failure), report));
    }

    /** A refusal in the gateway's own form with a known code; empty if the failure is none. */
    private static Optional<Outcome> refusal(MaksutException failure) {
        boolean passes = failure instanceof AuthenticationException || failure instanceof RateLimitedException;
        if (!(failure instanceof GatewayRefusedException) || passes) {
            return Optional.empty();
        }
        CallReport report = failure.call();
        return error(report)
                .map(it -> it.meaning() == ErrorClass.BY_HAND
                        ? new Outcome.ByHand(Texts.reason(it.text()), report)
                        : new Outcome.Declined(Texts.reason(it.text()), report));
    }

    private static OutcomeReason unanswered(MaksutException failure) {
        return failure.call().httpStatus() == 0
                ? Texts.reason("not_asked")
                : words(error(failure.call()), "no_clear_answer");
    }

    private static Optional<FrisbiiError> error(CallReport report) {
        return report.gatewayCode().flatMap(FrisbiiError::of);
    }

    private static OutcomeReason words(Optional<FrisbiiError> error, String otherwise) {
        return Texts.reason(error.map(FrisbiiError::text).orElse(otherwise));
    }
}
