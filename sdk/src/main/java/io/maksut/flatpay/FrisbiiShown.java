package io.maksut.flatpay;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a list was shown, newest first: the time of the last entry shown, and the names of all entries of that time.
 * A list that is read anew from there repeats entries; this recognises them. Immutable and thread-safe.
 *
 * @param at when the last entry shown was created
 * @param names of the entries created at that time
 */
record FrisbiiShown(Instant at, List<String> names) {
    /** If more entries than this share one time, nothing is remembered. */
    private static final int MOST_NAMES = 1_000;

    FrisbiiShown {
        names = List.copyOf(names);
    }

    /** Adds a page to what was shown {@code before}, which is null at the start; null if nothing is known. */
    static @Nullable FrisbiiShown after(@Nullable FrisbiiShown before, List<JsonDocument> content) {
        Instant last = null;
        for (JsonDocument entry : content) {
            last = created(entry).orElse(last);
        }
        if (last == null) {
            return before;
        }
        List<String> names = new ArrayList<>();
        if (before != null && before.at().equals(last)) {
            names.addAll(before.names());
        }
        for (JsonDocument entry : content) {
            if (created(entry).filter(last::equals).isPresent()) {
                name(entry).ifPresent(names::add);
            }
        }
        return names.size() > MOST_NAMES ? null : new FrisbiiShown(last, names);
    }

    /** Whether an entry was shown. An entry without readable time or name counts as new: repeated rather than lost. */
    boolean has(JsonDocument entry) {
        Optional<Instant> created = created(entry);
        return created.filter(at::isBefore).isPresent()
                || (created.filter(at::equals).isPresent()
                        && name(entry).filter(names::contains).isPresent());
    }

    private static Optional<Instant> created(JsonDocument entry) {
        try {
            return entry.time("created");
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    /** Charges and customers have handles, transactions have ids. */
    private static Optional<String> name(JsonDocument entry) {
        return entry.plainText("handle").or(() -> entry.plainText("id"));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("at", at.toString());
        JsonArray all = new JsonArray();
        names.forEach(all::add);
        json.add("names", all);
        return json;
    }

    /** @throws IllegalArgumentException if the JSON has no readable time */
    static FrisbiiShown of(JsonDocument json) {
        try {
            return new FrisbiiShown(Instant.parse(json.requiredText("at")), json.texts("names"));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }
}
