package io.maksut.sandbox.shopify.graphql;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between JSON and the maps and lists that documents are executed with. */
final class Json {
    private Json() {}

    /**
     * Exactly one JSON value.
     *
     * @throws JsonParseException when it is none
     */
    static JsonElement strict(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        JsonElement json = JsonParser.parseReader(reader);
        try {
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("more than one value");
            }
        } catch (IOException e) {
            throw new JsonParseException(e);
        }
        return json;
    }

    static JsonElement of(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((name, inner) -> object.add(String.valueOf(name), of(inner)));
            return object;
        }
        if (value instanceof Iterable<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(inner -> array.add(of(inner)));
            return array;
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        return value instanceof Number number ? new JsonPrimitive(number) : new JsonPrimitive(value.toString());
    }

    /** Numbers become integers where they are whole, else exact decimals. */
    static @Nullable Object plain(JsonElement json) {
        if (json.isJsonNull()) {
            return null;
        }
        if (json.isJsonObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            json.getAsJsonObject().entrySet().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (json.isJsonArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            json.getAsJsonArray().forEach(inner -> list.add(plain(inner)));
            return list;
        }
        JsonPrimitive primitive = json.getAsJsonPrimitive();
        if (primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        return primitive.isString() ? primitive.getAsString() : number(primitive.getAsString());
    }

    private static Number number(String text) {
        return text.matches("-?[0-9]{1,9}")
                ? Integer.valueOf(text)
                : text.matches("-?[0-9]{1,18}") ? Long.valueOf(text) : new BigDecimal(text);
    }

    /** A text that may be JSON as what it then is, else as itself. */
    static @Nullable Object value(String text) {
        try {
            return plain(JsonParser.parseString(text));
        } catch (JsonParseException e) {
            return text;
        }
    }
}
