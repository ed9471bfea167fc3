package io.maksut.payment;

import java.util.Currency;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How much of a payment is reserved, taken and given back, all in one currency. Immutable and thread-safe.
 *
 * @param authorised what the customer's bank approved; zero where the method knows no authorisation
 * @param captured what was taken in all, also what was given back since
 * @param refunded what was given back; at most what was captured
 * @param capturable what may still be taken; at most authorised less captured
 * @param refundable what may still be given back; at most captured less refunded
 */
public record Amounts(Money authorised, Money captured, Money refunded, Money capturable, Money refundable) {
    /**
     * @throws IllegalArgumentException if currencies differ, an amount is negative, or a limit above is broken
     */
    public Amounts {
        if (!Stream.of(captured, refunded, capturable, refundable).allMatch(authorised::sameCurrency)) {
            throw new IllegalArgumentException("The amounts of a payment are in different currencies");
        }
        if (Stream.of(authorised, captured, refunded, capturable, refundable).anyMatch(Money::isNegative)) {
            throw new IllegalArgumentException("An amount of a payment is negative");
        }
        if (refunded.compareTo(captured) > 0) {
            throw new IllegalArgumentException("More refunded than captured");
        }
        if (capturable.compareTo(rest(authorised, captured)) > 0) {
            throw new IllegalArgumentException("More capturable than is left of the authorisation");
        }
        if (refundable.compareTo(rest(captured, refunded)) > 0) {
            throw new IllegalArgumentException("More refundable than is left of the capture");
        }
    }

    /**
     * Amounts of a gateway that has no limits of its own: what is not taken may be taken, what is not given back may be
     * given back.
     *
     * @throws IllegalArgumentException if currencies differ, an amount is negative, or more was refunded than captured
     */
    public static Amounts of(Money authorised, Money captured, Money refunded) {
        return new Amounts(authorised, captured, refunded, rest(authorised, captured), rest(captured, refunded));
    }

    /**
     * The same with so much less to give back, at least nothing: what a lost dispute has taken is not left for a refund.
     *
     * @throws IllegalArgumentException if it is negative or in another currency
     */
    public Amounts lessToGiveBack(Money lost) {
        if (lost.isNegative() || !lost.sameCurrency(refundable)) {
            throw new IllegalArgumentException("What is lost is no amount of this payment");
        }
        return new Amounts(authorised, captured, refunded, capturable, rest(refundable, lost));
    }

    /** The currency of all five amounts. */
    public Currency currency() {
        return authorised.currency();
    }

    /** Whether something was taken, and less than was approved: what was paid is {@link #captured}, not the whole. */
    public boolean isPartlyCaptured() {
        return captured.isPositive() && captured.compareTo(authorised) < 0;
    }

    /**
     * What the customer paid or is to pay, in English, Finnish or Latvian (any other language reads English): what was
     * approved; where only a part of it was taken, that part "of" the whole.
     */
    public String paid(Locale locale) {
        Locale language = Texts.languageOf(locale);
        return isPartlyCaptured()
                ? Texts.text(language, "amount.of", captured.format(language), authorised.format(language))
                : authorised.format(language);
    }

    private static Money rest(Money whole, Money used) {
        boolean nothingLeft = used.isNegative() || used.compareTo(whole) >= 0;
        return nothingLeft ? Money.zero(whole.currency()) : whole.minus(used);
    }
}
