package io.maksut.payment;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bank account that paid, with never more of its IBAN than the country and the last four digits. {@code toString}
 * shows nothing of it. Immutable and thread-safe.
 *
 * @param bankName the gateway's name of the payment method, such as {@code lhv_ob_ee}: neither gateway names the bank itself
 * @param maskedIban the IBAN as {@code "LV****4321"}, whatever its length. Whatever is given is masked before it is kept.
 */
public record BankDetails(Optional<String> bankName, Optional<String> maskedIban) {
    public BankDetails {
        maskedIban = maskedIban.map(Masks::iban);
    }

    /**
     * What the gateway tells of the account; null where it does not.
     *
     * @param iban the IBAN however the gateway writes it
     */
    public static BankDetails of(@Nullable String bankName, @Nullable String iban) {
        return new BankDetails(Optional.ofNullable(bankName), Optional.ofNullable(iban));
    }

    @Override
    public String toString() {
        return "BankDetails[hidden]";
    }
}
