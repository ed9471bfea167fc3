package io.maksut.sandbox.shopify.order;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order at one moment. Every change makes another one, so a reader never sees half a change. Immutable.
 *
 * @param originalTotal with tax and shipping, as it was placed
 */
public record Order(
        Placement placement,
        Instant updatedAt,
        @Nullable String note,
        List<String> tags,
        @Nullable Cancellation cancellation,
        @Nullable Instant closedAt,
        boolean edited,
        Money originalTotal,
        List<LineItem> lines,
        @Nullable ShippingLine shipping,
        List<Transaction> transactions,
        List<Refund> refunds,
        List<Fulfillment> fulfillments,
        List<Exchange> exchanges,
        List<Metafield> metafields,
        List<Dispute> disputes) {
    public Order {
        tags = List.copyOf(tags);
        lines = List.copyOf(lines);
        transactions = List.copyOf(transactions);
        refunds = List.copyOf(refunds);
        fulfillments = List.copyOf(fulfillments);
        exchanges = List.copyOf(exchanges);
        metafields = List.copyOf(metafields);
        disputes = List.copyOf(disputes);
    }

    public long id() {
        return placement.id();
    }

    public String gid() {
        return Gid.of("Order", id());
    }

    public Draft draft() {
        return new Draft(this);
    }

    public Money zero() {
        return Money.zero(placement.currency());
    }

    public MoneyBag bag(Money presentment) {
        return placement.bag(presentment);
    }

    public Totals totals() {
        return new Totals(this);
    }

    public String status() {
        return cancellation != null ? "cancelled" : closedAt != null ? "closed" : "open";
    }

    // Parts

    public Optional<Transaction> transaction(long id) {
        return find(transactions, id, Transaction::id);
    }

    public Optional<Refund> refund(long id) {
        return find(refunds, id, Refund::id);
    }

    public Optional<LineItem> line(long id) {
        return find(lines, id, LineItem::id);
    }

    public Optional<Fulfillment> fulfillment(long id) {
        return find(fulfillments, id, Fulfillment::id);
    }

    public Optional<Exchange> exchange(long id) {
        return find(exchanges, id, Exchange::id);
    }

    public List<Transaction> transactionsOf(Refund refund) {
        return transactions.stream()
                .filter(transaction -> refund.transactionIds().contains(transaction.id()))
                .toList();
    }

    /** Successful payments and those still pending, which are what a payment id is searched by. */
    public Stream<Transaction> payments() {
        return transactions.stream()
                .filter(t -> (t.is(Transaction.SALE) || t.is(Transaction.AUTHORIZATION)) && !t.refused());
    }

    /** The handles of its gateways in the order of their first payment. */
    public List<String> gateways() {
        return transactions.stream()
                .filter(t -> t.is(Transaction.SALE) || t.is(Transaction.AUTHORIZATION))
                .map(Transaction::gateway)
                .distinct()
                .toList();
    }

    /** The sale or authorisation at the top of a transaction's parents; itself if it has none. */
    public Transaction root(Transaction transaction) {
        Transaction top = transaction;
        while (top.parentId() != null) {
            Optional<Transaction> parent = transaction(top.parentId());
            if (parent.isEmpty()) {
                return top;
            }
            top = parent.get();
        }
        return top;
    }

    /** What may still be given back of a successful sale or capture; a refund in flight counts as given back. */
    public Money refundable(Transaction payment) {
        if (!payment.pays() || !payment.succeeded()) {
            return zero();
        }
        return payment.amount().minus(sumOfChildren(payment, Transaction.REFUND));
    }

    /** What may still be captured of a successful authorisation; a capture in flight counts as captured. */
    public Money capturable(Transaction authorization) {
        boolean voided = children(authorization, Transaction.VOID).anyMatch(Transaction::succeeded);
        if (!authorization.is(Transaction.AUTHORIZATION) || !authorization.succeeded() || voided) {
            return zero();
        }
        boolean captured =
                children(authorization, Transaction.CAPTURE).findAny().isPresent();
        return captured && !authorization.multiCapturable()
                ? zero()
                : authorization.amount().minus(sumOfChildren(authorization, Transaction.CAPTURE));
    }

    public Stream<Transaction> children(Transaction parent, String kind) {
        return transactions.stream()
                .filter(t -> t.is(kind) && Objects.equals(t.parentId(), parent.id()) && !t.refused());
    }

    private Money sumOfChildren(Transaction parent, String kind) {
        return children(parent, kind).map(Transaction::amount).reduce(zero(), Money::plus);
    }

    private static <T> Optional<T> find(List<T> parts, long id, ToLongFunction<T> idOf) {
        return parts.stream().filter(part -> idOf.applyAsLong(part) == id).findFirst();
    }

    /** Order and customer stay out of logs, but for the id. */
    @Override
    public String toString() {
        return placement.toString();
    }
}
