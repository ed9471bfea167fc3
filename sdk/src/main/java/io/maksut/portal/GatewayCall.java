package io.maksut.portal;

import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentOrigin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One logical operation at a gateway, possibly of several requests under one deadline: a fresh read, then a capture. Every
 * future fails with a {@link io.maksut.error.MaksutException} only.
 */
public interface GatewayCall {
    /** The payment as the gateway knows it now, with all that takes further requests: refunds, origin, disputes. */
    CompletableFuture<Payment> details(String reference);

    /** The payment as the gateway knows it now: what it takes to judge actions, in as few requests as possible. */
    CompletableFuture<Payment> read(String reference);

    /**
     * The payment as far as its order is looked for by it: status, amounts and names, its origin, and the order that it was made
     * for. Refunds and disputes may be missing.
     */
    default CompletableFuture<Payment> outline(String reference) {
        return details(reference);
    }

    /**
     * As {@link #details(String)}, of a payment of which {@link #outline} is known, from this call or another one. All that can
     * have changed since is as the gateway knows it now; what was written once, when the payment was made, is not read again.
     */
    default CompletableFuture<Payment> details(Payment outline) {
        return details(outline.id().reference());
    }

    /** One page of a search; {@code cursor} is null for the first. No request per payment. */
    CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor);

    /** Who paid, if the gateway knows. */
    CompletableFuture<Optional<Customer>> customer(String reference);

    /** As {@link #customer(String)}, of a payment that was read before. */
    default CompletableFuture<Optional<Customer>> customer(Payment read) {
        return customer(read.id().reference());
    }

    /** Takes {@code amount} of a payment that was read under this call and judged. */
    CompletableFuture<ActionReceipt> capture(Payment fresh, Money amount);

    /** Releases the authorisation of a payment that was read under this call and judged. */
    CompletableFuture<ActionReceipt> voidAuthorisation(Payment fresh);

    /** Makes the gateway's page for a new payment and records its origin there, where the gateway can keep it. */
    CompletableFuture<HostedPayment> create(NewPayment payment, PaymentOrigin origin);

    /** Waits for a future of this call; an interrupt cancels the call and ends in the exception that tells the truth. */
    <T> T await(CompletableFuture<T> future);

    /** Stops whatever is under way; its futures fail with what is then known of the money. */
    void cancel();
}
