package io.maksut.sandbox.shopify.order;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** One amount in the shop's currency and in the customer's; the customer's is what moves. Immutable. */
public record MoneyBag(Money shop, Money presentment) {
    /** The shop's amount is only for the books, so it is rounded to the nearest. */
    static MoneyBag of(Money presentment, String shopCurrency, BigDecimal shopPerPresentment) {
        Money shop = shopCurrency.equals(presentment.currency())
                ? presentment
                : new Money(
                        presentment
                                .amount()
                                .multiply(shopPerPresentment)
                                .setScale(Money.digits(shopCurrency), RoundingMode.HALF_UP),
                        shopCurrency);
        return new MoneyBag(shop, presentment);
    }

    public MoneyBag plus(MoneyBag other) {
        return new MoneyBag(shop.plus(other.shop), presentment.plus(other.presentment));
    }

    public MoneyBag minus(MoneyBag other) {
        return new MoneyBag(shop.minus(other.shop), presentment.minus(other.presentment));
    }

    public MoneyBag negated() {
        return new MoneyBag(shop.negated(), presentment.negated());
    }
}
