package io.maksut.everypay;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentStatus;
import java.util.Map;

/** The values of {@code payment_state} and the statuses they mean. */
final class EveryPayStates {
    // Sources differ on the spelling of three values: both are read.
    // @formatter:off
    private static final Map<String, PaymentStatus> STATES = Map.ofEntries(
            Map.entry("initial",                  PaymentStatus.INITIATED),
            Map.entry("waiting_for_3ds_response", PaymentStatus.WAITING_FOR_3DS),
            Map.entry("waiting_for_sca",          PaymentStatus.WAITING_FOR_SCA),
            Map.entry("confirmed_3ds",            PaymentStatus.CONFIRMED_3DS),
            Map.entry("3ds_confirmed",            PaymentStatus.CONFIRMED_3DS),
            Map.entry("sent_for_processing",      PaymentStatus.SENT_FOR_PROCESSING),
            Map.entry("authorised",               PaymentStatus.AUTHORISED),
            Map.entry("authorized",               PaymentStatus.AUTHORISED),
            Map.entry("settled",                  PaymentStatus.SETTLED),
            Map.entry("failed",                   PaymentStatus.FAILED),
            Map.entry("abandoned",                PaymentStatus.ABANDONED),
            Map.entry("voided",                   PaymentStatus.VOIDED),
            Map.entry("refunded",                 PaymentStatus.REFUNDED),
            Map.entry("chargebacked",             PaymentStatus.CHARGED_BACK),
            Map.entry("charged_back",             PaymentStatus.CHARGED_BACK));
    // @formatter:on

    private EveryPayStates() {}

    /**
     * The state is {@code refunded} after a partial refund, too: the standing amount tells them apart. {@code refunded}
     * with everything standing is a contradiction: trusting its amounts could pay twice, so it is unknown.
     */
    static PaymentStatus status(String state, Money initial, Money standing) {
        PaymentStatus status = STATES.getOrDefault(state, PaymentStatus.UNKNOWN);
        if (status != PaymentStatus.REFUNDED || standing.isZero()) {
            return status;
        }
        return standing.equals(initial) ? PaymentStatus.UNKNOWN : PaymentStatus.PARTIALLY_REFUNDED;
    }
}
