package io.maksut.flatpay;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.RateLimitedException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Customer;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.transport.Call;
import io.maksut.transport.StageFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds one payment by any of its ids, with what belongs to it. */
final class FrisbiiLookup {
    /** Transaction and invoice ids have this form, assigned by the gateway; a handle may have it by chance. */
    private static final Pattern ASSIGNED_ID = Pattern.compile("[0-9a-f]{32}");

    private final FrisbiiExchange exchange;
    private final FrisbiiList list;
    private final FrisbiiRequests requests;
    private final FrisbiiCharges charges;
    private final Supplier<Instant> clock;
    private final Function<PaymentId, PaymentOrigin> originKnownToCaller;

    FrisbiiLookup(
            FrisbiiExchange exchange,
            FrisbiiList list,
            FrisbiiRequests requests,
            FrisbiiCharges charges,
            Supplier<Instant> clock,
            Function<PaymentId, PaymentOrigin> originKnownToCaller) {
        this.exchange = exchange;
        this.list = list;
        this.requests = requests;
        this.charges = charges;
        this.clock = clock;
        this.originKnownToCaller = originKnownToCaller;
    }

    CompletableFuture<Payment> read(String reference) {
        return byAnyName(reference, this::charge);
    }

    private CompletableFuture<Payment> charge(String handle) {
        return exchange.read(requests.charge(handle), charges::payment);
    }

    /** Tries the reference as a handle first, and as another id only if there is no such handle. */
    private CompletableFuture<Payment> byAnyName(
            String reference, Function<String, CompletableFuture<Payment>> byHandle) {
        CompletableFuture<Payment> found = byHandle.apply(reference);
        return ASSIGNED_ID.matcher(reference).matches()
                ? FrisbiiExchange.orIfNotFound(found, () -> handleOf(reference).thenCompose(byHandle))
                : found;
    }

    /** Finds the handle by the id of an invoice or of a transaction. */
    private CompletableFuture<String> handleOf(String id) {
        return FrisbiiExchange.orIfNotFound(
                exchange.read(requests.invoice(id), invoice -> invoice.requiredText("handle")),
                () -> byTransaction(id, FrisbiiList.Position.START, false));
    }

