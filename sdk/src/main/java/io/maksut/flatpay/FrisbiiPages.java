package io.maksut.flatpay;

import io.maksut.json.JsonDocument;
import io.maksut.payment.Customer;
import io.maksut.payment.Payment;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One page of a search: of all charges, of one customer's after the other's, or the one payment with an id. */
final class FrisbiiPages {
    private final FrisbiiExchange exchange;
    private final FrisbiiRequests requests;
    private final FrisbiiCharges charges;
    private final FrisbiiLookup lookup;

    FrisbiiPages(FrisbiiExchange exchange, FrisbiiGateway gateway, FrisbiiLookup lookup) {
        this.exchange = exchange;
        this.requests = gateway.requests();
        this.charges = gateway.charges();
        this.lookup = lookup;
    }

    CompletableFuture<PaymentPage> page(PaymentQuery query, @Nullable String cursor) {
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
        return exchange.read(requests.list("customer", FrisbiiSearch.customerParameters(email, token)), page -> {
                    List<String> handles = page.objects("content").stream()
                            .filter(it -> charges.customer(it).hasEmail(email))
                            .map(it -> it.requiredText("handle"))
                            .toList();
                    return new FrisbiiSearch.Cursor(handles, FrisbiiExchange.nextToken(page, token), null);
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
        return exchange.read(requests.list("charge", FrisbiiSearch.chargeParameters(query, handle, token)), page -> {
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
            return new Found(payments, FrisbiiExchange.nextToken(page, token));
        });
    }

    /** Payments that match, and the gateway's token of its next page. */
    private record Found(List<Payment> payments, @Nullable String next) {
        PaymentPage toPage(@Nullable String cursor) {
            return new PaymentPage(payments, cursor);
        }
    }
}
