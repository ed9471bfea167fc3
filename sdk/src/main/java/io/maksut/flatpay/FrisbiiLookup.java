package io.maksut.flatpay;

import io.maksut.error.CallReport;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Customer;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds one payment by any of its names, with what belongs to it. */
final class FrisbiiLookup {
    /** Transaction and invoice ids are assigned by the gateway and have this form; a handle may have it by chance. */
    private static final Pattern ASSIGNED_ID = Pattern.compile("[0-9a-f]{32}");

    private final FrisbiiExchange exchange;
    private final FrisbiiList list;
    private final FrisbiiRequests requests;
    private final FrisbiiCharges charges;
    private final Function<PaymentId, PaymentOrigin> originKnownToCaller;

    FrisbiiLookup(FrisbiiExchange exchange, FrisbiiGateway gateway) {
        this.exchange = exchange;
        this.list = new FrisbiiList(exchange, gateway);
        this.requests = gateway.requests();
        this.charges = gateway.charges();
        this.originKnownToCaller = gateway::originKnownToCaller;
    }

    CompletableFuture<Payment> read(String reference) {
        CompletableFuture<Payment> byHandle = exchange.read(requests.charge(reference), charges::payment);
        if (!ASSIGNED_ID.matcher(reference).matches()) {
            return byHandle;
        }
        return FrisbiiExchange.orIfNotFound(
                byHandle,
                () -> FrisbiiExchange.orIfNotFound(
                        byInvoiceId(reference), () -> byTransaction(reference, FrisbiiList.Position.START, false)));
    }

    private CompletableFuture<Payment> byInvoiceId(String id) {
        return exchange.read(requests.invoice(id), invoice -> invoice.requiredText("handle"))
                .thenCompose(handle -> exchange.read(requests.charge(handle), charges::payment));
    }

    /**
     * The gateway has no lookup by transaction id: its transactions are walked, newest first, within the deadline.
     *
     * @param missed whether one was met that cannot be read: it may be the one, so "there is none" cannot be said
     */
    private CompletableFuture<Payment> byTransaction(String id, FrisbiiList.Position position, boolean missed) {
        return list.page("transaction", List.of(), FrisbiiList.Range.EVER, position)
                .thenCompose(page -> FrisbiiExchange.understood("list transactions", () -> {
                    boolean unreadable = missed;
                    for (JsonDocument transaction : page.content()) {
                        Optional<String> its = transaction.plainText("id");
                        if (its.filter(id::equals).isPresent()) {
                            return exchange.read(
                                    requests.charge(transaction.requiredText("invoice")), charges::payment);
                        }
                        unreadable |= its.isEmpty();
                    }
                    if (page.next() != null) {
                        return byTransaction(id, page.next(), unreadable);
                    }
                    CallReport report = CallReport.of("list transactions", 1, null, null, 200, null);
                    return CompletableFuture.failedFuture(
                            unreadable
                                    ? new MalformedAnswerException(
                                            "a transaction in the list has no readable id", report)
                                    : new NotFoundException("no charge, invoice or transaction has this id", report));
                }));
    }

    /** As {@link #read}, and whether it is disputed: what it takes to judge a refund. */
    CompletableFuture<Payment> readWithDisputes(String reference) {
        return read(reference).thenCompose(payment -> disputes(payment).thenApply(it -> it.on(payment)));
    }

    CompletableFuture<Payment> details(String reference) {
        return read(reference).thenCompose(payment -> {
            String handle = payment.id().reference();
            CompletableFuture<JsonDocument> invoice = exchange.read(requests.invoice(handle), Function.identity());
            CompletableFuture<FrisbiiOrigin.Written> written = written(payment.id());
            CompletableFuture<FrisbiiDisputes> disputes = disputes(payment);
            return CompletableFuture.allOf(invoice, written, disputes)
                    .thenCompose(all -> FrisbiiExchange.understood(
                            "read invoice",
                            () -> CompletableFuture.completedFuture(disputes.join().on(payment).toBuilder()
                                    .refunds(charges.refunds(invoice.join()))
                                    .origin(written.join().origin())
                                    .order(written.join().order().orElse(null))
                                    .build())));
        });
    }

    /** What creation wrote into the invoice's metadata; where that has no origin, what the caller knows of it. */
    private CompletableFuture<FrisbiiOrigin.Written> written(PaymentId id) {
        CompletableFuture<FrisbiiOrigin.Written> kept =
                exchange.read(requests.metadata(id.reference()), FrisbiiOrigin::read);
        return FrisbiiExchange.orIfNotFound(
                        kept, () -> CompletableFuture.completedFuture(FrisbiiOrigin.Written.NOTHING))
                .thenApply(it -> it.origin() == PaymentOrigin.UNKNOWN
                        ? new FrisbiiOrigin.Written(originKnownToCaller.apply(id), it.order())
                        : it);
    }

    private CompletableFuture<FrisbiiDisputes> disputes(Payment payment) {
        List<Map.Entry<String, String>> parameters = List.of(
                Map.entry("size", Integer.toString(FrisbiiSearch.PAGE_SIZE)),
                Map.entry("from", FrisbiiSearch.SINCE_EVER),
                Map.entry("invoice", payment.id().reference()));
        return exchange.read(requests.list("dispute", parameters), page -> FrisbiiDisputes.of(payment, page));
    }

    CompletableFuture<Optional<Customer>> customer(String reference) {
        return read(reference).thenCompose(this::customerOf);
    }

    CompletableFuture<Optional<Customer>> customerOf(Payment payment) {
        Optional<String> handle = payment.customer().flatMap(Customer::reference);
        if (handle.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<Customer>> found =
                exchange.read(requests.customer(handle.get()), it -> Optional.of(charges.customer(it)));
        return FrisbiiExchange.orIfNotFound(found, () -> CompletableFuture.completedFuture(Optional.empty()));
    }
}
