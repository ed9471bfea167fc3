package io.maksut.everypay;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import io.maksut.error.RateLimitedException;
import io.maksut.everypay.EveryPayCall.Reading;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * What moves money at EveryPay, which knows no idempotency keys. An attempt is sent at most once, under the nonce and
 * timestamp that {@link #prepare} fixed; what became of it is read from the payment.
 */
abstract class EveryPayChannel implements OperationChannel {
    private final EveryPayGateway gateway;
    private final EveryPayWindow window;
    private final String operation;

    /** {@code operation} names the request in reports. */
    EveryPayChannel(EveryPayGateway gateway, EveryPayWindow window, String operation) {
        this.gateway = gateway;
        this.window = window;
        this.operation = operation;
    }

    @Override
    public final Duration latestArrival() {
        return window.accepts().plus(window.margin());
    }

    @Override
    public final boolean resolvesByReading() {
        return true;
    }

    final EveryPayGateway gateway() {
        return gateway;
    }

    final EveryPayWindow window() {
        return window;
    }

    final Attempt attempt(Payment fresh, Money amount, CallOptions options) {
        EveryPayStamp stamp =
                new EveryPayStamp(gateway.requests().nonce(), gateway.now().truncatedTo(ChronoUnit.SECONDS));
        return new Attempt(
                fresh.id(),
                amount,
                options.idempotencyKey().orElse(stamp.nonce()),
                fresh.timestamps().readAt(),
                fresh.amounts(),
                stamp.toProtocol());
    }

    final ActionNotAllowedException notAllowed(DenialReason denial) {
        return new ActionNotAllowedException(denial, CallReport.notSent(operation, null));
    }

    /** An answered request has used up its nonce, so its attempt may not be submitted again. */
    static Outcome outcomeOf(MaksutException failure) {
        CallReport report = failure.call();
        Optional<OutcomeReason> told = report.gatewayCode()
                .flatMap(EveryPayCode::of)
                .map(EveryPayCode::text)
                .map(Texts::reason);
        if (failure instanceof NotSentException) {
            return new Outcome.NotMoved(Texts.reason("not_sent"), true, report);
        }
        if (failure instanceof RateLimitedException) {
            return new Outcome.NotMoved(told.orElseGet(() -> Texts.reason("too_busy")), false, report);
        }
        if (failure instanceof AuthenticationException) {
            return new Outcome.NotMoved(told.orElseGet(() -> Texts.reason("access")), false, report);
        }
        if (failure instanceof GatewayRefusedException && told.isPresent()) {
            return new Outcome.Declined(told.get(), report);
        }
        return new Outcome.Unknown(told.orElseGet(() -> Texts.reason("no_clear_answer")), report);
    }

    final boolean tooOld(EveryPayStamp stamp) {
        return Duration.between(stamp.timestamp(), gateway.now()).abs().compareTo(window.sendable()) > 0;
    }

    /** Reports that nothing was sent, with what the read before it met. */
    final CallReport keptBy(CallReport read) {
        return CallReport.of(
                operation,
                0,
                null,
                read.requestId().orElse(null),
                read.httpStatus(),
                read.gatewayCode().orElse(null));
    }

    final Outcome tooOldToSend() {
        return new Outcome.NotMoved(Texts.reason("too_old_to_send"), false, CallReport.notSent(operation, null));
    }

    static Outcome unknown(String why, Reading reading) {
        return new Outcome.Unknown(Texts.reason(why), reading.call());
    }

    static OutcomeReason explain(DenialReason denial) {
        return OutcomeReason.of(
                denial.code().name().toLowerCase(Locale.ROOT),
                denial.explain(Locale.ENGLISH),
                denial.explain(Locale.forLanguageTag("fi")),
                denial.explain(Locale.forLanguageTag("lv")));
    }

    final EveryPayStamp stamp(Attempt attempt) {
        if (!attempt.paymentId().account().equals(gateway.account())) {
            throw new IllegalArgumentException("the attempt belongs to another account");
        }
        return EveryPayStamp.of(attempt);
    }
}
