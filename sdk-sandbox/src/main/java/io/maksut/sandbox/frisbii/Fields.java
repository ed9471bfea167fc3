package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.maksut.sandbox.WireRequest;
import java.io.IOException;
import java.io.StringReader;
import java.util.Currency;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads request bodies strictly: what has the wrong type is refused, never converted. */
final class Fields {
    private static final int MAX_BODY = 1_000_000;
    private static final Pattern HANDLE = Pattern.compile("[a-zA-Z0-9_.\\-@]{1,255}");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private Fields() {}

    static JsonObject object(WireRequest request) {
        if (request.body().isEmpty()) {
            throw ErrorCode.INVALID_REQUEST.because("Request body missing");
        }
        String type = request.header("Content-Type");
        if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
            throw ErrorCode.UNSUPPORTED_TYPE.because("Content-Type must be application/json");
        }
        if (request.body().length() > MAX_BODY) {
            throw ErrorCode.INVALID_REQUEST.because("Request body too large");
        }
        try {
            JsonReader reader = new JsonReader(new StringReader(request.body()));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT || !element.isJsonObject()) {
                throw ErrorCode.INVALID_REQUEST.because("Not a JSON object");
            }
            return element.getAsJsonObject();
        } catch (JsonParseException | IOException e) {
            throw ErrorCode.INVALID_REQUEST.because("Malformed JSON");
        }
    }

    static @Nullable String text(JsonObject object, String name) {
        JsonElement value = value(object, name);
        if (value == null) {
            return null;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw wrong(name, "must be a string");
        }
        return value.getAsString();
    }

    static boolean flag(JsonObject object, String name) {
        JsonElement value = value(object, name);
        if (value == null) {
            return false;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw wrong(name, "must be a boolean");
        }
        return value.getAsBoolean();
    }

    /** In minor units; null when absent. */
    static @Nullable Long amount(JsonObject object, String name) {
        JsonElement value = value(object, name);
        if (value == null) {
            return null;
        }
        // The text decides: 100.0 and 1e2 are not integers on the wire.
        if (!value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isNumber()
                || !WHOLE.matcher(value.getAsString()).matches()) {
            throw wrong(name, "must be an integer");
        }
        return Long.parseLong(value.getAsString());
    }

    static @Nullable JsonObject child(JsonObject object, String name) {
        JsonElement value = value(object, name);
        if (value != null && !value.isJsonObject()) {
            throw wrong(name, "must be an object");
        }
        return value == null ? null : value.getAsJsonObject();
    }

    static @Nullable JsonArray list(JsonObject object, String name) {
        JsonElement value = value(object, name);
        if (value != null && !value.isJsonArray()) {
            throw wrong(name, "must be an array");
        }
        return value == null ? null : value.getAsJsonArray();
    }

    static @Nullable String key(JsonObject object) {
        String key = text(object, "key");
        if (key != null && (key.isEmpty() || key.length() > 255)) {
            throw wrong("key", "must have 1 to 255 characters");
        }
        return key;
    }

    static String handle(@Nullable String handle, String name) {
        if (handle == null || !HANDLE.matcher(handle).matches()) {
            throw wrong(name, "must have 1 to 255 of a-z A-Z 0-9 _ . - @");
        }
        return handle;
    }

    /** The amount of an order: its own, or the sum of its lines. */
    static long orderAmount(JsonObject order) {
        Long own = amount(order, "amount");
        Long amount = own == null ? linesAmount(order) : own;
        if (amount == null) {
            throw ErrorCode.MISSING_AMOUNT.refusal();
        }
        if (amount <= 0) {
            throw ErrorCode.NON_POSITIVE_AMOUNT.refusal();
        }
        return amount;
    }

    /** The sum of amount times quantity of {@code order_lines}, null when there are none. */
    static @Nullable Long linesAmount(JsonObject object) {
        JsonArray lines = list(object, "order_lines");
        if (lines == null || lines.isEmpty()) {
            return null;
        }
        long total = 0;
        for (JsonElement line : lines) {
            if (!line.isJsonObject()) {
                throw wrong("order_lines", "must hold objects");
            }
            Long amount = amount(line.getAsJsonObject(), "amount");
            Long quantity = amount(line.getAsJsonObject(), "quantity");
            if (amount == null) {
                throw ErrorCode.MISSING_AMOUNT.refusal();
            }
            try {
                total = Math.addExact(total, Math.multiplyExact(amount, quantity == null ? 1 : quantity));
            } catch (ArithmeticException e) {
                throw wrong("order_lines", "add up to too much");
            }
        }
        return total;
    }

    static String currency(@Nullable String currency) {
        if (currency == null) {
            return "EUR";
        }
        try {
            return Currency.getInstance(currency).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw wrong("currency", "must be an ISO 4217 code");
        }
    }

    private static @Nullable JsonElement value(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? null : value;
    }

    private static Refusal wrong(String name, String rule) {
        return ErrorCode.INVALID_REQUEST.because(name + " " + rule);
    }
}
