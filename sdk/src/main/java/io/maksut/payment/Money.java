package io.maksut.payment;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exact amount in one currency, counted in the currency's minor units as ISO 4217 defines them (EUR cents, whole JPY,
 * thousandths of KWD).
 *
 * <p>Nothing here rounds: what cannot be represented exactly is refused. A gateway that counts some currency otherwise
 * converts at its own edge. No parameter may be null. This class is immutable and thread-safe.
 */
public final class Money implements Comparable<Money> {
    /** Longer than any amount that fits a long; keeps hostile text from being parsed at all. */
    private static final int MAX_TEXT = 64;

    private static final int MAX_UNSCALED_BITS = 256;
    private static final int MAX_LONG_DIGITS = 19;
    private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?[0-9]++(?:\\.[0-9]++)?");
    private static final Pattern CURRENCY_CODE = Pattern.compile("[A-Z]{3}");

    private final Currency currency;
    private final long minorUnits;

    private Money(Currency currency, long minorUnits) {
        this.currency = requireMinorUnit(currency);
        this.minorUnits = minorUnits;
    }

    /**
     * An amount in minor units.
     *
     * @param currency ISO 4217 code in capitals
     * @throws IllegalArgumentException if the code is unknown or has no minor unit (XXX, XAU)
     */
    public static Money ofMinor(String currency, long minorUnits) {
        return new Money(currencyOf(currency), minorUnits);
    }

    /**
     * An amount in minor units.
     *
     * @throws IllegalArgumentException if the currency has no minor unit (XXX, XAU)
     */
    public static Money ofMinor(Currency currency, long minorUnits) {
        return new Money(currency, minorUnits);
    }

    /**
     * An amount from plain decimal text such as {@code "12.50"} or {@code "-3"}: ASCII digits, no exponent, no grouping, no
     * plus sign, no spaces. Zeros at the end do not count against exactness: {@code "12.500"} EUR is 12.50.
     *
     * @param currency ISO 4217 code in capitals
     * @throws InexactAmountException if the currency has no unit that small ({@code "12.345"} EUR)
     * @throws ArithmeticException if the amount does not fit a long of minor units
     * @throws NumberFormatException if the text is not plain decimal
     * @throws IllegalArgumentException if the code is unknown or has no minor unit
     */
    public static Money of(String currency, String decimal) {
        Currency known = currencyOf(currency);
        if (decimal.length() > MAX_TEXT || !PLAIN_DECIMAL.matcher(decimal).matches()) {
            throw new NumberFormatException("Not an amount in plain decimal notation");
        }
        return of(known, new BigDecimal(decimal));
    }

    /**
     * An amount from a decimal number of whole currency units.
     *
     * @throws InexactAmountException if the currency has no unit that small
     * @throws ArithmeticException if the amount does not fit a long of minor units
     * @throws IllegalArgumentException if the currency has no minor unit
     */
    public static Money of(Currency currency, BigDecimal decimal) {
        int digits = requireMinorUnit(currency).getDefaultFractionDigits();
        if (decimal.signum() == 0) {
            return zero(currency);
        }
        if (decimal.unscaledValue().bitLength() > MAX_UNSCALED_BITS) {
            throw new ArithmeticException("Amount has too many digits");
        }
        // Not movePointRight: that writes out every zero of 1E+999999999.
        BigDecimal minor = decimal.stripTrailingZeros().scaleByPowerOfTen(digits);
        if (minor.scale() > 0) {
            throw new InexactAmountException(currency);
        }
        if ((long) minor.precision() - minor.scale() > MAX_LONG_DIGITS) {
            throw new ArithmeticException("Amount is too large");
        }
        return new Money(currency, minor.longValueExact());
    }

    /**
     * No money, in a currency.
     *
     * @throws IllegalArgumentException if the currency has no minor unit
     */
    public static Money zero(Currency currency) {
        return new Money(currency, 0);
    }

    /**
     * The smaller of two amounts; the first when they are equal.
     *
     * @throws CurrencyMismatchException if the currencies differ
     */
    public static Money min(Money a, Money b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** The amount in minor units. */
    public long minorUnits() {
        return minorUnits;
    }

    /** The currency; it always has a minor unit. */
    public Currency currency() {
        return currency;
    }

    /** The amount in whole currency units, with exactly the currency's digits: 12.50, 500, 1.250. */
    public BigDecimal toDecimal() {
        return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
    }

    /** The amount as {@link #of(String, String)} reads it, with exactly the currency's digits: {@code "12.50"}. */
    public String toDecimalString() {
        return toDecimal().toPlainString();
    }

    /**
     * The sum.
     *
     * @throws CurrencyMismatchException if the currencies differ
     * @throws ArithmeticException if the sum does not fit a long
     */
    public Money plus(Money other) {
        return new Money(currency, Math.addExact(minorUnits, sameCurrencyAs(other).minorUnits));
    }

    /**
     * The difference.
     *
     * @throws CurrencyMismatchException if the currencies differ
     * @throws ArithmeticException if the difference does not fit a long
     */
    public Money minus(Money other) {
        return new Money(currency, Math.subtractExact(minorUnits, sameCurrencyAs(other).minorUnits));
    }

    /**
     * The same amount with the other sign.
     *
     * @throws ArithmeticException if it does not fit a long
     */
    public Money negate() {
        return new Money(currency, Math.negateExact(minorUnits));
    }

    /** Whether it is zero, in whatever currency. */
    public boolean isZero() {
        return minorUnits == 0;
    }

    /** Whether it is above zero; false for zero. */
    public boolean isPositive() {
        return minorUnits > 0;
    }

    /** Whether it is below zero; false for zero. */
    public boolean isNegative() {
        return minorUnits < 0;
    }

    /** Whether both can be added, subtracted and compared without a {@link CurrencyMismatchException}. */
    public boolean sameCurrency(Money other) {
        return currency.equals(other.currency);
    }

    /**
     * Compares amounts of one currency.
     *
     * @throws CurrencyMismatchException if the currencies differ
     */
    @Override
    public int compareTo(Money other) {
        return Long.compare(minorUnits, sameCurrencyAs(other).minorUnits);
    }

    /** The amount for people, written as the locale writes it and with all of the currency's digits. */
    public String format(Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
        format.setMaximumFractionDigits(currency.getDefaultFractionDigits());
        return format.format(toDecimal());
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Money other && minorUnits == other.minorUnits && sameCurrency(other);
    }

    @Override
    public int hashCode() {
        return 31 * currency.hashCode() + Long.hashCode(minorUnits);
    }

    /** For logs: {@code "EUR 12.50"}. */
    @Override
    public String toString() {
        return currency.getCurrencyCode() + " " + toDecimalString();
    }

    private Money sameCurrencyAs(Money other) {
        if (!sameCurrency(other)) {
            throw new CurrencyMismatchException(currency, other.currency);
        }
        return other;
    }

    private static Currency currencyOf(String code) {
        if (CURRENCY_CODE.matcher(code).matches()) {
            try {
                return Currency.getInstance(code);
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException("Unknown currency " + code, unknown);
            }
        }
        throw new IllegalArgumentException("Not an ISO 4217 currency code");
    }

    private static Currency requireMinorUnit(Currency currency) {
        if (requireNonNull(currency).getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("Currency without minor unit: " + currency.getCurrencyCode());
        }
        return currency;
    }
}
