package io.maksut.payment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bank account that paid, with never more of its IBAN than the country and the last four digits. {@code toString}
 * shows nothing of it. Immutable and thread-safe.
 */
public final class BankDetails {
    private final @Nullable String bankName;
    private final @Nullable String maskedIban;

    private BankDetails(@Nullable String bankName, @Nullable String iban) {
        this.bankName = bankName;
        this.maskedIban = iban == null ? null : Masks.iban(iban);
    }

    /**
     * What the gateway tells of the account; null where it does not.
     *
     * @param iban the IBAN however the gateway writes it; it is masked here before it is kept
     */
    public static BankDetails of(@Nullable String bankName, @Nullable String iban) {
        return new BankDetails(bankName, iban);
    }

    /** The gateway's name of the payment method, such as {@code lhv_ob_ee}: neither gateway names the bank itself. */
    public Optional<String> bankName() {
        return Optional.ofNullable(bankName);
    }

    /** The IBAN as {@code "LV****4321"}, whatever its length. */
    public Optional<String> maskedIban() {
        return Optional.ofNullable(maskedIban);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof BankDetails other && parts().equals(other.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "BankDetails[hidden]";
    }

    private List<@Nullable String> parts() {
        return Arrays.asList(bankName, maskedIban);
    }
}
