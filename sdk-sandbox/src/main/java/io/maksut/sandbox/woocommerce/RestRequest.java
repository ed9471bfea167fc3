package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.maksut.sandbox.WireRequest;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as WordPress hands it to an endpoint. Immutable.
 *
 * @param base the URL of the REST root by the scheme the site believes in, without a slash at the end
 * @param query what stands in the URL
 * @param body what was posted, JSON or a form; empty when nothing was
 * @param first first variable part of the path, empty when there is none
 * @param second second one
 * @param hooks what happens along the way
 */
record RestRequest(
        String method, String base, QueryString query, JsonObject body, String first, String second, HookRun hooks) {
    private static final int MAX_BODY = 4_000_000;

    /** The body, then the URL; null when it is nowhere or null. */
    @Nullable
    JsonElement param(String name) {
        JsonElement value = body.has(name) ? body.get(name) : fromQuery(name);
        return value == null || value.isJsonNull() ? null : value;
    }

    /** Posted text, or null when it is missing or something else. */
    @Nullable
    String text(String name) {
        JsonElement value = param(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
    }

    /** True for true and what WordPress takes for it. */
    boolean flag(String name, boolean byDefault) {
        JsonElement value = param(name);
        return value == null ? byDefault : BodyRules.truth(value);
    }

    /** The URL of the site itself, without a slash at the end. */
    String site() {
        return base.substring(0, base.indexOf("/wp-json"));
    }

    long firstId() {
        return id(first);
    }

    long secondId() {
        return id(second);
    }

    /** An id longer than any number is one that does not exist. */
    private static long id(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private @Nullable JsonElement fromQuery(String name) {
        Object value = query.values().get(name);
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(item -> array.add(item.toString()));
            return array;
        }
        return value instanceof String text ? new JsonPrimitive(text) : null;
    }

    /** The body of a request by its content type; JSON that is broken is refused. */
    static JsonObject posted(WireRequest request) {
        String type = request.header("Content-Type");
        String kind = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (request.body().isEmpty() || request.body().length() > MAX_BODY) {
            return new JsonObject();
        }
        if (kind.equals("application/x-www-form-urlencoded")) {
            return form(request.body());
        }
        return kind.equals("application/json") || kind.endsWith("+json") ? json(request.body()) : new JsonObject();
    }

    private static JsonObject form(String body) {
        JsonObject form = new JsonObject();
        for (Map.Entry<String, Object> field : QueryString.parse(body).values().entrySet()) {
            if (field.getValue() instanceof String text) {
                form.addProperty(field.getKey(), text);
            }
        }
        return form;
    }

    private static JsonObject json(String body) {
        try {
            JsonReader reader = new JsonReader(new StringReader(body));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw RestError.invalidJson();
            }
            return element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
        } catch (JsonParseException | IOException e) {
            throw RestError.invalidJson();
        }
    }
}
