package io.maksut.sync;

import io.maksut.shop.ShopOrder;
import io.maksut.webhook.DeliveryProcessor;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.ProcessingResult;
import java.util.Optional;

/**
 * Processes the deliveries of a shop: each is a hint that makes the engine read an order; nothing else in it is
 * believed (domain 4, invariant 6). Thread-safe.
 *
 * <p>The subject of a delivery is the order's id. A delivery without a subject says that something may have been
 * missed, and makes the scan of the shop's changes due.
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
