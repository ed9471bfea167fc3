package io.maksut.flatpay;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.CallReport;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.transport.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Voids at Frisbii, which calls them cancels and knows no keys for them. An authorisation is released once only, so the
 * payment's state shows what became of an attempt, and a repeated request releases nothing else.
 */
final class FrisbiiVoids extends FrisbiiChannel {
    FrisbiiVoids(FrisbiiGateway gateway, Supplier<Instant> clock, Duration repeatedFor) {
        super(gateway, clock, repeatedFor);
    }

    @Override
    public Attempt prepare(String reference, Money amount, CallOptions options) {
        FrisbiiCall call = gateway().begin(options);
        Payment fresh = call.await(call.read(reference));
        fresh.lifecycle().check(PaymentAction.VOID, amount).ifPresent(denial -> {
            throw new ActionNotAllowedException(denial, CallReport.notSent("cancel charge", null));
        });
        return attempt(fresh, amount, options);
    }

    @Override
    Call request(Attempt attempt) {
        return gateway().requests().cancel(attempt.paymentId().reference());
    }

    @Override
    boolean unchanged(FrisbiiBooks now, Attempt attempt) {
        return now.atRest()
                && !now.released()
                && now.settled().equals(attempt.before().captured());
    }

    /** A cancel has no key that could be forgotten. */
    @Override
    boolean tooOld(Attempt attempt, FrisbiiBooks now) {
        return false;
    }

    @Override
    Optional<Outcome> shown(FrisbiiBooks now, Attempt attempt) {
        if (now.released()) {
            return Optional.of(done(attempt, now.call()));
        }
        boolean captured = now.settled().compareTo(attempt.before().captured()) > 0;
        return captured && now.atRest()
                ? Optional.of(new Outcome.Declined(Texts.reason("already_captured"), now.call()))
                : Optional.empty();
    }

    @Override
    Outcome outcomeOf(JsonDocument answer, Attempt attempt, CallReport report) {
        return gateway().charges().payment(answer).status() == PaymentStatus.VOIDED
                ? done(attempt, report)
                : new Outcome.Unknown(Texts.reason("no_clear_answer"), report);
    }

    private static Outcome done(Attempt attempt, CallReport report) {
        return new Outcome.Done(attempt.key(), attempt.amount(), report);
    }
}
