package io.maksut.flatpay;

import static io.maksut.payment.PaymentAction.CAPTURE;
import static io.maksut.payment.PaymentAction.PARTIAL_REFUND;
import static io.maksut.payment.PaymentAction.REFUND;
import static io.maksut.payment.PaymentAction.VOID;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The source types of the gateway, and what its API allows for each. */
final class FrisbiiMethods {
    private static final Set<PaymentAction> ALL = EnumSet.allOf(PaymentAction.class);
    /** Reserve, capture all or release, and refund: only cards and Klarna are known to settle in parts. */
    private static final Set<PaymentAction> WHOLE = EnumSet.of(CAPTURE, VOID, REFUND, PARTIAL_REFUND);
    /** Paid at once, so nothing is ever reserved. */
    private static final Set<PaymentAction> REFUNDS = EnumSet.of(REFUND, PARTIAL_REFUND);
    /** Money that did not pass through the gateway cannot be refunded through it. */
    private static final Set<PaymentAction> NONE = EnumSet.noneOf(PaymentAction.class);

    private static final Instant LAST_AUTHORISATION = Instant.parse("9999-01-01T00:00:00Z");

    // @formatter:off
    private static final Map<String, PaymentMethod> NOT_OTHER = Map.ofEntries(
            Map.entry("card",                    PaymentMethod.CARD),
            Map.entry("card_token",              PaymentMethod.CARD),
            Map.entry("emv_token",               PaymentMethod.CARD),
            Map.entry("applepay",                PaymentMethod.CARD),
            Map.entry("googlepay",               PaymentMethod.CARD),
            Map.entry("paypal",                  PaymentMethod.PAYPAL),
            Map.entry("estonia_banks",           PaymentMethod.OPEN_BANKING),
            Map.entry("latvia_banks",            PaymentMethod.OPEN_BANKING),
            Map.entry("lithuania_banks",         PaymentMethod.OPEN_BANKING),
            Map.entry("verkkopankki",            PaymentMethod.OPEN_BANKING));

    private static final Map<String, Set<PaymentAction>> OTHER = Map.ofEntries(
            Map.entry("klarna_pay_now",          ALL),
            Map.entry("klarna_pay_later",        ALL),
            Map.entry("klarna_slice_it",         ALL),
            Map.entry("swish",                   REFUNDS),
            Map.entry("trustly",                 REFUNDS),
            Map.entry("ideal",                   REFUNDS),
            Map.entry("manual",                  NONE),
            Map.entry("offline_cash",            NONE),
            Map.entry("offline_bank_transfer",   NONE),
            Map.entry("offline_other",           NONE));
    // @formatter:on

    private FrisbiiMethods() {}

    /** {@code NOT_CHOSEN} if there is no source. */
    static PaymentMethod method(Optional<String> sourceType) {
        return sourceType
                .map(type -> NOT_OTHER.getOrDefault(type, PaymentMethod.OTHER))
                .orElse(PaymentMethod.NOT_CHOSEN);
    }

    /**
     * Until when a reservation is usually held; the gateway has no such field. The vendor says seven days "normally";
     * Vipps and MobilePay hold 14 days in Denmark and Finland (longer in Norway), Klarna 28.
     */
    static Optional<Instant> reservedUntil(Instant authorised, Optional<String> sourceType) {
        String type = sourceType.orElse("");
        int days = type.startsWith("klarna_") ? 28 : type.equals("vipps_epayment") ? 14 : 7;
        return authorised.isBefore(LAST_AUTHORISATION)
                ? Optional.of(authorised.plus(Duration.ofDays(days)))
                : Optional.empty();
    }

    static GatewayCapabilities capabilities(GatewayCapabilities.OpenBankingRefund openBanking) {
        GatewayCapabilities.Builder builder = GatewayCapabilities.builder("flatpay")
                .method(PaymentMethod.CARD, ALL)
                .method(PaymentMethod.OTHER, WHOLE)
                .method(PaymentMethod.OPEN_BANKING, REFUNDS)
                .openBankingRefund(openBanking)
                .capturesRestOfSettled(true)
                .idempotencyKeys(true)
                .keepsOrigin(true)
                .failedMayRecover(true);
        OTHER.forEach(builder::methodName);
        return builder.build();
    }
}
