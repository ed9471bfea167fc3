package io.maksut.everypay;

import io.maksut.everypay.EveryPayCall.Reading;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.Outcome;
import io.maksut.transport.Call;
import java.util.Optional;

/** Captures at EveryPay. An authorisation is captured once only, so a payment that reads captured proves it. */
final class EveryPayCaptures extends EveryPayReservation {
    EveryPayCaptures(EveryPayGateway gateway, EveryPayWindow window) {
        super(gateway, window, "capture payment");
    }

    @Override
    Optional<DenialReason> denial(Payment fresh, Money amount) {
        return fresh.lifecycle().checkCapture(amount);
    }

    @Override
    Call request(Attempt attempt, EveryPayStamp stamp) {
        return gateway().requests().capture(attempt.paymentId().reference(), attempt.amount(), stamp);
    }

    @Override
    boolean isDone(Attempt attempt, Payment payment) {
        boolean captured = payment.status() == PaymentStatus.SETTLED
                || payment.status() == PaymentStatus.PARTIALLY_REFUNDED
                || payment.status() == PaymentStatus.REFUNDED;
        return captured && payment.amounts().captured().equals(attempt.amount());
    }

    @Override
    Optional<Outcome> endedOtherwise(Attempt attempt, Reading now) {
        return now.payment().amounts().captured().isPositive()
                ? Optional.of(unknown("changed_otherwise", now))
                : Optional.empty();
    }
}
