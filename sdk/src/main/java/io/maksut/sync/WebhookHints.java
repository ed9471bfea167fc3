package io.maksut.sync;

import io.maksut.shop.ShopOrder;
import io.maksut.webhook.DeliveryProcessor;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.ProcessingResult;
import java.util.Optional;

/**
 * Works on the deliveries of a shop: each is a hint that an order has changed, and makes the engine read that order. Nothing
 * of what a delivery says is believed. Thread-safe.
 *
 * <p>The subject of such a delivery is the order's id; one without a subject tells that something may have been missed, and
 * makes the shop's changes be scanned.
 */
final class WebhookHints implements DeliveryProcessor {
    private final Ingestion ingestion;
    private final PollingScan scan;
    private final ConnectedShop shop;

    WebhookHints(Ingestion ingestion, PollingScan scan, ConnectedShop shop) {
        this.ingestion = ingestion;
        this.scan = scan;
        this.shop = shop;
    }

    @Override
    public ProcessingResult process(InboxDelivery delivery) {
        Optional<String> orderId = delivery.subject();
        if (orderId.isEmpty()) {
            scan.shopMayHaveBeenMissed(shop.name());
            return ProcessingResult.done();
        }
        Optional<ShopOrder> order = shop.platform().order(orderId.get());
        if (order.isPresent()) {
            boolean unused = ingestion.note(shop, order.get());
        } else {
            ingestion.noteGone(shop, orderId.get());
        }
        return ProcessingResult.done();
    }
}
