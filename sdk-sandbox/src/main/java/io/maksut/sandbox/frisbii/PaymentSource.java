package io.maksut.sandbox.frisbii;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a charge is paid. */
record PaymentSource(
        String type,
        @Nullable String cardType,
        @Nullable String maskedCard,
        @Nullable String expDate) {
    private static final Set<String> CARDS = Set.of("card", "card_token", "applepay", "googlepay", "emv_token");
    private static final Set<String> PARTLY_SETTLED = Set.of(
            "klarna_pay_now",
            "klarna_pay_later",
            "klarna_slice_it",
            "klarna_direct_bank_transfer",
            "klarna_direct_debit");

    static PaymentSource of(String type) {
        return CARDS.contains(type)
                ? new PaymentSource(type, "visa", "411111XXXXXX1111", "12-28")
                : new PaymentSource(type, null, null, null);
    }

    boolean card() {
        return CARDS.contains(type);
    }

    /**
     * Settles in parts are documented for cards and Klarna; for the others nothing is, so they refuse. What was settled
     * outside the gateway can only be given back outside it (vendor's page on refunds).
     */
    MethodSupport support() {
        MethodSupport support = MethodSupport.everything();
        if (!card() && !PARTLY_SETTLED.contains(type)) {
            support = support.withoutPartialSettle().withoutSeveralSettles();
        }
        return offline() ? support.withoutOnlineRefund() : support;
    }

    private boolean offline() {
        return type.equals("manual") || type.startsWith("offline_");
    }
}
