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

    /** One page of a search; {@code cursor} is null for the first. No request per payment. */
    CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor);

    /** Who paid, if the gateway knows. */
    CompletableFuture<Optional<Customer>> customer(String reference);

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
