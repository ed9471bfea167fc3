package io.maksut.flatpay;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import io.maksut.error.RateLimitedException;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.Refund;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.RefundAttempt;
import io.maksut.portal.RefundChannel;
import io.maksut.portal.RefundOutcome;
import io.maksut.portal.RefundResolution;
import io.maksut.transport.Answer;
import io.maksut.transport.CallContext;
import io.maksut.transport.CallSettings;
import io.maksut.transport.Transport;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Refunds at Frisbii. Only one refund can be performed under a key, says the vendor, so sending the same attempt again
 * tells what became of it, and never pays twice.
 */
final class FrisbiiRefunds implements RefundChannel {
    private final FrisbiiGateway gateway;

    FrisbiiRefunds(FrisbiiGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public RefundAttempt prepare(String reference, Money amount, CallOptions options) {
        FrisbiiCall call = gateway.begin(options);
        Payment fresh = call.await(call.readWithDisputes(reference));
        fresh.lifecycle().checkRefund(amount).ifPresent(refusal -> {
            throw new ActionNotAllowedException(refusal, CallReport.notSent("refund charge", null));
        });
        return new RefundAttempt(
                fresh.id(),
                amount,
                options.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString()),
                fresh.timestamps().readAt(),
                fresh.amounts().refunded(),
                fresh.amounts().refundable(),
                Map.of());
    }

    @Override
    public RefundOutcome submit(RefundAttempt attempt, CallOptions options) {
        try {
            return send(attempt, options);
        } catch (MaksutException e) {
            return outcomeOf(e);
        }
    }

    @Override
    public RefundResolution resolve(RefundAttempt attempt, CallOptions options) {
        RefundOutcome outcome = submit(attempt, options);
        if (outcome instanceof RefundOutcome.NotMoved) {
            // The repetition was not sent or not processed: the first copy may have been.
            return new RefundResolution.StillUnresolved("the repetition was not processed", outcome.call());
        }
        boolean refused =
                outcome instanceof RefundOutcome.Declined && outcome.call().httpStatus() / 100 == 4;
        return refused && movedSince(attempt, options)
                ? new RefundResolution.StillUnresolved(
                        "the gateway refuses the attempt now, but more is refunded than before it", outcome.call())
                : RefundResolution.of(outcome);
    }

    /**
     * "Too much" can also be the answer because this very attempt, or another, has been refunded: only amounts that have
     * not changed since prove that it moved nothing.
     */
    private boolean movedSince(RefundAttempt attempt, CallOptions options) {
        GatewayCall call = gateway.begin(options);
        try {
            Payment now = call.await(call.read(attempt.paymentId().reference()));
            return !now.amounts().refunded().equals(attempt.refundedBefore());
        } catch (MaksutException e) {
            return true;
        }
    }

    private RefundOutcome send(RefundAttempt attempt, CallOptions options) {
        CallContext context =
                gateway.transport().begin(new CallSettings(options.timeout().orElse(null), options.headers()));
        Answer answer = Transport.await(
                gateway.transport()
                        .send(
                                gateway.requests()
                                        .refund(
                                                attempt.paymentId().reference(),
                                                attempt.amount().minorUnits(),
                                                attempt.key()),
                                context),
                context);
        return FrisbiiExchange.written(answer, (refund, report) -> outcomeOf(refund, attempt, report));
    }

    private RefundOutcome outcomeOf(JsonDocument answer, RefundAttempt attempt, CallReport report) {
        Optional<FrisbiiDecline> decline = FrisbiiDecline.of(answer);
        if (decline.isPresent()) {
            String reason = decline.get().shortened();
            return decline.get().certain()
                    ? new RefundOutcome.Declined(reason, report)
                    : new RefundOutcome.Unknown("an error in processing: " + reason, report);
        }
        Refund refund = gateway.charges().refund(answer);
        if (!refund.amount().equals(attempt.amount())) {
            return new RefundOutcome.Unknown(
                    "the gateway refunded " + refund.amount() + " instead of " + attempt.amount(), report);
        }
        return switch (refund.state()) {
            case REFUNDED -> new RefundOutcome.Done(refund, report);
            case PROCESSING -> new RefundOutcome.Processing(refund, report);
            default -> new RefundOutcome.Unknown("the refund is in a state that is not known", report);
        };
    }

    private static RefundOutcome outcomeOf(MaksutException failure) {
        CallReport report = failure.call();
        String what = failure.getClass().getSimpleName();
        if (failure instanceof NotSentException
                || failure instanceof RateLimitedException
                || failure instanceof AuthenticationException) {
            return new RefundOutcome.NotMoved(what, true, report);
        }
        if (failure instanceof GatewayRefusedException) {
            return new RefundOutcome.Declined("refused by the gateway: " + failure.getMessage(), report);
        }
        return new RefundOutcome.Unknown(what, report);
    }
}