    /**
     * The gateway has no lookup by transaction id: the list of transactions is read, newest first, within the deadline.
     *
     * @param missed whether a transaction without readable id was met: it may be the one, so "not found" is not certain
     */
    private CompletableFuture<String> byTransaction(String id, FrisbiiList.Position position, boolean missed) {
        return list.page("transaction", List.of(), FrisbiiList.Range.EVER, position)
                .thenCompose(page -> FrisbiiExchange.understood("list transactions", () -> {
                    boolean unreadable = missed;
                    for (JsonDocument transaction : page.content()) {
                        Optional<String> its = transaction.plainText("id");
                        if (its.filter(id::equals).isPresent()) {
                            return CompletableFuture.completedFuture(transaction.requiredText("invoice"));
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

    /** Whose name this is, where it is that of a charge, of an invoice, or of a transaction of this charge. */
    CompletableFuture<PaymentId> idOf(String name, String handle) {
        CompletableFuture<PaymentId> charge = charge(name).thenApply(Payment::id);
        return ASSIGNED_ID.matcher(name).matches()
                ? FrisbiiExchange.orIfNotFound(
                        charge,
                        () -> FrisbiiExchange.orIfNotFound(
                                exchange.read(
                                        requests.invoice(name), invoice -> charges.id(invoice.requiredText("handle"))),
                                () -> exchange.read(
                                        requests.transaction(handle, name), it -> idOfTransaction(name, it))))
                : charge;
    }

    private PaymentId idOfTransaction(String id, JsonDocument transaction) {
        if (!transaction.requiredText("id").equals(id)) {
            throw new JsonFormatException("the answer is about another transaction");
        }
        return charges.id(transaction.requiredText("invoice"));
    }

    /** As {@link #read}, with the disputes: what is needed to judge a refund. */
    CompletableFuture<Payment> readWithDisputes(String reference) {
        return byAnyName(reference, handle -> {
            CompletableFuture<Payment> charge = charge(handle);
            CompletableFuture<FrisbiiDisputes> disputes = disputes(handle, charge);
            return charge.thenCompose(payment -> disputed(
                    payment,
                    isNamed(payment, handle) ? disputes : disputes(payment.id().reference(), null)));
        });
    }

    /** The charge with the origin and order that were written when the payment was made. */
    CompletableFuture<Payment> outline(String reference) {
        return byAnyName(reference, handle -> {
            CompletableFuture<Payment> charge = charge(handle);
            CompletableFuture<FrisbiiOrigin.Written> written = written(handle, charge);
            return charge.thenCompose(payment -> (isNamed(payment, handle)
                            ? written
                            : written(payment.id().reference(), null))
                    .thenApply(it -> made(payment, it)));
        });
    }

    /** Sends all requests at once, so it takes the time of one answer. */
    CompletableFuture<Payment> details(String reference) {
        return byAnyName(reference, handle -> {
            CompletableFuture<Payment> charge = charge(handle);
            Beside beside = new Beside(handle, charge);
            CompletableFuture<FrisbiiOrigin.Written> written = written(handle, charge);
            return charge.thenCompose(payment -> isNamed(payment, handle)
                    ? written.thenCompose(it -> beside.with(made(payment, it)))
                    : detailsOf(payment));
        });
    }

    /** For a payment whose handle is not the reference it was asked by. */
    private CompletableFuture<Payment> detailsOf(Payment charge) {
        String handle = charge.id().reference();
        Beside beside = new Beside(handle, null);
        return written(handle, null).thenCompose(it -> beside.with(made(charge, it)));
    }

    /** Adds to a payment read before what may have changed since; the invoice shows whether the charge itself has. */
    CompletableFuture<Payment> complete(Payment outline) {
        Beside beside = new Beside(outline.id().reference(), null);
        return beside.with(outline, told -> charges.confirms(told, outline));
    }

    private static boolean isNamed(Payment payment, String handle) {
        return payment.id().reference().equals(handle);
    }

    /** What belongs to a charge, requested at once. */
    private final class Beside {
        private final CompletableFuture<JsonDocument> invoice;
        private final CompletableFuture<FrisbiiDisputes> disputes;
        private final Instant asked = clock.get();

        Beside(String handle, @Nullable CompletableFuture<Payment> charge) {
            invoice = invoice(handle, charge);
            disputes = disputes(handle, charge);
        }

        /** Joins a charge that was read at the same time. */
        CompletableFuture<Payment> with(Payment charge) {
            return with(charge, told -> !charges.contradicts(told, charge));
        }

        /**
         * Joins a charge that was read before or at the same time. Where the invoice does not agree with it, one of
         * them is older: both are read again, one after the other.
         */
        CompletableFuture<Payment> with(Payment charge, Predicate<JsonDocument> agrees) {
            return invoice.thenCompose(told -> FrisbiiExchange.understood(
                    "read invoice", () -> agrees.test(told) ? listed(charge, asked, told) : again(charge)));
        }

        private CompletableFuture<Payment> again(Payment before) {
            String handle = before.id().reference();
            return charge(handle)
                    .thenCompose(now -> invoice(handle, null)
                            .thenCompose(told -> FrisbiiExchange.understood(
                                    "read invoice",
                                    () -> listed(
                                            madeAs(before, now),
                                            now.timestamps().readAt(),
                                            told))));
        }

        private CompletableFuture<Payment> listed(Payment charge, Instant readAt, JsonDocument told) {
            Payment listed = charge.toBuilder()
                    .timestamps(charge.timestamps().readAgain(readAt))
                    .refunds(charges.refunds(told))
                    .references(charges.references(told))
                    .build();
            return disputed(listed, disputes);
        }
    }

    private static CompletableFuture<Payment> disputed(Payment payment, CompletableFuture<FrisbiiDisputes> disputes) {
        return disputes.thenCompose(it ->
                FrisbiiExchange.understood("list disputes", () -> CompletableFuture.completedFuture(it.on(payment))));
    }

    /**
     * Requests what belongs to a charge.
     *
     * @param charge the read of the charge, if it is under way; null if the charge is known. Beside such a read this
     *     request is sent once, and repeated only after the charge has arrived, so that a gateway that is down is not
     *     asked repeatedly by all requests at once
     */
    private <T> CompletableFuture<T> ask(
            Call call, Function<JsonDocument, T> reading, @Nullable CompletableFuture<Payment> charge) {
        if (charge == null) {
            return exchange.read(call, reading);
        }
        return exchange.read(call.unrepeated(), reading).exceptionallyCompose(failure -> {
            Throwable cause = StageFailure.cause(failure);
            boolean unanswered = cause instanceof GatewayUnavailableException
                    || cause instanceof RateLimitedException
                    || cause instanceof NotSentException;
            return unanswered
                    ? charge.thenCompose(here -> exchange.read(call, reading))
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private CompletableFuture<JsonDocument> invoice(String handle, @Nullable CompletableFuture<Payment> charge) {
        return ask(requests.invoice(handle), Function.identity(), charge);
    }

    /** Reads what was written into the invoice's metadata at creation. */
    private CompletableFuture<FrisbiiOrigin.Written> written(
            String handle, @Nullable CompletableFuture<Payment> charge) {
        return FrisbiiExchange.orIfNotFound(
                ask(requests.metadata(handle), FrisbiiOrigin::read, charge),
                () -> CompletableFuture.completedFuture(FrisbiiOrigin.Written.NOTHING));
    }

    /** Sets order and origin as written at creation; without a written origin, the one that the caller knows. */
    private Payment made(Payment payment, FrisbiiOrigin.Written written) {
        PaymentOrigin origin =
                written.origin() == PaymentOrigin.UNKNOWN ? originKnownToCaller.apply(payment.id()) : written.origin();
        return payment.toBuilder()
                .origin(origin)
                .order(written.order().orElse(null))
                .build();
    }

    private static Payment madeAs(Payment before, Payment now) {
        return now.toBuilder()
                .origin(before.origin())
                .order(before.order().orElse(null))
                .build();
    }

    private CompletableFuture<FrisbiiDisputes> disputes(String handle, @Nullable CompletableFuture<Payment> charge) {
        List<Map.Entry<String, String>> parameters = List.of(
                Map.entry("size", Integer.toString(FrisbiiList.PAGE_SIZE)),
                Map.entry("from", FrisbiiList.SINCE_EVER),
                Map.entry("invoice", handle));
        return ask(requests.list("dispute", parameters), page -> FrisbiiDisputes.of(handle, page), charge);
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
