package io.maksut.everypay;

import io.maksut.everypay.EveryPayCall.Reading;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.Outcome;
import io.maksut.transport.Call;
import java.util.Optional;

/** Voids at EveryPay. A captured payment can no longer be released, and a released one no longer be captured. */
final class EveryPayVoids extends EveryPayReservation {
    EveryPayVoids(EveryPayGateway gateway, EveryPayWindow window) {
        super(gateway, window, "void payment");
    }

    @Override
    Optional<DenialReason> denial(Payment fresh, Money amount) {
        return fresh.lifecycle().check(PaymentAction.VOID, amount);
    }

    @Override
    Call request(Attempt attempt, EveryPayStamp stamp) {
        return gateway().requests().voidAuthorisation(attempt.paymentId().reference(), stamp);
    }

    @Override
    boolean isDone(Attempt attempt, Payment payment) {
        return payment.status() == PaymentStatus.VOIDED;
    }

    /** A final authorisation reads settled before it is captured: only a higher sum proves a capture since. */
    @Override
    Optional<Outcome> endedOtherwise(Attempt attempt, Reading now) {
        Money captured = now.payment().amounts().captured();
        boolean more = captured.sameCurrency(attempt.amount())
                && captured.compareTo(attempt.before().captured()) > 0;
        return more
                ? Optional.of(new Outcome.Declined(Texts.reason("captured_meanwhile"), now.call()))
                : Optional.empty();
    }
}
