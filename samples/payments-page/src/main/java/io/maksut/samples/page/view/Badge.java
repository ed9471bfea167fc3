package io.maksut.samples.page.view;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import java.util.Locale;

/**
 * A status at a glance: in words first, the colour only underlines it.
 *
 * @param tone of the colour: good, bad, waiting, alarm or calm
 */
public record Badge(String label, String tone) {
    static Badge of(PaymentStatus status, Locale locale) {
        String tone = switch (status) {
            case SETTLED -> "good";
            case AUTHORISED, SENT_FOR_PROCESSING -> "waiting";
            case FAILED, ABANDONED -> "bad";
            case CHARGED_BACK, UNKNOWN, CONFIRMED_3DS -> "alarm";
            case INITIATED, WAITING_FOR_3DS, WAITING_FOR_SCA, PARTIALLY_REFUNDED, REFUNDED, VOIDED -> "calm";
        };
        return new Badge(status.label(locale), tone);
    }

    static Badge of(Payment payment, Locale locale) {
        Badge badge = of(payment.status(), locale);
        return payment.amounts().isPartlyCaptured() && badge.tone.equals("good")
                ? new Badge(badge.label, "waiting")
                : badge;
    }
}
