package io.maksut.sandbox.shopify.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The next version of an order in the making. What has the id of an existing part replaces it. Not thread-safe. */
public final class Draft {
    private final Placement placement;
    private final Money originalTotal;
    private final List<String> tags;
    private final List<LineItem> lines;
    private final List<Transaction> transactions;
    private final List<Refund> refunds;
    private final List<Fulfillment> fulfillments;
    private final List<Exchange> exchanges;
    private final List<Metafield> metafields;
    private final List<Dispute> disputes;
    private @Nullable ShippingLine shipping;
    private Instant updatedAt;
    private @Nullable String note;
    private @Nullable Cancellation cancellation;
    private @Nullable Instant closedAt;
    private boolean edited;

    Draft(Order order) {
        placement = order.placement();
        originalTotal = order.originalTotal();
        tags = new ArrayList<>(order.tags());
        lines = new ArrayList<>(order.lines());
        transactions = new ArrayList<>(order.transactions());
        refunds = new ArrayList<>(order.refunds());
        fulfillments = new ArrayList<>(order.fulfillments());
        exchanges = new ArrayList<>(order.exchanges());
        metafields = new ArrayList<>(order.metafields());
        disputes = new ArrayList<>(order.disputes());
        shipping = order.shipping();
        updatedAt = order.updatedAt();
        note = order.note();
        cancellation = order.cancellation();
        closedAt = order.closedAt();
        edited = order.edited();
    }

    public Draft touched(Instant at) {
        updatedAt = at;
        return this;
    }

    public Draft note(@Nullable String newNote) {
        note = newNote;
        return this;
    }

    public Draft tags(List<String> newTags) {
        tags.clear();
        tags.addAll(newTags);
        return this;
    }

    public Draft cancelled(Cancellation how) {
        cancellation = how;
        return this;
    }

    public Draft closed(@Nullable Instant at) {
        closedAt = at;
        return this;
    }

    public Draft edited() {
        edited = true;
        return this;
    }

    public Draft line(LineItem line) {
        put(lines, line, LineItem::id);
        return this;
    }

    public Draft transaction(Transaction transaction) {
        put(transactions, transaction, Transaction::id);
        return this;
    }

    public Draft refund(Refund refund) {
        put(refunds, refund, Refund::id);
        return this;
    }

    public Draft withoutRefund(long refundId) {
        refunds.removeIf(refund -> refund.id() == refundId);
        return this;
    }

    public Draft fulfillment(Fulfillment fulfillment) {
        put(fulfillments, fulfillment, Fulfillment::id);
        return this;
    }

    public Draft exchange(Exchange exchange) {
        put(exchanges, exchange, Exchange::id);
        return this;
    }

    public Draft metafield(Metafield metafield) {
        put(metafields, metafield, Metafield::id);
        return this;
    }

    public Draft dispute(Dispute dispute) {
        put(disputes, dispute, Dispute::id);
        return this;
    }

    public Order order() {
        return new Order(
                placement,
                updatedAt,
                note,
                tags,
                cancellation,
                closedAt,
                edited,
                originalTotal,
                lines,
                shipping,
                transactions,
                refunds,
                fulfillments,
                exchanges,
                metafields,
                disputes);
    }

    private static <T> void put(List<T> parts, T part, ToLongFunction<T> idOf) {
        for (int i = 0; i < parts.size(); i++) {
            if (idOf.applyAsLong(parts.get(i)) == idOf.applyAsLong(part)) {
                parts.set(i, part);
                return;
            }
        }
        parts.add(part);
    }
}
