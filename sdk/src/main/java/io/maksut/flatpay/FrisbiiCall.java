package io.maksut.flatpay;

import com.google.gson.JsonObject;
import io.maksut.error.CallReport;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.transport.Answer;
import io.maksut.transport.Call;
import io.maksut.transport.CallContext;
import io.maksut.transport.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One logical operation at Frisbii. */
final class FrisbiiCall implements GatewayCall {
    /** Transaction and invoice ids are assigned by the gateway and have this form; a handle may have it by chance. */
    private static final Pattern ASSIGNED_ID = Pattern.compile("[0-9a-f]{32}");

    private final FrisbiiGateway gateway;
    private final FrisbiiRequests requests;
    private final FrisbiiCharges charges;
    private final CallContext context;
    private final String key;

    FrisbiiCall(FrisbiiGateway gateway, CallContext context, String key) {
        this.gateway = gateway;
        this.requests = gateway.requests();
        this.charges = gateway.charges();
        this.context = context;
        this.key = key;
    }

    @Override
    public CompletableFuture<Payment> read(String reference) {
        CompletableFuture<Payment> byHandle = send(requests.charge(reference), charges::payment);
        if (!ASSIGNED_ID.matcher(reference).matches()) {
            return byHandle;
        }
        return orIfNotFound(byHandle, () -> orIfNotFound(byInvoiceId(reference), () -> byTransaction(reference, null)));
    }

    private CompletableFuture<Payment> byInvoiceId(String id) {
        return send(requests.invoice(id), invoice -> invoice.requiredText("handle"))
                .thenCompose(handle -> send(requests.charge(handle), charges::payment));
    }

