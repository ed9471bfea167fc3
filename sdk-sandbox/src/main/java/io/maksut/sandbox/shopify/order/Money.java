package io.maksut.sandbox.shopify.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount in a currency, with as many decimals as the currency has. Immutable.
 *
 * @param currency ISO 4217, or one of the shop's own: JEP, KID, USDC
 */
public record Money(BigDecimal amount, String currency) {
    /** @throws IllegalArgumentException when the amount has more decimals than the currency */
    public Money {
        try {
            amount = amount.setScale(digits(currency), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(amount + " has too many decimals for " + currency, e);
        }
    }

    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    public static Money zero(String currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /** In whole minor units. */
    public static Money ofMinor(long minor, String currency) {
        return new Money(BigDecimal.valueOf(minor, digits(currency)), currency);
    }

    /** How many decimals amounts of this currency have. */
    public static int digits(String currency) {
        return switch (currency) {
            case "JEP", "KID", "USDC", "XXX" -> 2;
            default -> Currency.getInstance(currency).getDefaultFractionDigits();
        };
    }

    public long minor() {
        return amount.unscaledValue().longValueExact();
    }

    public Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other)), currency);
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other)), currency);
    }

    public Money times(int count) {
        return new Money(amount.multiply(BigDecimal.valueOf(count)), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    public Money min(Money other) {
        return amount.compareTo(sameCurrency(other)) <= 0 ? this : other;
    }

    public int signum() {
        return amount.signum();
    }

    public boolean above(Money other) {
        return amount.compareTo(sameCurrency(other)) > 0;
    }

    /** As in webhooks: 49.90, 1500, 1.234. */
    public String text() {
        return amount.toPlainString();
    }

    /** As in GraphQL: 49.9, 0.0, 1500.0, 1.234. */
    public String decimal() {
        BigDecimal shortest = amount.stripTrailingZeros();
        return (shortest.scale() < 1 ? shortest.setScale(1) : shortest).toPlainString();
    }

    @Override
    public String toString() {
        return text() + " " + currency;
    }

    private BigDecimal sameCurrency(Money other) {
        if (!other.currency.equals(currency)) {
            throw new IllegalArgumentException(other.currency + " is not " + currency);
        }
        return other.amount;
    }
}
