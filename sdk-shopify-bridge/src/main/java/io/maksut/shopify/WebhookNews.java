package io.maksut.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is stored of a delivery until a worker processes it: no personal data, and only hints.
 *
 * @param shop the shop's name
 * @param orders gids in a request about personal data
 * @param scopes the app's scopes after a change of scopes
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
     * @throws io.maksut.json.JsonFormatException if the payload has another form
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
