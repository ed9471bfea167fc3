package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The meta data of an order, a refund or an item. Guarded by the shop's monitor. */
final class Meta {
    private record Entry(long id, String key, JsonElement value) {}

    private final List<Entry> entries = new ArrayList<>(2);

    void add(long id, String key, JsonElement value) {
        entries.add(new Entry(id, key, value));
    }

    void add(long id, String key, String value) {
        add(id, key, new JsonPrimitive(value));
    }

    /** The first value of this key as text, or null. */
    @Nullable
    String text(String key) {
        for (Entry entry : entries) {
            if (entry.key.equals(key) && entry.value.isJsonPrimitive()) {
                return entry.value.getAsString();
            }
        }
        return null;
    }

    void put(String key, String value, LongSupplier ids) {
        put(key, new JsonPrimitive(value), 0, ids);
    }

    /** Changes the entry of this id, or the first of this key, dropping the others; adds one if there is none. Null deletes. */
    void put(String key, @Nullable JsonElement value, long id, LongSupplier ids) {
        int at = -1;
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (id == 0 ? entry.key.equals(key) : entry.id == id) {
                if (at >= 0) {
                    entries.remove(at);
                }
                at = i;
            }
        }
        Entry before = at < 0 ? null : entries.remove(at);
        if (value != null && !value.isJsonNull()) {
            Entry now = new Entry(before == null ? ids.getAsLong() : before.id, key, value);
            entries.add(at < 0 ? entries.size() : at, now);
        }
    }

    /** Applies {@code meta_data} of a request; entries that are no objects or have no key are passed over. */
    void putAll(@Nullable JsonElement posted, LongSupplier ids) {
        if (posted == null || !posted.isJsonArray()) {
            return;
        }
        for (JsonElement item : posted.getAsJsonArray()) {
            if (item.isJsonObject()) {
                JsonObject entry = item.getAsJsonObject();
                JsonElement key = entry.get("key");
                JsonElement id = entry.get("id");
                if (key != null && key.isJsonPrimitive()) {
                    long known = id != null && BodyRules.isInteger(id) ? id.getAsLong() : 0;
                    put(key.getAsString(), entry.get("value"), known, ids);
                }
            }
        }
    }

    /** In the order of their ids, as after a read from the database. */
    JsonArray json() {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::id));
        return json(sorted, false);
    }

    /** As a client that named them sees them in the answer to its own request: the latest first. */
    JsonArray jsonLatestFirst() {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::id).reversed());
        return json(sorted, false);
    }

    /** With the two display fields that the meta data of items has. */
    JsonArray jsonOfItem() {
        return json(entries, true);
    }

    private static JsonArray json(List<Entry> list, boolean display) {
        JsonArray array = new JsonArray(list.size());
        for (Entry entry : list) {
            JsonObject json = new JsonObject();
            json.addProperty("id", entry.id);
            json.addProperty("key", entry.key);
            json.add("value", entry.value);
            if (display) {
                json.addProperty("display_key", entry.key);
                json.add("display_value", entry.value);
            }
            array.add(json);
        }
        return array;
    }
}
