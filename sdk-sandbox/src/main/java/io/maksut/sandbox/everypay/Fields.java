package io.maksut.sandbox.everypay;

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
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads requests strictly: what has the wrong type is refused, never converted. */
final class Fields {
    private static final int MAX_BODY = 1_000_000;

    /** SYL, payum: letters, digits and this punctuation, 255 characters. */
    private static final Pattern ORDER_REFERENCE = Pattern.compile("[a-zA-Z0-9/\\-?:().,'+]{1,255}");

    private static final Pattern DOTTED_HOST = Pattern.compile("[^.]+(\\.[^.]+)*\\.[a-zA-Z][a-zA-Z0-9-]+\\.?");

    private Fields() {}

    static JsonObject object(WireRequest request) {
        String type = request.header("Content-Type");
        if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
            throw ErrorCode.MALFORMED.because("Content-Type must be application/json");
        }
        if (request.body().length() > MAX_BODY) {
            throw ErrorCode.MALFORMED.because("The body is too large");
        }
        try {
            JsonReader reader = new JsonReader(new StringReader(request.body()));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (!element.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
                throw ErrorCode.MALFORMED.because("The body is not a JSON object");
            }
            return element.getAsJsonObject();
        } catch (JsonParseException | IOException e) {
            throw ErrorCode.MALFORMED.because("The body is not JSON");
        }
    }

    /** The first value of each name. */
    static Map<String, String> query(String rawQuery) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    /** Null when absent, null or no string. */
    static @Nullable String textOrNull(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isString()
                ? value.getAsString()
                : null;
    }

    /** A text, or null when absent or null. */
    static @Nullable String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        String text = textOrNull(object, name);
        if (text == null) {
            throw invalid(name, "must be a string");
        }
        return text;
    }

    static String required(JsonObject object, String name) {
        String text = text(object, name);
        if (text == null || text.isEmpty()) {
            throw invalid(name, "is required");
        }
        return text;
    }

    static void oneOf(JsonObject object, String name, Set<String> values) {
        String text = text(object, name);
        if (text != null && !values.contains(text)) {
            throw invalid(name, "must be one of " + values.stream().sorted().toList());
        }
    }

    static boolean flag(JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return false;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw invalid(name, "must be a boolean");
        }
        return value.getAsBoolean();
    }

    static void mustBeObject(JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value != null && !value.isJsonNull() && !value.isJsonObject()) {
            throw invalid(name, "must be an object");
        }
    }

    /** Positive, in minor units; a number or a string, as both were seen accepted. */
    static long amount(JsonObject object) {
        JsonElement value = object.get("amount");
        boolean written = value != null
                && value.isJsonPrimitive()
                && !value.getAsJsonPrimitive().isBoolean();
        Long minor = written ? Decimal.minor(value.getAsString()) : null;
        if (minor == null || minor == 0) {
            throw invalid("amount", "must be positive and have at most two decimals");
        }
        return minor;
    }

    static String orderReference(String text) {
        if (!ORDER_REFERENCE.matcher(text).matches()) {
            throw invalid("order_reference", "must have 1 to 255 of a-z A-Z 0-9 / - ? : ( ) . , ' +");
        }
        return text;
    }

    /** http or https with a dotted host name, no address. */
    static String customerUrl(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && DOTTED_HOST.matcher(uri.getHost()).matches()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw invalid("customer_url", "must be a URL");
        }
        throw invalid("customer_url", "must have a dotted host name");
    }

    static Refusal invalid(String name, String rule) {
        return ErrorCode.INVALID_FIELD.because(name + " " + rule);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.MALFORMED.because("The query is not well encoded");
        }
    }
}
