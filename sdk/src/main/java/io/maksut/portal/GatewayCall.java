package io.maksut.portal;

import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One logical operation at a gateway, which may take several requests under one deadline, such as a fresh read and a
 * capture. A request that fails completes its future with a {@link io.maksut.error.MaksutException}.
 */
public interface GatewayCall {
    /** The payment as the gateway knows it now, also with what takes further requests: refunds, origin, disputes. */
    CompletableFuture<Payment> details(String reference);

    /** The payment as the gateway knows it now, as far as needed to judge actions, in as few requests as possible. */
    CompletableFuture<Payment> read(String reference);

    /**
     * The payment with what is needed to find its order: status, amounts, names, origin, and the order that it was made
     * for. Refunds and disputes may be missing.
     */
    default CompletableFuture<Payment> outline(String reference) {
        return details(reference);
    }

    /**
     * As {@link #details(String)}, for a payment whose {@link #outline} is known, from this call or another one.
     * Everything that can have changed since is read again; what was written once, when the payment was made, is not.
     */
    default CompletableFuture<Payment> details(Payment outline) {
        return details(outline.id().reference());
    }

    /**
     * The id of the payment that has a name which the gateway told of {@code known}. A gateway that finds a payment by such a
     * name only in a long list looks at what belongs to {@code known} instead, and answers "not found" where that has no such
     * part.
     */
    default CompletableFuture<PaymentId> idOf(String name, Payment known) {
        return details(name).thenApply(Payment::id);
    }

    /** One page of a search, without a request per payment; {@code cursor} is null for the first. */
    CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor);

    /** Who paid, if the gateway knows. */
    CompletableFuture<Optional<Customer>> customer(String reference);

    /** As {@link #customer(String)}, for a payment that was read before. */
    default CompletableFuture<Optional<Customer>> customer(Payment read) {
        return customer(read.id().reference());
    }

    /** Captures {@code amount} of a payment that was read under this call and judged. */
    CompletableFuture<ActionReceipt> capture(Payment fresh, Money amount);

    /** Releases the authorisation of a payment that was read under this call and judged. */
    CompletableFuture<ActionReceipt> voidAuthorisation(Payment fresh);

    /** Makes the gateway's page for a new payment and records its origin there, where the gateway can keep it. */
    CompletableFuture<HostedPayment> create(NewPayment payment, PaymentOrigin origin);

    /**
     * Waits for a future of this call. An interrupt cancels the call; the exception says what is known of the money.
     */
    <T> T await(CompletableFuture<T> future);

    /** Stops what is under way; its futures fail with what is then known of the money. */
    void cancel();
}
