package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Draft;
import io.maksut.sandbox.shopify.order.Fulfillment;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parcels, and the capture that follows them where the shop is set so. Thread-safe. */
public final class Shipping {
    private final Shop shop;
    private final Payments payments;

    public Shipping(Shop shop, Payments payments) {
        this.shop = shop;
        this.payments = payments;
    }

    /** Sends all that is left to send; returns the parcel. */
    public Fulfillment fulfill(long orderId) {
        Map<Long, Integer> all = new LinkedHashMap<>();
        for (LineItem line : shop.order(orderId).lines()) {
            if (line.unfulfilledQuantity() > 0) {
                all.put(line.id(), line.unfulfilledQuantity());
            }
        }
        return fulfill(orderId, all);
    }

    /** Sends so many pieces of each line. */
    public Fulfillment fulfill(long orderId, Map<Long, Integer> quantities) {
        Action action = new Action(shop);
        List<Fulfillment> made = new ArrayList<>();
        Order order = shop.orders()
                .change(orderId, before -> shipped(before, quantities, made))
                .orElseThrow(() -> new IllegalArgumentException("no order " + orderId));
        Fulfillment parcel = made.get(0);
        boolean complete = order.totals().fulfillmentStatus().equals("FULFILLED");
        action.add(new ShopEvent.Shipped("fulfillments/create", order, parcel));
        action.changed(complete ? "orders/fulfilled" : "orders/partially_fulfilled", order);
        action.changed("orders/updated", order);
        if (complete && shop.capturesOnFulfilment()) {
            for (Transaction transaction : order.transactions()) {
                Money open = order.capturable(transaction);
                if (open.signum() > 0) {
                    payments.capture(action, transaction.id(), open, false);
                }
            }
        }
        action.publish();
        return parcel;
    }

    /** Says by whom and under which number the parcel travels. */
    public void track(long orderId, long fulfillmentId, String company, String number) {
        Action action = new Action(shop);
        shop.orders().change(orderId, before -> {
            Fulfillment parcel = before.fulfillment(fulfillmentId)
                    .orElseThrow(() -> new IllegalArgumentException("no fulfillment " + fulfillmentId))
                    .tracked(company, number, shop.now());
            Order order = before.draft().fulfillment(parcel).touched(shop.now()).order();
            action.add(new ShopEvent.Shipped("fulfillments/update", order, parcel));
            action.changed("orders/updated", order);
            return order;
        });
        action.publish();
    }

    private Order shipped(Order order, Map<Long, Integer> quantities, List<Fulfillment> made) {
        if (quantities.isEmpty() || order.cancellation() != null) {
            throw new Refusal("There is nothing to fulfill");
        }
        Instant now = shop.now();
        Draft draft = order.draft().touched(now);
        List<Fulfillment.FulfilledLine> lines = new ArrayList<>();
        quantities.forEach((lineId, quantity) -> {
            LineItem line =
                    order.line(lineId).orElseThrow(() -> new IllegalArgumentException("no line item " + lineId));
            if (quantity < 1 || quantity > line.unfulfilledQuantity()) {
                throw new Refusal("More items than are left to fulfill");
            }
            draft.line(line.withFulfilled(quantity));
            lines.add(new Fulfillment.FulfilledLine(shop.ids().next("FulfillmentLineItem"), lineId, quantity));
        });
        Fulfillment parcel = new Fulfillment(
                shop.ids().next("Fulfillment"),
                order.placement().name() + "." + (order.fulfillments().size() + 1),
                now,
                now,
                lines,
                null,
                null);
        made.add(parcel);
        return draft.fulfillment(parcel).order();
    }
}
