package io.maksut.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is kept of a delivery until a worker looks at it: nothing personal, and nothing that is believed.
 *
 * @param shop the shop's name
 * @param orders gids, of a request about personal data
 * @param scopes those that the app has now, of a change of scopes
 */
record WebhookNews(String topic, String shop, String version, List<String> orders, List<String> scopes) {
    WebhookNews {
        orders = List.copyOf(orders);
        scopes = List.copyOf(scopes);
    }

    byte[] payload() {
        JsonObject json = new JsonObject();
        json.addProperty("topic", topic);
        json.addProperty("shop", shop);
        json.addProperty("version", version);
        json.add("orders", array(orders));
        json.add("scopes", array(scopes));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /**
     * Reads back what {@link #payload} wrote.
     *
     * @throws io.maksut.json.JsonFormatException if it is something else
     */
    static WebhookNews of(byte[] payload) {
        JsonDocument json = JsonDocument.parse(payload);
        return new WebhookNews(
                json.requiredText("topic"),
                json.requiredText("shop"),
                json.requiredText("version"),
                json.texts("orders"),
                json.texts("scopes"));
    }
}
