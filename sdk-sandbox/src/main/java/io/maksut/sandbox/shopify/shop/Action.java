package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that somebody does in the shop, and all that it makes happen. Not thread-safe. */
final class Action {
    private final Shop shop;
    private final List<ShopEvent> events = new ArrayList<>();
    private @Nullable RuntimeException broken;

    Action(Shop shop) {
        this.shop = shop;
    }

    void add(ShopEvent event) {
        events.add(event);
    }

    void changed(String topic, Order order) {
        add(new ShopEvent.OrderChanged(topic, order));
    }

    /** Tells of a transaction that has come to an end; of any other there is nothing to tell. */
    void ended(Order order, Transaction transaction) {
        if (transaction.inFlight()) {
            return;
        }
        add(new ShopEvent.TransactionEnded(order, transaction));
        boolean moved = transaction.succeeded() && (transaction.pays() || transaction.is(Transaction.REFUND));
        if (moved) {
            add(new ShopEvent.Tendered(shop.ids().next("TenderTransaction"), order, transaction));
        }
    }

    /** A provider threw; the rest of the action goes on, and the exception comes out at its end. */
    void broke(RuntimeException e) {
        if (broken == null) {
            broken = e;
        }
    }

    void publish() {
        shop.publish(List.copyOf(events));
        if (broken != null) {
            throw broken;
        }
    }
}
