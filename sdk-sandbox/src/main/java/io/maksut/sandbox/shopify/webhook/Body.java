package io.maksut.sandbox.shopify.webhook;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.MoneyBag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A JSON object in the making, written as the shop writes it. Not thread-safe. */
final class Body {
    /** Escapes ampersands and angle brackets, as the shop does. */
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final JsonObject json = new JsonObject();

    static byte[] bytes(JsonObject json) {
        // The shop escapes slashes, so that a body that was parsed and written again has another signature.
        return GSON.toJson(json).replace("/", "\\/").getBytes(StandardCharsets.UTF_8);
    }

    static JsonArray array(Collection<? extends JsonElement> elements) {
        JsonArray array = new JsonArray();
        elements.forEach(array::add);
        return array;
    }

    Body put(String name, @Nullable String value) {
        return put(name, value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
    }

    Body put(String name, long value) {
        return put(name, new JsonPrimitive(value));
    }

    Body put(String name, boolean value) {
        return put(name, new JsonPrimitive(value));
    }

    Body put(String name, JsonElement value) {
        json.add(name, value);
        return this;
    }

    Body none(String... names) {
        for (String name : names) {
            put(name, JsonNull.INSTANCE);
        }
        return this;
    }

    Body empty(String... names) {
        for (String name : names) {
            put(name, new JsonArray());
        }
        return this;
    }

    /** As a text, in the shop's currency. */
    Body price(String name, MoneyBag amount) {
        return put(name, amount.shop().text());
    }

    /** As a JSON number, in the shop's currency: 89.99, 0. */
    Body number(String name, MoneyBag amount) {
        BigDecimal shortest =
                new BigDecimal(amount.shop().amount().stripTrailingZeros().toPlainString());
        return put(name, new JsonPrimitive(shortest));
    }

    /** In both currencies. */
    Body set(String name, MoneyBag amount) {
        return put(
                name,
                new Body()
                        .put("shop_money", money(amount.shop(), "currency_code"))
                        .put("presentment_money", money(amount.presentment(), "currency_code"))
                        .json());
    }

    /** In both currencies, with the name of the currency and the form of amounts that only this one kind of set has. */
    Body unsettled(String name, MoneyBag amount) {
        return put(
                name,
                new Body()
                        .put("presentment_money", unsettled(amount.presentment()))
                        .put("shop_money", unsettled(amount.shop()))
                        .json());
    }

    private static JsonObject unsettled(Money amount) {
        return new Body()
                .put("amount", amount.decimal())
                .put("currency", amount.currency())
                .json();
    }

    private static JsonObject money(Money amount, String currencyName) {
        return new Body()
                .put("amount", amount.text())
                .put(currencyName, amount.currency())
                .json();
    }

    JsonObject json() {
        return json;
    }
}
