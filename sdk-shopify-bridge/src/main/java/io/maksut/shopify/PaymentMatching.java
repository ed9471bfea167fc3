package io.maksut.shopify;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import java.util.Optional;

/**
 * Matches the payment ids of a Shopify payment gateway with the payments of a gateway account of ours. Shopify makes
 * the payment id and sends it to the provider, so both sides have it. Implementations are thread-safe and may block;
 * they throw only a {@link io.maksut.error.MaksutException}, when the match is not known.
 *
 * @see <a
 *     href="https://shopify.dev/changelog/reconcile-payments-made-using-third-party-providers-with-payment-id">Shopify
 *     on the payment id</a>
 */
public interface PaymentMatching {
    /** The payment with this id at Shopify; empty if there is none in this account. */
    Optional<PaymentId> payment(String shopifyPaymentId);

    /** Shopify's id of this payment; empty if it cannot have come from Shopify. */
    Optional<String> shopifyPaymentId(Payment payment);

    /** The gateway account in which the payments are. */
    String account();

    /** The gateway's reference of a payment is Shopify's payment id, as with Frisbii's charge handles. */
    static PaymentMatching reference(String account) {
        return new MatchingByReference(account);
    }

    /**
     * The gateway has references of its own, and Shopify's payment id is the order's reference, as with EveryPay.
     * Payments are searched at the gateway; a gateway that cannot search needs an index.
     */
    static PaymentMatching orderReference(PaymentGateway gateway) {
        return new MatchingByOrderReference(gateway);
    }
}
