package io.maksut.samples.page.merchant;

import io.maksut.payment.PaymentId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A payment's name in addresses: any reference fits, whatever signs a gateway puts into it. */
public final class PaymentKey {
    private PaymentKey() {}

    public static String of(PaymentId id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The payment; empty if {@link #of} did not write this. */
    public static Optional<PaymentId> parse(String key) {
        try {
            PaymentId id = PaymentId.parse(new String(Base64.getUrlDecoder().decode(key), StandardCharsets.UTF_8));
            return of(id).equals(key) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
