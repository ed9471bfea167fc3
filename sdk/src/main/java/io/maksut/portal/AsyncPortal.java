package io.maksut.portal;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.CallReport;
import io.maksut.payment.AllowedActions;
import io.maksut.payment.Customer;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a {@link Portal} as futures; the calling thread does not wait for the gateway. A call that fails
 * completes its future with a {@link io.maksut.error.MaksutException}; a wrong argument is an {@link
 * IllegalArgumentException}, thrown at once or in the future. Cancelling a future stops the work behind it. Immutable
 * and thread-safe.
 *
 * <p>A function that is attached without an executor runs on the thread that completes the future, usually one of the
 * HTTP client, or on the attaching thread: it must not block.
 */
public final class AsyncPortal {
    private final PaymentGateway gateway;

    AsyncPortal(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    /** See {@link Portal#payment(PaymentId)}. */
    public CompletableFuture<Payment> payment(PaymentId id, CallOptions options) {
        return start(options, details(reference(id)));
    }

    /** See {@link Portal#payment(String)}. */
    public CompletableFuture<Payment> payment(String handleOrTransactionId, CallOptions options) {
        return start(options, details(handleOrTransactionId));
    }

    /** One page of {@link Portal#payments}; {@code cursor} is null for the first. */
    public CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor, CallOptions options) {
        return start(options, pageOf(query, cursor));
    }

    /** See {@link Portal#customer}. */
    public CompletableFuture<Optional<Customer>> customer(PaymentId id, CallOptions options) {
        return start(options, customerOf(reference(id)));
    }

    /** See {@link Portal#capture(PaymentId, Money)}. */
    public CompletableFuture<ActionReceipt> capture(PaymentId id, Money amount, CallOptions options) {
        return start(options, captureOf(reference(id), amount));
    }

    /** See {@link Portal#capture(PaymentId)}. */
    public CompletableFuture<ActionReceipt> capture(PaymentId id, CallOptions options) {
        return start(options, captureOf(reference(id), null));
    }

    /** See {@link Portal#voidAuthorisation}. */
    public CompletableFuture<ActionReceipt> voidAuthorisation(PaymentId id, CallOptions options) {
        return start(options, voidOf(reference(id)));
    }

    /** See {@link Portal#createCheckout}. */
    public CompletableFuture<HostedPayment> createCheckout(NewPayment payment, CallOptions options) {
        return start(options, creationOf(payment, PaymentOrigin.CHECKOUT));
    }

    /** See {@link Portal#createPaymentLink}. */
    public CompletableFuture<HostedPayment> createPaymentLink(NewPayment payment, CallOptions options) {
        return start(options, creationOf(payment, PaymentOrigin.PAYMENT_LINK));
    }

    // The operations, shared with Portal, which waits for their futures.

    static Function<GatewayCall, CompletableFuture<Payment>> details(String reference) {
        return call -> call.details(reference);
    }

    static Function<GatewayCall, CompletableFuture<PaymentPage>> pageOf(PaymentQuery query, @Nullable String cursor) {
        return call -> call.page(query, cursor);
    }

    static Function<GatewayCall, CompletableFuture<Optional<Customer>>> customerOf(String reference) {
        return call -> call.customer(reference);
    }

    static Function<GatewayCall, CompletableFuture<ActionReceipt>> captureOf(
            String reference, @Nullable Money requested) {
        return call -> call.read(reference).thenCompose(fresh -> {
            AllowedActions actions = fresh.lifecycle();
            Money amount = requested == null ? actions.limit(PaymentAction.CAPTURE) : requested;
            Optional<DenialReason> denial =
                    requested == null ? actions.denial(PaymentAction.CAPTURE) : actions.checkCapture(amount);
            return AsyncPortal.<ActionReceipt>refused("capture", denial).orElseGet(() -> call.capture(fresh, amount));
        });
    }

    static Function<GatewayCall, CompletableFuture<ActionReceipt>> voidOf(String reference) {
        return call -> call.read(reference)
                .thenCompose(fresh -> AsyncPortal.<ActionReceipt>refused(
                                "void", fresh.lifecycle().denial(PaymentAction.VOID))
                        .orElseGet(() -> call.voidAuthorisation(fresh)));
    }

    static Function<GatewayCall, CompletableFuture<HostedPayment>> creationOf(
            NewPayment payment, PaymentOrigin origin) {
        return call -> call.create(payment, origin);
    }

    String reference(PaymentId id) {
        if (!id.account().equals(gateway.account())) {
            throw new IllegalArgumentException(
                    "the payment belongs to account " + id.account() + ", this portal is for " + gateway.account());
        }
        return id.reference();
    }

    private <T> CompletableFuture<T> start(CallOptions options, Function<GatewayCall, CompletableFuture<T>> operation) {
        GatewayCall call = gateway.begin(options);
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> unused = operation.apply(call).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
        CompletableFuture<T> unusedToo = result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        return result;
    }

    private static <T> Optional<CompletableFuture<T>> refused(String action, Optional<DenialReason> denial) {
        return denial.map(reason -> CompletableFuture.failedFuture(
                new ActionNotAllowedException(reason, CallReport.notSent(action, null))));
    }
}
