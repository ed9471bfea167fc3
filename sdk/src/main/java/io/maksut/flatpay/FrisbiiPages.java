package io.maksut.flatpay;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Customer;
import io.maksut.payment.Payment;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One page of a search: of all charges, of customer after customer, or of the one payment with an id. */
final class FrisbiiPages {
    private static final Logger LOG = LoggerFactory.getLogger(FrisbiiPages.class);

    private final FrisbiiList list;
    private final FrisbiiCharges charges;
    private final FrisbiiLookup lookup;

    FrisbiiPages(FrisbiiList list, FrisbiiCharges charges, FrisbiiLookup lookup) {
        this.list = list;
        this.charges = charges;
        this.lookup = lookup;
    }

    CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor) {
        if (query.paymentId().isPresent()) {
            return onePayment(query, query.paymentId().get());
        }
        if (FrisbiiSearch.findsNothing(query)) {
            return CompletableFuture.completedFuture(new PaymentPage(List.of(), null));
        }
        FrisbiiSearch.@Nullable Cursor from =
                cursor == null ? null : FrisbiiSearch.Cursor.decode(cursor, FrisbiiSearch.name(query));
        return query.customerEmail().isPresent()
                ? pageOfCustomers(query, query.customerEmail().get(), from)
                : pageOfCharges(query, null, from == null ? null : from.chargeList())
                        .thenApply(page -> page.toPage(
                                page.next() == null
                                        ? null
                                        : new FrisbiiSearch.Cursor(
                                                        FrisbiiSearch.name(query), List.of(), null, page.next())
                                                .encode()));
    }

    private CompletableFuture<PaymentPage> onePayment(PaymentQuery query, String id) {
        CompletableFuture<PaymentPage> found = lookup.read(id).thenCompose(payment -> {
            if (!query.matches(payment)) {
                return CompletableFuture.completedFuture(new PaymentPage(List.of(), null));
            }
            Optional<String> email = query.customerEmail();
            if (email.isEmpty()) {
                return CompletableFuture.completedFuture(new PaymentPage(List.of(payment), null));
            }
            return lookup.customerOf(payment)
                    .thenApply(customer -> new PaymentPage(
                            customer.filter(it -> it.hasEmail(email.get())).stream()
                                    .map(it -> payment.toBuilder().customer(it).build())
                                    .toList(),
                            null));
        });
        return FrisbiiExchange.orIfNotFound(
                found, () -> CompletableFuture.completedFuture(new PaymentPage(List.of(), null)));
    }

    /** First lists the customers with that e-mail, then the charges of one customer after the other. */
    private CompletableFuture<PaymentPage> pageOfCustomers(
            PaymentQuery query, String email, FrisbiiSearch.@Nullable Cursor cursor) {
        if (cursor != null && !cursor.customers().isEmpty()) {
            List<String> customers = cursor.customers();
            Customer customer =
                    Customer.builder().reference(customers.get(0)).email(email).build();
            return pageOfCharges(query, customer, cursor.chargeList()).thenApply(page -> {
                List<String> left = page.next() == null ? customers.subList(1, customers.size()) : customers;
                boolean last = left.isEmpty() && cursor.customerList() == null;
                return page.toPage(
                        last
                                ? null
                                : new FrisbiiSearch.Cursor(cursor.query(), left, cursor.customerList(), page.next())
                                        .encode());
            });
        }
        FrisbiiList.Position position =
                cursor == null || cursor.customerList() == null ? FrisbiiList.Position.START : cursor.customerList();
        return list.page("customer", List.of(Map.entry("email", email)), FrisbiiList.Range.EVER, position)
                .thenCompose(page -> {
                    List<String> handles = page.content().stream()
                            .flatMap(it -> handle(it, email).stream())
                            .toList();
                    return handles.isEmpty() && page.next() == null
                            ? CompletableFuture.completedFuture(new PaymentPage(List.of(), null))
                            : pageOfCustomers(
                                    query,
                                    email,
                                    new FrisbiiSearch.Cursor(FrisbiiSearch.name(query), handles, page.next(), null));
                });
    }

    /** An unreadable customer was found by its e-mail, too; without a handle it has no charges to list. */
    private Optional<String> handle(JsonDocument customer, String email) {
        try {
            return charges.customer(customer).hasEmail(email)
                    ? Optional.of(customer.requiredText("handle"))
                    : Optional.empty();
        } catch (JsonFormatException | IllegalArgumentException e) {
            Optional<String> handle = customer.plainText("handle").filter(it -> !it.isBlank());
            LOG.warn("a customer in a list cannot be read; its charges are listed: {}", handle.isPresent());
            return handle;
        }
    }

    private CompletableFuture<Found> pageOfCharges(
            PaymentQuery query, @Nullable Customer customer, FrisbiiList.@Nullable Position from) {
        String handle = customer == null ? null : customer.reference().orElse(null);
        FrisbiiList.Position position = from == null ? FrisbiiList.Position.START : from;
        return list.page("charge", FrisbiiSearch.chargeFilters(query, handle), FrisbiiSearch.range(query), position)
                .thenApply(page -> {
                    List<Payment> payments = new ArrayList<>();
                    for (JsonDocument charge : page.content()) {
                        FrisbiiCharges.Listed listed = charges.listed(charge);
                        Payment payment = listed.payment();
                        // It is not known whether an unreadable charge matches: it is shown rather than lost.
                        if (!listed.readable() || query.matches(payment)) {
                            payments.add(
                                    customer == null
                                            ? payment
                                            : payment.toBuilder()
                                                    .customer(customer)
                                                    .build());
                        }
                    }
                    return new Found(payments, page.next());
                });
    }

    /** Matching payments, and where the gateway's list continues. */
    private record Found(List<Payment> payments, FrisbiiList.@Nullable Position next) {
        PaymentPage toPage(@Nullable String cursor) {
            return new PaymentPage(payments, cursor);
        }
    }
}
