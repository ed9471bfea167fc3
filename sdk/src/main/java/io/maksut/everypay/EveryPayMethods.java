package io.maksut.everypay;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of {@code payment_method}, and what the API can do for each. */
final class EveryPayMethods {
    /** {@code lhv_ob_ee}, {@code swedbank_ob_lv}; in the list of an account's methods also {@code ob_lhv_ee}. */
    private static final Pattern OPEN_BANKING = Pattern.compile("([a-z0-9]+_)*ob_[a-z0-9_]+");

    private static final Set<PaymentAction> ALL = EnumSet.allOf(PaymentAction.class);
    /** No captures and voids, which are for cards only (APIv3 documentation, p. 10). */
    private static final Set<PaymentAction> REFUNDS = EnumSet.of(PaymentAction.REFUND, PaymentAction.PARTIAL_REFUND);

    private EveryPayMethods() {}

    /** {@code name} is null where the gateway names no method. */
    static PaymentMethod method(@Nullable String name, PaymentStatus status) {
        if (name == null) {
            return status == PaymentStatus.INITIATED ? PaymentMethod.NOT_CHOSEN : PaymentMethod.UNKNOWN;
        }
        if (name.equals("card")) {
            return PaymentMethod.CARD;
        }
        if (name.equals("paypal")) {
            return PaymentMethod.PAYPAL;
        }
        return OPEN_BANKING.matcher(name).matches() ? PaymentMethod.OPEN_BANKING : PaymentMethod.OTHER;
    }

    /** A smaller capture may forfeit the rest of the authorisation, so the rest is never captured. */
    static GatewayCapabilities capabilities(GatewayCapabilities.OpenBankingRefund openBanking) {
        return GatewayCapabilities.builder("everypay")
                .method(PaymentMethod.CARD, ALL)
                .method(PaymentMethod.OPEN_BANKING, REFUNDS)
                .openBankingRefund(openBanking)
                .capturesRestOfSettled(false)
                .voidsWhileUncaptured(true)
                .idempotencyKeys(false)
                .keepsOrigin(false)
                .build();
    }
}
