package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** {@code _fields}: only these members are answered, in the usual order; {@code billing.email} reaches into an object. */
final class FieldSelection {
    private FieldSelection() {}

    static RestAnswer applied(RestAnswer answer, QueryString query) {
        List<String> fields = query.list("_fields");
        if (fields.isEmpty()) {
            return answer;
        }
        JsonElement body = answer.body();
        if (body.isJsonArray()) {
            JsonArray selected = new JsonArray();
            body.getAsJsonArray().forEach(item -> selected.add(selected(item, fields, "")));
            return new RestAnswer(answer.status(), selected, answer.headers());
        }
        return new RestAnswer(answer.status(), selected(body, fields, ""), answer.headers());
    }

    private static JsonElement selected(JsonElement element, List<String> fields, String path) {
        if (!element.isJsonObject()) {
            return element;
        }
        JsonObject kept = new JsonObject();
        for (Map.Entry<String, JsonElement> member : element.getAsJsonObject().entrySet()) {
            String name = path + member.getKey();
            if (fields.contains(name)) {
                kept.add(member.getKey(), member.getValue());
            } else if (fields.stream().anyMatch(field -> field.startsWith(name + "."))) {
                kept.add(member.getKey(), selected(member.getValue(), fields, name + "."));
            }
        }
        return kept;
    }
}
