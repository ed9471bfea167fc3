package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Draft;
import io.maksut.sandbox.shopify.order.Exchange;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A change of an order's lines: as an edit, or as an exchange of goods that the customer sends back for others. Say what
 * goes and what comes, then {@link #edit} or {@link #exchange}. Not thread-safe.
 */
public final class OrderEdits {
    private final Shop shop;
    private final Refunds refunds;
    private final long orderId;
    private final List<RefundRequest.Line> removals = new ArrayList<>();
    private final List<LineItem> additions = new ArrayList<>();

    public OrderEdits(Shop shop, Refunds refunds, String orderId) {
        this.shop = shop;
        this.refunds = refunds;
        this.orderId = Gid.number("Order", orderId);
    }

    /** So many pieces of a line go. */
    public OrderEdits remove(String lineItemId, int quantity) {
        removals.add(new RefundRequest.Line(Gid.number("LineItem", lineItemId), quantity, "CANCEL"));
        return this;
    }

    /** A new line, in the customer's currency, without tax. */
    public OrderEdits add(String title, int quantity, String unitPrice) {
        String currency = shop.order(orderId).placement().currency();
        additions.add(new LineItem(
                shop.ids().next("LineItem"),
                title,
                title,
                quantity,
                Money.of(unitPrice, currency),
                Money.zero(currency),
                0,
                0,
                false,
                null));
        return this;
    }

    /** Edits the order. Removed lines make a refund without transactions: no money moves. */
    public Order edit() {
        check();
        Action action = new Action(shop);
        addLines(additions);
        if (!removals.isEmpty()) {
            refunds.refund(action, request(removals, List.of(), null), false);
        }
        Order after = changed(draft -> draft.edited());
        action.add(new ShopEvent.Edited(
                shop.ids().next("OrderEdit"),
                after,
                additions.stream()
                        .map(line -> new ShopEvent.Edited.Change(line.id(), line.quantity()))
                        .toList(),
                removals.stream()
                        .map(line -> new ShopEvent.Edited.Change(line.lineItemId(), line.quantity()))
                        .toList(),
                shop.now()));
        action.changed("orders/updated", after);
        action.publish();
        return after;
    }

    /** Exchanges: the customer gets only the difference back, and owes it when what is taken is worth more. */
    public Refunds.Result exchange() {
        check();
        Action action = new Action(shop);
        Order before = shop.order(orderId);
        Instant now = shop.now();
        long returnId = shop.ids().next("Return");
        Money back = before.zero();
        List<RefundRequest.Line> returned = new ArrayList<>();
        for (RefundRequest.Line line : removals) {
            back = back.plus(before.line(line.lineItemId())
                    .orElseThrow(() -> new IllegalArgumentException("no line item " + line.lineItemId()))
                    .total(line.quantity()));
            returned.add(new RefundRequest.Line(line.lineItemId(), line.quantity(), "RETURN"));
        }
        List<LineItem> taken = new ArrayList<>();
        List<Exchange.TakenLine> takenLines = new ArrayList<>();
        for (LineItem line : additions) {
            back = back.minus(line.total(line.quantity()));
            taken.add(line.takenInReturn(returnId));
            takenLines.add(new Exchange.TakenLine(shop.ids().next("ExchangeLineItem"), line.id(), line.quantity()));
        }
        Exchange exchange = new Exchange(
                returnId,
                before.placement().name() + "-R" + (before.exchanges().size() + 1),
                now,
                returned.stream().mapToInt(RefundRequest.Line::quantity).sum(),
                takenLines);
        addLines(taken);
        Order opened = changed(draft -> draft.exchange(exchange));
        action.add(new ShopEvent.Returned("returns/approve", opened, exchange));
        Refunds.Result result = refunds.refund(
                action,
                request(returned, back.signum() > 0 ? RefundAction.spread(before, back) : List.of(), returnId),
                false);
        action.publish();
        return result;
    }

    /** Nothing is to happen when not all of it can. */
    private void check() {
        Order order = shop.order(orderId);
        for (RefundRequest.Line line : removals) {
            int left = order.line(line.lineItemId())
                    .orElseThrow(() -> new IllegalArgumentException("no line item " + line.lineItemId()))
                    .currentQuantity();
            if (line.quantity() < 1 || line.quantity() > left) {
                throw new Refusal("More items than are left");
            }
        }
    }

    private RefundRequest request(
            List<RefundRequest.Line> lines, List<RefundRequest.Payment> payments, @Nullable Long returnId) {
        Money noShipping = shop.order(orderId).zero();
        return new RefundRequest(orderId, lines, noShipping, payments, null, false, null, null, returnId, true);
    }

    private void addLines(List<LineItem> lines) {
        changed(draft -> lines.forEach(draft::line));
    }

    private Order changed(Consumer<Draft> change) {
        return shop.orders()
                .change(orderId, order -> {
                    Draft draft = order.draft().touched(shop.now());
                    change.accept(draft);
                    return draft.order();
                })
                .orElseThrow(() -> new IllegalArgumentException("no order " + orderId));
    }
}
