package io.maksut.sandbox.shopify.order;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an order is from its first moment and never stops being. Immutable.
 *
 * @param number of the name, unique in the shop
 * @param name as people see it: {@code #1001}
 * @param shopCurrency the merchant's
 * @param currency the customer's, the presentment currency
 * @param rate how much of the shop's currency one of the customer's is worth
 */
public record Placement(
        long id,
        long number,
        String name,
        Instant createdAt,
        Instant processedAt,
        Customer customer,
        String shopCurrency,
        String currency,
        BigDecimal rate,
        boolean test,
        String sourceName,
        String confirmationNumber,
        @Nullable String checkoutToken,
        @Nullable String cartToken) {
    /** Who ordered. */
    public record Customer(
            long id, @Nullable String email, @Nullable String phone, String firstName, String lastName) {
        /** Personal data stay out of logs. */
        @Override
        public String toString() {
            return "customer " + id;
        }
    }

    public MoneyBag bag(Money presentment) {
        return MoneyBag.of(presentment, shopCurrency, rate);
    }

    public MoneyBag zero() {
        return bag(Money.zero(currency));
    }

    @Override
    public String toString() {
        return name + " " + id;
    }
}