    /** The gateway has no lookup by transaction id: its transactions are walked, newest first, within the deadline. */
    private CompletableFuture<Payment> byTransaction(String id, @Nullable String token) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>(List.of(
                Map.entry("size", Integer.toString(FrisbiiSearch.PAGE_SIZE)),
                Map.entry("from", FrisbiiSearch.SINCE_EVER)));
        if (token != null) {
            parameters.add(Map.entry("next_page_token", token));
        }
        return send(requests.list("transaction", parameters), Function.identity())
                .thenCompose(page -> understood("list transactions", () -> {
                    for (JsonDocument transaction : page.objects("content")) {
                        if (transaction.text("id").filter(id::equals).isPresent()) {
                            return send(requests.charge(transaction.requiredText("invoice")), charges::payment);
                        }
                    }
                    String next = nextToken(page, token);
                    return next == null
                            ? CompletableFuture.failedFuture(new NotFoundException(
                                    "no charge, invoice or transaction has this id",
                                    CallReport.of("list transactions", 1, null, null, 200, null)))
                            : byTransaction(id, next);
                }));
    }

    @Override
    public CompletableFuture<Payment> details(String reference) {
        return read(reference).thenCompose(payment -> {
            String handle = payment.id().reference();
            CompletableFuture<JsonDocument> invoice = send(requests.invoice(handle), Function.identity());
            CompletableFuture<PaymentOrigin> origin = origin(payment.id());
            CompletableFuture<Boolean> disputed = disputed(handle);
            return CompletableFuture.allOf(invoice, origin, disputed)
                    .thenCompose(all -> understood(
                            "read invoice",
                            () -> CompletableFuture.completedFuture(payment.toBuilder()
                                    .refunds(charges.refunds(invoice.join()))
                                    .origin(origin.join())
                                    .chargebackOpen(disputed.join())
                                    .build())));
        });
    }

    /** What creation wrote into the invoice's metadata; else what the caller knows. */
    private CompletableFuture<PaymentOrigin> origin(PaymentId id) {
        CompletableFuture<PaymentOrigin> kept =
                send(requests.metadata(id.reference()), metadata -> FrisbiiOrigin.read(metadata));
        return orIfNotFound(kept, () -> CompletableFuture.completedFuture(PaymentOrigin.UNKNOWN))
                .thenApply(it -> it == PaymentOrigin.UNKNOWN ? gateway.originKnownToCaller(id) : it);
    }

    private CompletableFuture<Boolean> disputed(String handle) {
        List<Map.Entry<String, String>> parameters = List.of(
                Map.entry("size", Integer.toString(FrisbiiSearch.PAGE_SIZE)),
                Map.entry("from", FrisbiiSearch.SINCE_EVER),
                Map.entry("invoice", handle));
        return send(
                requests.list("dispute", parameters),
                page -> page.objects("content").stream()
                        .filter(it -> it.text("invoice").filter(handle::equals).isPresent())
                        .anyMatch(FrisbiiCall::againstMerchant));
    }

    /** Open, or ended in the customer's favour. */
    private static boolean againstMerchant(JsonDocument dispute) {
        if (!dispute.text("state").filter("resolved"::equals).isPresent()) {
            return true;
        }
        return dispute.text("outcome")
                .filter(it -> it.startsWith("customer_favor"))
                .isPresent();
    }

    @Override
    public CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor) {
        if (query.paymentId().isPresent()) {
            return onePayment(query, query.paymentId().get());
        }
        if (FrisbiiSearch.findsNothing(query)) {
            return CompletableFuture.completedFuture(new PaymentPage(List.of(), null));
        }
        FrisbiiSearch.@Nullable Cursor from = cursor == null ? null : FrisbiiSearch.Cursor.decode(cursor);
        return query.customerEmail().isPresent()
                ? pageOfCustomers(query, query.customerEmail().get(), from)
                : pageOfCharges(query, null, from == null ? null : from.chargeToken())
                        .thenApply(page -> page.toPage(
                                page.next() == null
                                        ? null
                                        : new FrisbiiSearch.Cursor(List.of(), null, page.next()).encode()));
    }

    private CompletableFuture<PaymentPage> onePayment(PaymentQuery query, String id) {
        CompletableFuture<PaymentPage> found = read(id).thenCompose(payment -> {
            if (!query.matches(payment)) {
                return CompletableFuture.completedFuture(new PaymentPage(List.of(), null));
            }
            Optional<String> email = query.customerEmail();
            if (email.isEmpty()) {
                return CompletableFuture.completedFuture(new PaymentPage(List.of(payment), null));
            }
            return customerOf(payment)
                    .thenApply(customer -> new PaymentPage(
                            customer.filter(it -> it.hasEmail(email.get())).stream()
                                    .map(it -> payment.toBuilder().customer(it).build())
                                    .toList(),
                            null));
        });
        return orIfNotFound(found, () -> CompletableFuture.completedFuture(new PaymentPage(List.of(), null)));
    }

    /** First the customers with that e-mail, then the charges of one customer after the other. */
    private CompletableFuture<PaymentPage> pageOfCustomers(
            PaymentQuery query, String email, FrisbiiSearch.@Nullable Cursor cursor) {
        if (cursor != null && !cursor.customers().isEmpty()) {
            List<String> customers = cursor.customers();
            Customer customer =
                    Customer.builder().reference(customers.get(0)).email(email).build();
            return pageOfCharges(query, customer, cursor.chargeToken()).thenApply(page -> {
                List<String> left = page.next() == null ? customers.subList(1, customers.size()) : customers;
                boolean last = left.isEmpty() && cursor.customerToken() == null;
                return page.toPage(
                        last ? null : new FrisbiiSearch.Cursor(left, cursor.customerToken(), page.next()).encode());
            });
        }
        String token = cursor == null ? null : cursor.customerToken();
        return send(requests.list("customer", FrisbiiSearch.customerParameters(email, token)), page -> {
                    List<String> handles = page.objects("content").stream()
                            .filter(it -> charges.customer(it).hasEmail(email))
                            .map(it -> it.requiredText("handle"))
                            .toList();
                    return new FrisbiiSearch.Cursor(handles, nextToken(page, token), null);
                })
                .thenCompose(next -> {
                    if (next.customers().isEmpty() && next.customerToken() == null) {
                        return CompletableFuture.completedFuture(new PaymentPage(List.of(), null));
                    }
                    return pageOfCustomers(query, email, next);
                });
    }

    private CompletableFuture<Found> pageOfCharges(
            PaymentQuery query, @Nullable Customer customer, @Nullable String token) {
        String handle = customer == null ? null : customer.reference().orElse(null);
        return send(requests.list("charge", FrisbiiSearch.chargeParameters(query, handle, token)), page -> {
            List<Payment> payments = new ArrayList<>();
            for (JsonDocument charge : page.objects("content")) {
                Payment payment = charges.payment(charge);
                if (query.matches(payment)) {
                    payments.add(
                            customer == null
                                    ? payment
                                    : payment.toBuilder().customer(customer).build());
                }
            }
            return new Found(payments, nextToken(page, token));
        });
    }

    /** Payments that match, and the gateway's token of its next page. */
    private record Found(List<Payment> payments, @Nullable String next) {
        PaymentPage toPage(@Nullable String cursor) {
            return new PaymentPage(payments, cursor);
        }
    }

    /** A gateway that answers the token it was asked with would make a search endless. */
    private static @Nullable String nextToken(JsonDocument page, @Nullable String token) {
        String next = page.text("next_page_token").filter(it -> !it.isBlank()).orElse(null);
        if (next != null && next.equals(token)) {
            throw new JsonFormatException("the next page is this page");
        }
        return next;
    }

    @Override
    public CompletableFuture<Optional<Customer>> customer(String reference) {
        return read(reference).thenCompose(this::customerOf);
    }

    private CompletableFuture<Optional<Customer>> customerOf(Payment payment) {
        Optional<String> handle = payment.customer().flatMap(Customer::reference);
        if (handle.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<Customer>> found =
                send(requests.customer(handle.get()), it -> Optional.of(charges.customer(it)));
        return orIfNotFound(found, () -> CompletableFuture.completedFuture(Optional.empty()));
    }

    @Override
    public CompletableFuture<ActionReceipt> capture(Payment fresh, Money amount) {
        Money before = fresh.amounts().captured();
        Call settle = requests.settle(fresh.id().reference(), amount.minorUnits(), key);
        return gateway.transport().send(settle, context).thenApply(answer -> {
            JsonDocument charge = FrisbiiRequests.json(answer);
            Payment after = afterWrite(charge, answer);
            FrisbiiDecline.of(charge).ifPresent(decline -> {
                // A later settle that fails is answered with 200 and the state of the earlier one.
                boolean nothingMoved = after.amounts().captured().equals(before);
                throw decline.exception(nothingMoved, answer.report());
            });
            // Not before + amount: a caller who repeats a call under its key gets the first answer again.
            if (after.amounts().captured().compareTo(amount) < 0) {
                throw new OutcomeUnknownException(
                        "the gateway accepted the capture, but shows less than was captured", answer.report());
            }
            return new ActionReceipt(after, amount, answer.report());
        });
    }

    @Override
    public CompletableFuture<ActionReceipt> voidAuthorisation(Payment fresh) {
        Money amount = fresh.lifecycle().limit(PaymentAction.VOID);
        String handle = fresh.id().reference();
        CompletableFuture<ActionReceipt> sent = gateway.transport()
                .send(requests.cancel(handle), context)
                .thenApply(answer -> new ActionReceipt(
                        voided(afterWrite(FrisbiiRequests.json(answer), answer), answer.report()),
                        amount,
                        answer.report()));
        return sent.exceptionallyCompose(failure -> {
            // An authorisation can be released only once, so a charge that reads as cancelled answers the question.
            if (unwrap(failure) instanceof OutcomeUnknownException unknown) {
                return read(handle).handle((after, unreadable) -> {
                    if (after == null || after.status() != PaymentStatus.VOIDED) {
                        throw unknown;
                    }
                    return new ActionReceipt(after, amount, unknown.call());
                });
            }
            return CompletableFuture.failedFuture(unwrap(failure));
        });
    }

    private static Payment voided(Payment after, CallReport report) {
        if (after.status() != PaymentStatus.VOIDED) {
            throw new OutcomeUnknownException(
                    "the gateway accepted the void, but does not show it: " + after.status(), report);
        }
        return after;
    }

    @Override
    public CompletableFuture<HostedPayment> create(NewPayment payment, PaymentOrigin origin) {
        JsonObject body = FrisbiiOrigin.session(payment, origin);
        return send(
                requests.chargeSession(body),
                session -> new HostedPayment(
                        charges.id(payment.reference().value()), origin, page(session.requiredText("url"))));
    }

    private static URI page(String url) {
        URI page;
        try {
            page = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException("field url is no address");
        }
        if (!"https".equals(page.getScheme()) && !"http".equals(page.getScheme())) {
            throw new JsonFormatException("field url is no web address");
        }
        return page;
    }

    @Override
    public <T> T await(CompletableFuture<T> future) {
        return Transport.await(future, context);
    }

    @Override
    public void cancel() {
        context.cancel();
    }

    private <T> CompletableFuture<T> send(Call call, Function<JsonDocument, T> reading) {
        return gateway.transport().send(call, context).thenApply(answer -> {
            try {
                return reading.apply(FrisbiiRequests.json(answer));
            } catch (JsonFormatException | IllegalArgumentException e) {
                throw malformed(e, answer.report());
            }
        });
    }

    private static <T> CompletableFuture<T> understood(String operation, Supplier<CompletableFuture<T>> reading) {
        try {
            return reading.get();
        } catch (JsonFormatException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(malformed(e, CallReport.of(operation, 1, null, null, 200, null)));
        }
    }

    private static MalformedAnswerException malformed(RuntimeException cause, CallReport report) {
        String why = cause instanceof JsonFormatException ? cause.getMessage() : "a value that does not fit";
        return new MalformedAnswerException("the gateway's answer cannot be understood: " + why, report);
    }

    /** An answer to a write that cannot be understood leaves open what happened. */
    private Payment afterWrite(JsonDocument charge, Answer answer) {
        try {
            return charges.payment(charge);
        } catch (JsonFormatException | IllegalArgumentException e) {
            throw new OutcomeUnknownException("the gateway's answer cannot be understood", answer.report());
        }
    }

    private static <T> CompletableFuture<T> orIfNotFound(
            CompletableFuture<T> first, Supplier<CompletableFuture<T>> second) {
        return first.exceptionallyCompose(failure -> {
            Throwable cause = unwrap(failure);
            return cause instanceof NotFoundException ? second.get() : CompletableFuture.failedFuture(cause);
        });
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? failure : cause;
    }
}
