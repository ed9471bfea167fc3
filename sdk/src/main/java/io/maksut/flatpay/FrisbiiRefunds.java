package io.maksut.flatpay;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.CallReport;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.Refund;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.transport.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Refunds at Frisbii. */
final class FrisbiiRefunds extends FrisbiiChannel {
    FrisbiiRefunds(FrisbiiGateway gateway, Supplier<Instant> clock, Duration repeatedFor) {
        super(gateway, clock, repeatedFor);
    }

    @Override
    public Attempt prepare(String reference, Money amount, CallOptions options) {
        FrisbiiCall call = gateway().begin(options);
        return prepare(call.await(call.readWithDisputes(reference)), amount, options);
    }

    @Override
    public Attempt prepare(Payment fresh, Money amount, CallOptions options) {
        fresh.lifecycle().checkRefund(amount).ifPresent(denial -> {
            throw new ActionNotAllowedException(denial, CallReport.notSent("refund charge", null));
        });
        return attempt(fresh, amount, options);
    }

    @Override
    Call request(Attempt attempt) {
        return gateway()
                .requests()
                .refund(attempt.paymentId().reference(), attempt.amount().minorUnits(), attempt.key());
    }

    @Override
    boolean unchanged(FrisbiiBooks now, Attempt attempt) {
        return now.atRest() && now.refunded().equals(attempt.before().refunded());
    }

    @Override
    Outcome outcomeOf(JsonDocument answer, Attempt attempt, CallReport report) {
        Optional<FrisbiiDecline> decline = FrisbiiDecline.of(answer);
        if (decline.isPresent()) {
            return decline.get().outcome(true, report);
        }
        Refund refund = gateway().charges().refund(answer);
        if (!refund.amount().equals(attempt.amount())) {
            return new Outcome.Unknown(Texts.reason("other_amount"), report);
        }
        return switch (refund.state()) {
            case REFUNDED -> new Outcome.Done(refund.id(), refund.amount(), report);
            case PROCESSING -> new Outcome.Processing(refund.id(), refund.amount(), report);
            default -> new Outcome.Unknown(Texts.reason("state_unknown"), report);
        };
    }
}
