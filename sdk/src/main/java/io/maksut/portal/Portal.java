package io.maksut.portal;

import io.maksut.payment.Customer;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The merchant's payment portal. Make one per gateway account and keep it: it is thread-safe, and its rate limits and
 * its circuit breaker are shared by all its calls.
 *
 * <pre>{@code
 * try (Portal portal = FlatpayPortal.builder().apiKey(key).build()) {
 *     for (Payment payment : portal.payments(PaymentQuery.customerEmail("mari@example.test"))) {
 *         System.out.println(payment.id() + " " + payment.allowedActions());
 *     }
 * }
 * }</pre>
 *
 * <p>A call that fails throws a {@link io.maksut.error.MaksutException}, which says what that means for the money.
 * Whether an action is allowed is judged on a fresh read in the same call, never on an object that the caller holds;
 * what is not allowed fails with {@link io.maksut.error.ActionNotAllowedException} before the action is sent.
 *
 * <p>There is no refund here: see the package's documentation.
 */
public final class Portal implements AutoCloseable {
    private final PaymentGateway gateway;
    private final AsyncPortal async;

    private Portal(PaymentGateway gateway) {
        this.gateway = Objects.requireNonNull(gateway);
        this.async = new AsyncPortal(gateway);
    }

    /** A portal over any gateway; {@code FlatpayPortal.builder()} builds gateway and portal at once. */
    public static Portal over(PaymentGateway gateway) {
        return new Portal(gateway);
    }

    /** What this gateway account can do. */
    public GatewayCapabilities capabilities() {
        return gateway.capabilities();
    }

    /** The same calls as futures. */
    public AsyncPortal async() {
        return async;
    }

    /**
     * The payment as the gateway knows it now.
     *
     * @throws io.maksut.error.NotFoundException if the gateway does not know it
     */
    public Payment payment(PaymentId id) {
        return payment(id, CallOptions.DEFAULT);
    }

    /** As {@link #payment(PaymentId)}, with options. */
    public Payment payment(PaymentId id, CallOptions options) {
        return run(options, AsyncPortal.details(async.reference(id)));
    }

    /**
     * The payment with this name at the gateway: the merchant's own reference (charge handle), the gateway's payment
     * reference, or a transaction id.
     *
     * @throws io.maksut.error.NotFoundException if the gateway knows none
     */
    public Payment payment(String handleOrTransactionId) {
        return payment(handleOrTransactionId, CallOptions.DEFAULT);
    }

    /** As {@link #payment(String)}, with options. */
    public Payment payment(String handleOrTransactionId, CallOptions options) {
        return run(options, AsyncPortal.details(handleOrTransactionId));
    }

    /** The payments that match, newest first. Pages are requested only as the result is read. */
    public PaymentSearch payments(PaymentQuery query) {
        return payments(query, CallOptions.DEFAULT);
    }

    /** As {@link #payments(PaymentQuery)}; the options hold for each page. */
    public PaymentSearch payments(PaymentQuery query, CallOptions options) {
        return new PaymentSearch(this, query, options, null);
    }

    /** Who paid, if the gateway knows. */
    public Optional<Customer> customer(PaymentId id) {
        return customer(id, CallOptions.DEFAULT);
    }

    /** As {@link #customer(PaymentId)}, with options. */
    public Optional<Customer> customer(PaymentId id, CallOptions options) {
        return run(options, AsyncPortal.customerOf(async.reference(id)));
    }

    /** Captures all that is still authorised. */
    public ActionReceipt capture(PaymentId id) {
        return capture(id, CallOptions.DEFAULT);
    }

    /** As {@link #capture(PaymentId)}, with options. */
    public ActionReceipt capture(PaymentId id, CallOptions options) {
        return run(options, AsyncPortal.captureOf(async.reference(id), null));
    }

    /**
     * Captures part or all of what is authorised.
     *
     * @throws io.maksut.error.ActionNotAllowedException if status, method, gateway or amounts do not allow it
     * @throws io.maksut.error.DeclinedException if the bank or the network declines: no money moved
     * @throws io.maksut.error.OutcomeUnknownException if it cannot be told whether the money moved
     */
    public ActionReceipt capture(PaymentId id, Money amount) {
        return capture(id, amount, CallOptions.DEFAULT);
    }

    /** As {@link #capture(PaymentId, Money)}, with options. */
    public ActionReceipt capture(PaymentId id, Money amount, CallOptions options) {
        return run(options, AsyncPortal.captureOf(async.reference(id), Objects.requireNonNull(amount)));
    }

    /** Releases an authorisation of which nothing was captured: the customer can use the money again. */
    public ActionReceipt voidAuthorisation(PaymentId id) {
        return voidAuthorisation(id, CallOptions.DEFAULT);
    }

    /** As {@link #voidAuthorisation(PaymentId)}, with options. */
    public ActionReceipt voidAuthorisation(PaymentId id, CallOptions options) {
        return run(options, AsyncPortal.voidOf(async.reference(id)));
    }

    /** A page of the gateway for a customer who is in the shop's checkout now. */
    public HostedPayment createCheckout(NewPayment payment) {
        return createCheckout(payment, CallOptions.DEFAULT);
    }

    /** As {@link #createCheckout(NewPayment)}, with options. */
    public HostedPayment createCheckout(NewPayment payment, CallOptions options) {
        return run(options, AsyncPortal.creationOf(payment, PaymentOrigin.CHECKOUT));
    }

    /** A page of the gateway whose address is sent to a customer; the shop may have no order for it. */
    public HostedPayment createPaymentLink(NewPayment payment) {
        return createPaymentLink(payment, CallOptions.DEFAULT);
    }

    /** As {@link #createPaymentLink(NewPayment)}, with options. */
    public HostedPayment createPaymentLink(NewPayment payment, CallOptions options) {
        return run(options, AsyncPortal.creationOf(payment, PaymentOrigin.PAYMENT_LINK));
    }

    /** Releases connections and threads. Calls under way fail. */
    @Override
    public void close() {
        gateway.close();
    }

    SearchPlan plan(PaymentQuery query) {
        return gateway.plan(query);
    }

    PaymentPage page(PaymentQuery query, @Nullable String cursor, CallOptions options) {
        return run(options, AsyncPortal.pageOf(query, cursor));
    }

    private <T> T run(CallOptions options, Function<GatewayCall, CompletableFuture<T>> operation) {
        GatewayCall call = gateway.begin(options);
        return call.await(operation.apply(call));
    }

    @Override
    public String toString() {
        return "Portal[" + gateway.account() + "]";
    }
}
