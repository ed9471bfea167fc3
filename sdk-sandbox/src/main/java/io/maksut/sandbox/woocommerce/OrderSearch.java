package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;

/**
 * {@code search} on orders. With tables of their own it looks at the transaction id too; among the posts it does not.
 *
 * @param term in lower case
 */
record OrderSearch(ShopSettings settings, String term) {
    boolean finds(Order order) {
        return Long.toString(order.id).equals(term)
                || contains(order.billing)
                || contains(order.shipping)
                || order.items.stream().anyMatch(item -> contains(item.name()))
                || (settings.orderTables() && contains(order.transactionId));
    }

    private boolean contains(JsonObject address) {
        for (JsonElement field : address.asMap().values()) {
            if (contains(field.getAsString())) {
                return true;
            }
        }
        return false;
    }

    private boolean contains(String text) {
        return text.toLowerCase(Locale.ROOT).contains(term);
    }
}
