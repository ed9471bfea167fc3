package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** Names and types of what was answered, in order. */
final class Names {
    private Names() {}

    static List<String> of(JsonElement object) {
        return List.copyOf(object.getAsJsonObject().keySet());
    }

    /** {@code text}, {@code number}, {@code flag}, {@code null}, {@code list} or {@code object}. */
    static String type(JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value.isJsonNull()) {
            return "null";
        }
        if (value.isJsonArray() || value.isJsonObject()) {
            return value.isJsonArray() ? "list" : "object";
        }
        return value.getAsJsonPrimitive().isString()
                ? "text"
                : value.getAsJsonPrimitive().isNumber() ? "number" : "flag";
    }
}
