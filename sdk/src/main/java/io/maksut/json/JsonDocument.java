package io.maksut.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, read strictly as text and leniently as data: a missing field and {@code null} are the same, numbers
 * may come as strings, unknown fields are ignored. Numbers never pass through binary floating point.
 *
 * <p>Every method throws {@link JsonFormatException} only. Immutable and thread-safe.
 */
public final class JsonDocument {
    /** Wide enough for any amount of money, too narrow for {@code 1e999999999}. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");

    /** Offsets are {@code Z}, {@code +00:00} or {@code +0000}; the fraction may be missing. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(java.util.Locale.ROOT);

    private final JsonObject object;

    private JsonDocument(JsonObject object) {
        this.object = object;
    }

    /** The JSON object that these bytes hold as UTF-8. Bytes that are not UTF-8 are replaced before parsing. */
    public static JsonDocument parse(byte[] utf8) {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    /** The JSON object that this text holds. */
    public static JsonDocument parse(String text) {
        JsonElement element = element(new StringReader(text));
        if (!element.isJsonObject()) {
            throw new JsonFormatException("not one JSON object");
        }
        return new JsonDocument(element.getAsJsonObject());
    }

    /** The objects of the JSON array that this text holds. Closes the reader. */
    public static List<JsonDocument> parseObjects(Reader text) {
        JsonElement element = element(text);
        if (!element.isJsonArray()) {
            throw new JsonFormatException("not one JSON array");
        }
        return documents("of the array", element.getAsJsonArray());
    }

    private static JsonElement element(Reader text) {
        try (JsonReader reader = new JsonReader(text)) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonFormatException("not one JSON value");
            }
            return element;
        } catch (JsonParseException | MalformedJsonException | IllegalStateException e) {
            throw new JsonFormatException("not JSON");
        } catch (IOException e) {
            throw new JsonFormatException("JSON ends too early");
        }
    }

    /** Whether the field is there and not null; it may hold anything. */
    public boolean has(String name) {
        return element(name) != null;
    }

    /** Text, number or truth value, as text; empty if missing or null. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(scalar(name));
    }

    /** As {@link #text}, and empty also for an array or an object: for fields that any program may fill. */
    public Optional<String> plainText(String name) {
        JsonElement element = element(name);
        return element == null || !element.isJsonPrimitive() ? Optional.empty() : Optional.of(element.getAsString());
    }

    /** As {@link #text}, but the field must be there and not blank. */
    public String requiredText(String name) {
        String value = scalar(name);
        if (value == null || value.isBlank()) {
            throw new JsonFormatException("no field " + name);
        }
        return value;
    }

    /** A whole number that fits into 64 bits; {@code 12.0} and {@code "12"} are 12. */
    public Optional<Long> integer(String name) {
        return decimal(name).map(value -> {
            try {
                return value.longValueExact();
            } catch (ArithmeticException e) {
                throw new JsonFormatException("field " + name + " is no whole number of 64 bits");
            }
        });
    }

    /** As {@link #integer}, but the field must be there. */
    public long requiredInteger(String name) {
        return integer(name).orElseThrow(() -> new JsonFormatException("no field " + name));
    }

    /** An exact decimal number, also from a string. */
    public Optional<BigDecimal> decimal(String name) {
        String value = scalar(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!NUMBER.matcher(value).matches()) {
            throw new JsonFormatException("field " + name + " is no number");
        }
        return Optional.of(new BigDecimal(value));
    }

    /** True only for {@code true} and {@code "true"}. */
    public boolean flag(String name) {
        return "true".equals(scalar(name));
    }

    /** A point in time; empty if missing, null or in an unreadable form. */
    public Optional<Instant> time(String name) {
        String value = scalar(name);
        if (value == null || value.length() > 40) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value, TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** An inner object; empty if missing or null. */
    public Optional<JsonDocument> object(String name) {
        JsonElement element = element(name);
        if (element == null) {
            return Optional.empty();
        }
        return Optional.of(new JsonDocument(asObject(name, element)));
    }

    /** The objects of an array; none if it is missing or null. */
    public List<JsonDocument> objects(String name) {
        JsonElement element = element(name);
        if (element == null) {
            return List.of();
        }
        if (!element.isJsonArray()) {
            throw new JsonFormatException("field " + name + " is no array");
        }
        return documents(name, element.getAsJsonArray());
    }

    /**
     * The elements of an array; none if it is missing or null. An element that is no object becomes the field {@code
     * element} of a document of its own, so that it does not spoil the others.
     */
    public List<JsonDocument> elements(String name) {
        JsonElement element = element(name);
        if (element == null) {
            return List.of();
        }
        if (!element.isJsonArray()) {
            throw new JsonFormatException("field " + name + " is no array");
        }
        List<JsonDocument> elements = new ArrayList<>();
        for (JsonElement item : element.getAsJsonArray()) {
            if (item.isJsonObject()) {
                elements.add(new JsonDocument(item.getAsJsonObject()));
            } else {
                JsonObject alone = new JsonObject();
                alone.add("element", item);
                elements.add(new JsonDocument(alone));
            }
        }
        return elements;
    }

    private static List<JsonDocument> documents(String name, JsonArray array) {
        List<JsonDocument> objects = new ArrayList<>(array.size());
        for (JsonElement item : array) {
            objects.add(new JsonDocument(asObject(name, item)));
        }
        return objects;
    }

    /** The plain values of an array as text; none if it is missing or null. */
    public List<String> texts(String name) {
        JsonElement element = element(name);
        if (element == null) {
            return List.of();
        }
        if (!element.isJsonArray()
                || !element.getAsJsonArray().asList().stream().allMatch(JsonElement::isJsonPrimitive)) {
            throw new JsonFormatException("field " + name + " is no array of plain values");
        }
        return element.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** A copy with the other document's fields in place of its own; fields that are null in the other stay. */
    public JsonDocument with(JsonDocument other) {
        JsonObject merged = object.deepCopy();
        other.object.asMap().forEach((name, value) -> {
            if (!value.isJsonNull()) {
                merged.add(name, value.deepCopy());
            }
        });
        return new JsonDocument(merged);
    }

    /** The whole object as JSON text. */
    public String json() {
        return object.toString();
    }

    private static JsonObject asObject(String name, JsonElement element) {
        if (!element.isJsonObject()) {
            throw new JsonFormatException("field " + name + " holds something else than objects");
        }
        return element.getAsJsonObject();
    }

    private @Nullable String scalar(String name) {
        JsonElement element = element(name);
        if (element == null) {
            return null;
        }
        if (!element.isJsonPrimitive()) {
            throw new JsonFormatException("field " + name + " is no plain value");
        }
        return element.getAsString();
    }

    private @Nullable JsonElement element(String name) {
        JsonElement element = object.get(name);
        return element == null || element.isJsonNull() ? null : element;
    }

    /** Shows no content, which may be personal. */
    @Override
    public String toString() {
        return "JsonDocument[" + object.size() + " fields]";
    }
}
