package io.maksut.shopify;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import java.util.Optional;

/**
 * How payment ids of a Shopify payment gateway and payments of a gateway account of ours belong together. Shopify makes the
 * payment id and sends it to the provider; it is what both sides have. Implementations are thread-safe and may block; they
 * throw a {@link io.maksut.error.MaksutException} when they cannot tell, and nothing else.
 *
 * @see <a href="https://shopify.dev/changelog/reconcile-payments-made-using-third-party-providers-with-payment-id">Shopify on
 *     the payment id</a>
 */
public interface PaymentMatching {
    /** The payment that Shopify calls by this id; empty if there is none in this account. */
    Optional<PaymentId> payment(String shopifyPaymentId);

    /** What Shopify calls this payment; empty if it cannot have come from there. */
    Optional<String> shopifyPaymentId(Payment payment);

    /** The gateway account in which the payments are. */
    String account();

    /** The gateway's reference of a payment is Shopify's payment id, as with Frisbii's charge handles. */
    static PaymentMatching reference(String account) {
        return new MatchingByReference(account);
    }

    /**
     * The gateway gives payments references of its own, and has Shopify's payment id as the order's reference, as with
     * EveryPay. Payments are looked up there; a gateway that cannot search needs an index.
     */
    static PaymentMatching orderReference(PaymentGateway gateway) {
        return new MatchingByOrderReference(gateway);
    }
}
