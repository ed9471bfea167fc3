package io.maksut.shopify;

import io.maksut.json.JsonFormatException;
import io.maksut.webhook.DeliveryProcessor;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.ProcessingResult;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Processes a delivery: the engine reads an order, events of the app go to the shop. Thread-safe. */
final class WebhookProcessor implements DeliveryProcessor {
    private final Map<String, ShopifyShop> shops;
    private final Map<String, DeliveryProcessor> hints;

    /** Both maps are by the shop's name. */
    WebhookProcessor(Map<String, ShopifyShop> shops, Map<String, DeliveryProcessor> hints) {
        this.shops = Map.copyOf(shops);
        this.hints = Map.copyOf(hints);
    }

    @Override
    public ProcessingResult process(InboxDelivery delivery) throws Exception {
        WebhookNews news;
        try {
            news = WebhookNews.of(delivery.payload());
        } catch (JsonFormatException e) {
            return ProcessingResult.deadLetter("the stored delivery cannot be read");
        }
        ShopifyShop shop = shops.get(news.shop());
        DeliveryProcessor orders = hints.get(news.shop());
        if (shop == null || orders == null) {
            return ProcessingResult.deadLetter("the shop is not connected any more");
        }
        shop.state().webhookVersion(news.version());
        Optional<WebhookTopic> topic = WebhookTopic.of(news.topic());
        if (topic.isPresent() && !topic.get().concernsOrder()) {
            concerningApp(topic.get(), news, shop);
            return ProcessingResult.done();
        }
        if (topic.filter(it -> it == WebhookTopic.ORDERS_DELETE).isPresent()) {
            delivery.subject().ifPresent(shop.reader()::wasDeleted);
        }
        return orders.process(delivery);
    }

    private static void concerningApp(WebhookTopic topic, WebhookNews news, ShopifyShop shop) {
        if (topic == WebhookTopic.APP_UNINSTALLED) {
            shop.state().uninstalled();
        } else if (topic == WebhookTopic.APP_SCOPES_UPDATE) {
            Set<String> missing = new Scopes(Set.copyOf(news.scopes())).missing(shop.neededScopes());
            shop.reports().warn(new ShopifyEvent.ScopesChanged(shop.name(), missing));
        } else if (topic.privacy() != null) {
            shop.reports().warn(new ShopifyEvent.PrivacyRequested(shop.name(), topic.privacy(), news.orders()));
        }
    }
}
