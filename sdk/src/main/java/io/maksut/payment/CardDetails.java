package io.maksut.payment;

import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The card that paid, with never more than the first six and the last four digits of its number. {@code toString} shows
 * nothing of it. Immutable and thread-safe.
 *
 * @param brand the brand in the gateway's own word, such as {@code visa}; empty if the gateway tells none
 * @param maskedNumber the number as {@code "411111******1111"}, whatever its length; {@code "******1111"} where only four
 *     digits are known. Whatever is given is masked before it is kept.
 * @param expiry the last month in which the card is good; empty if the gateway tells none, or none that can be read
 * @param issuerCountry ISO 3166 code of the country of the bank that issued the card
 */
public record CardDetails(
        Optional<String> brand,
        Optional<String> maskedNumber,
        Optional<YearMonth> expiry,
        Optional<String> issuerCountry) {
    public CardDetails {
        maskedNumber = maskedNumber.map(Masks::cardNumber);
    }

    /**
     * What the gateway tells of the card; null where it does not.
     *
     * @param number the number however the gateway writes it: masked by any sign, only the last four digits, or (which it
     *     should never send) in full
     * @param issuerCountry ISO 3166 code
     */
    public static CardDetails of(
            @Nullable String brand,
            @Nullable String number,
            @Nullable YearMonth expiry,
            @Nullable String issuerCountry) {
        return new CardDetails(
                Optional.ofNullable(brand),
                Optional.ofNullable(number),
                Optional.ofNullable(expiry),
                Optional.ofNullable(issuerCountry));
    }

    @Override
    public String toString() {
        return "CardDetails[hidden]";
    }
}
