package io.maksut.flatpay;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.CallReport;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.transport.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Captures at Frisbii, which calls them settles. */
final class FrisbiiCaptures extends FrisbiiChannel {
    FrisbiiCaptures(FrisbiiGateway gateway, Supplier<Instant> clock, Duration repeatedFor) {
        super(gateway, clock, repeatedFor);
    }

    @Override
    public Attempt prepare(String reference, Money amount, CallOptions options) {
        FrisbiiCall call = gateway().begin(options);
        Payment fresh = call.await(call.read(reference));
        fresh.lifecycle().checkCapture(amount).ifPresent(denial -> {
            throw new ActionNotAllowedException(denial, CallReport.notSent("settle charge", null));
        });
        return attempt(fresh, amount, options);
    }

    @Override
    Call request(Attempt attempt) {
        return gateway()
                .requests()
                .settle(attempt.paymentId().reference(), attempt.amount().minorUnits(), attempt.key());
    }

    @Override
    boolean unchanged(FrisbiiBooks now, Attempt attempt) {
        return now.atRest() && now.settled().equals(attempt.before().captured());
    }

    /** If all that was left is captured now, the attempt can capture nothing more. */
    @Override
    Optional<Outcome> shown(FrisbiiBooks now, Attempt attempt) {
        boolean ofAll = attempt.amount().equals(attempt.before().capturable());
        boolean captured = now.settled().equals(attempt.before().captured().plus(attempt.amount()));
        return ofAll && captured && now.atRest()
                ? Optional.of(new Outcome.Done(attempt.key(), attempt.amount(), now.call()))
                : Optional.empty();
    }

    @Override
    Outcome outcomeOf(JsonDocument answer, Attempt attempt, CallReport report) {
        Payment after = gateway().charges().payment(answer);
        Money captured = after.amounts().captured();
        Optional<FrisbiiDecline> decline = FrisbiiDecline.of(answer);
        if (decline.isPresent()) {
            // A later settle that fails is answered with 200 and the state of the earlier one.
            return decline.get().outcome(captured.equals(attempt.before().captured()), report);
        }
        // The answer repeated under a key is the first one; later captures are not in it.
        return captured.compareTo(attempt.before().captured().plus(attempt.amount())) < 0
                ? new Outcome.Unknown(Texts.reason("other_amount"), report)
                : new Outcome.Done(after.transactionId().orElse(attempt.key()), attempt.amount(), report);
    }
}
