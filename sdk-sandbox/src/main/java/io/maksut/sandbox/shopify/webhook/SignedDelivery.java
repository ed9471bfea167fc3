package io.maksut.sandbox.shopify.webhook;

import java.util.Map;

/**
 * A webhook ready to be sent by somebody else, such as a load generator. The same bytes and headers may be sent again: it
 * is then a duplicate.
 *
 * @param headers by name as the shop spells it
 */
public record SignedDelivery(String topic, Map<String, String> headers, ShopifyWebhook.Payload payload) {
    public byte[] body() {
        return payload.bytes();
    }

    @Override
    public String toString() {
        return topic;
    }
}
