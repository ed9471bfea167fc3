package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;

/**
 * What WooCommerce hands to the payment plugin to be refunded. Immutable.
 *
 * @param refundId of the record, which was saved before; WooCommerce itself does not tell it, plugins find it out
 * @param amountText as WooCommerce made it of what was posted: such as 12.4, 010, 1.23456 or nothing at all
 * @param amount the same taken as a number; of any scale, and for some requests not what was meant
 * @param currency of the order
 * @param reason empty when there was none
 * @param orderMeta the order's meta data that is plain text
 */
public record PayoutRequest(
        long orderId,
        String orderNumber,
        long refundId,
        String transactionId,
        String paymentMethod,
        String amountText,
        BigDecimal amount,
        String currency,
        String reason,
        Map<String, String> orderMeta) {
    public PayoutRequest {
        orderMeta = Map.copyOf(orderMeta);
    }

    /** In minor units of the currency, rounded half up as plugins do. */
    public long amountMinor() {
        return minor(amount, currency);
    }

    static long minor(BigDecimal amount, String currency) {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return amount.movePointRight(digits).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** The transaction stays out of logs. */
    @Override
    public String toString() {
        return "payout of " + amountText + " " + currency + " for order " + orderId;
    }
}
