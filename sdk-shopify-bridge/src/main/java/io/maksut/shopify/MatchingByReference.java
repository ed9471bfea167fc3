package io.maksut.shopify;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import java.util.Optional;

/** Both sides use the same id. */
record MatchingByReference(String account) implements PaymentMatching {
    @Override
    public Optional<PaymentId> payment(String shopifyPaymentId) {
        try {
            return Optional.of(new PaymentId(account, shopifyPaymentId));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // cannot be a reference at the gateway
        }
    }

    @Override
    public Optional<String> shopifyPaymentId(Payment payment) {
        return payment.id().account().equals(account) ? Optional.of(payment.id().reference()) : Optional.empty();
    }
}
