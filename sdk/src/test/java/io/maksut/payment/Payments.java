package io.maksut.payment;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Payments and gateways to judge in tests. */
final class Payments {
    static final Instant READ_AT = Instant.parse("2026-03-01T12:00:00Z");
    static final Set<PaymentAction> EVERYTHING = EnumSet.allOf(PaymentAction.class);
    static final Set<PaymentAction> REFUNDS = EnumSet.of(PaymentAction.REFUND, PaymentAction.PARTIAL_REFUND);

    private Payments() {}

    static Payment.Builder payment(
            PaymentStatus status, PaymentMethod method, Amounts amounts, GatewayCapabilities gateway) {
        return Payment.builder(new PaymentId("shop", "p-1"), status, method, amounts, gateway)
                .timestamps(Timestamps.builder(READ_AT).build());
    }

    static AllowedActions judge(
            PaymentStatus status, PaymentMethod method, Amounts amounts, GatewayCapabilities gateway) {
        return payment(status, method, amounts, gateway).build().lifecycle();
    }

    static Money euro(String decimal) {
        return Money.of("EUR", decimal);
    }

    static Amounts amounts(String authorised, String captured, String refunded) {
        return Amounts.of(euro(authorised), euro(captured), euro(refunded));
    }

    /** Like Frisbii: captures in parts, several methods with rules of their own. */
    static GatewayCapabilities flatpay() {
        return GatewayCapabilities.builder("flatpay")
                .method(PaymentMethod.CARD, EVERYTHING)
                .method(PaymentMethod.OTHER, REFUNDS)
                .methodName("invoice", EVERYTHING)
                .capturesRestOfSettled(true)
                .idempotencyKeys(true)
                .keepsOrigin(true)
                .build();
    }

    /** Like an EveryPay account with final authorisation and a bank that executes refunds. */
    static GatewayCapabilities everypay(GatewayCapabilities.OpenBankingRefund bankRefund) {
        return GatewayCapabilities.builder("everypay")
                .method(PaymentMethod.CARD, EVERYTHING)
                .method(PaymentMethod.OPEN_BANKING, REFUNDS)
                .voidsWhileUncaptured(true)
                .openBankingRefund(bankRefund)
                .build();
    }

    /** A gateway that claims to be able to do everything, so that only the table and the amounts refuse. */
    static GatewayCapabilities everything() {
        GatewayCapabilities.Builder builder = GatewayCapabilities.builder("everything")
                .capturesRestOfSettled(true)
                .voidsWhileUncaptured(true)
                .openBankingRefund(GatewayCapabilities.OpenBankingRefund.EXECUTED);
        for (PaymentMethod method : PaymentMethod.values()) {
            builder.method(method, EVERYTHING);
        }
        return builder.build();
    }
}
