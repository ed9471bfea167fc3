package io.maksut.payment;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The card that paid, with never more than the first six and the last four digits of its number. {@code toString} shows
 * nothing of it. Immutable and thread-safe.
 */
public final class CardDetails {
    private final @Nullable String brand;
    private final @Nullable String maskedNumber;
    private final @Nullable YearMonth expiry;
    private final @Nullable String issuerCountry;

    private CardDetails(
            @Nullable String brand,
            @Nullable String number,
            @Nullable YearMonth expiry,
            @Nullable String issuerCountry) {
        this.brand = brand;
        this.maskedNumber = number == null ? null : Masks.cardNumber(number);
        this.expiry = expiry;
        this.issuerCountry = issuerCountry;
    }

    /**
     * What the gateway tells of the card; null where it does not.
     *
     * @param number the number however the gateway writes it: masked by any sign, only the last four digits, or (which it
     *     should never send) in full. It is masked here before it is kept.
     * @param issuerCountry ISO 3166 code
     */
    public static CardDetails of(
            @Nullable String brand,
            @Nullable String number,
            @Nullable YearMonth expiry,
            @Nullable String issuerCountry) {
        return new CardDetails(brand, number, expiry, issuerCountry);
    }

    /** The brand in the gateway's own word, such as {@code visa}; empty if the gateway tells none. */
    public Optional<String> brand() {
        return Optional.ofNullable(brand);
    }

    /** The number as {@code "411111******1111"}, whatever its length; {@code "******1111"} where only four are known. */
    public Optional<String> maskedNumber() {
        return Optional.ofNullable(maskedNumber);
    }

    /** The last month in which the card is good; empty if the gateway tells none, or none that can be read. */
    public Optional<YearMonth> expiry() {
        return Optional.ofNullable(expiry);
    }

    /** ISO 3166 code of the country of the bank that issued the card. */
    public Optional<String> issuerCountry() {
        return Optional.ofNullable(issuerCountry);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof CardDetails other && parts().equals(other.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "CardDetails[hidden]";
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(brand, maskedNumber, expiry, issuerCountry);
    }
}
