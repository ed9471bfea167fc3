package io.maksut.sync;

import io.maksut.shop.ShopOrder;
import io.maksut.webhook.DeliveryProcessor;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.Treatment;
import java.util.Optional;

/**
 * Works on the deliveries of a shop: each is a hint that an order has changed, and makes the engine read that order. Nothing
 * of what a delivery says is believed. Thread-safe.
 *
 * <p>The subject of such a delivery is the order's id; one without a subject tells that something may have been missed, and
 * makes the shop's changes be swept.
 */
final class OrderHints implements DeliveryProcessor {
    private final Observation observation;
    private final Sweep sweep;
    private final ConnectedShop shop;

    OrderHints(Observation observation, Sweep sweep, ConnectedShop shop) {
        this.observation = observation;
        this.sweep = sweep;
        this.shop = shop;
    }

    @Override
    public Treatment process(InboxDelivery delivery) {
        Optional<String> orderId = delivery.subject();
        if (orderId.isEmpty()) {
            sweep.shopMayHaveBeenMissed(shop.name());
            return Treatment.done();
        }
        Optional<ShopOrder> order = shop.platform().order(orderId.get());
        if (order.isPresent()) {
            boolean unused = observation.note(shop, order.get());
        } else {
            observation.noteGone(shop, orderId.get());
        }
        return Treatment.done();
    }
}
