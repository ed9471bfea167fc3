package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** The values of {@code _links}. */
final class Links {
    private Links() {}

    static JsonArray to(String url) {
        JsonObject link = new JsonObject();
        link.addProperty("href", url);
        return one(link);
    }

    static JsonArray self(String url, String... methods) {
        JsonArray allow = new JsonArray();
        for (String method : methods) {
            allow.add(method);
        }
        JsonObject hints = new JsonObject();
        hints.add("allow", allow);
        JsonObject link = new JsonObject();
        link.addProperty("href", url);
        link.add("targetHints", hints);
        return one(link);
    }

    static JsonArray embeddable(String url) {
        JsonObject link = new JsonObject();
        link.addProperty("embeddable", true);
        link.addProperty("href", url);
        return one(link);
    }

    private static JsonArray one(JsonObject link) {
        JsonArray array = new JsonArray(1);
        array.add(link);
        return array;
    }
}
