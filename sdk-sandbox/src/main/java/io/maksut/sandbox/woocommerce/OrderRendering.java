package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order as REST and webhooks show it. The caller holds the shop's monitor. */
final class OrderRendering {
    private static final List<String> BILLING = List.of(
            "first_name",
            "last_name",
            "company",
            "address_1",
            "address_2",
            "city",
            "state",
            "postcode",
            "country",
            "email",
            "phone");
    private static final List<String> SHIPPING = List.of(
            "first_name",
            "last_name",
            "company",
            "address_1",
            "address_2",
            "city",
            "state",
            "postcode",
            "country",
            "phone");
    private static final Map<String, String> SYMBOLS = Map.of(
            "EUR", "\u20ac", "USD", "$", "GBP", "\u00a3", "JPY", "\u00a5", "SEK", "kr", "DKK", "kr.", "NOK", "kr",
            "PLN", "z\u0142");

    private final ShopState state;
    private final String base;
    private final int decimals;
    private final ItemRendering items;

    /** @param base the URL of the REST root, without a slash at the end */
    OrderRendering(ShopState state, String base, int decimals) {
        this.state = state;
        this.base = base;
        this.decimals = decimals;
        this.items = new ItemRendering(state.settings, decimals);
    }

    JsonObject order(Order order) {
        ShopSettings settings = state.settings;
        JsonObject json = new JsonObject();
        json.addProperty("id", order.id);
        json.addProperty("parent_id", order.parentId);
        json.addProperty("status", order.status);
        json.addProperty("currency", order.currency);
        json.addProperty("version", order.version);
        json.addProperty("prices_include_tax", true);
        json.add("date_created", SiteTime.shown(order.created, settings.zone()));
        json.add("date_modified", SiteTime.shown(order.modified, settings.zone()));
        totals(json, order);
        json.addProperty("customer_id", order.customerId);
        json.addProperty("order_key", order.key);
        json.add("billing", address(order.billing, BILLING));
        json.add("shipping", address(order.shipping, SHIPPING));
        json.addProperty("payment_method", order.paymentMethod);
        json.addProperty("payment_method_title", order.paymentMethodTitle);
        json.addProperty("transaction_id", order.transactionId);
        json.addProperty("customer_ip_address", "");
        json.addProperty("customer_user_agent", "");
        json.addProperty("created_via", order.createdVia);
        json.addProperty("customer_note", order.customerNote);
        json.add("date_completed", SiteTime.shown(order.completed, settings.zone()));
        json.add("date_paid", SiteTime.shown(order.paid, settings.zone()));
        json.addProperty("cart_hash", "");
        json.addProperty("number", order.number);
        json.add("meta_data", order.meta.json());
        items.addTo(json, order.items, order.taxLineId, true);
        json.add("coupon_lines", new JsonArray());
        json.add("refunds", refunds(order));
        json.addProperty("payment_url", paymentUrl(order));
        json.addProperty("is_editable", order.editable());
        json.addProperty("needs_payment", order.needsPayment());
        json.addProperty("needs_processing", !order.items.isEmpty());
        json.add("date_created_gmt", gmt(order.created));
        json.add("date_modified_gmt", gmt(order.modified));
        json.add("date_completed_gmt", gmt(order.completed));
        json.add("date_paid_gmt", gmt(order.paid));
        json.addProperty("currency_symbol", SYMBOLS.getOrDefault(order.currency, order.currency));
        json.add("_links", links(order));
        return json;
    }

    private void totals(JsonObject json, Order order) {
        BigDecimal shipping = order.net(OrderItem.Kind.SHIPPING);
        BigDecimal shippingTax = order.tax(OrderItem.Kind.SHIPPING);
        BigDecimal cartTax = order.tax(OrderItem.Kind.PRODUCT).add(order.tax(OrderItem.Kind.FEE));
        json.addProperty("discount_total", text(BigDecimal.ZERO));
        json.addProperty("discount_tax", text(BigDecimal.ZERO));
        json.addProperty("shipping_total", text(shipping));
        json.addProperty("shipping_tax", text(shippingTax));
        json.addProperty("cart_tax", text(cartTax));
        json.addProperty("total", text(order.total()));
        json.addProperty("total_tax", text(cartTax.add(shippingTax)));
    }

    /** In no order that a client could rely on. */
    private JsonArray refunds(Order order) {
        List<Refund> refunds = new ArrayList<>(order.refunds);
        refunds.removeIf(refund -> refund.trashed);
        for (int i = refunds.size() - 1; i > 0; i--) {
            Collections.swap(refunds, i, state.chance(i + 1));
        }
        JsonArray array = new JsonArray(refunds.size());
        for (Refund refund : refunds) {
            JsonObject json = new JsonObject();
            json.addProperty("id", refund.id);
            json.addProperty("reason", refund.reason);
            json.addProperty("total", "-" + RefundRendering.amount(refund, state.settings, decimals));
            if (state.settings.has(Since.REFUND_TAX_IN_ORDER)) {
                json.addProperty("total_tax", text(refund.tax()));
            }
            array.add(json);
        }
        return array;
    }

    private String paymentUrl(Order order) {
        String site = base.substring(0, base.indexOf("/wp-json"));
        return site + "/checkout/order-pay/" + order.id + "/?pay_for_order=true&key=" + order.key;
    }

    private JsonObject links(Order order) {
        JsonObject links = new JsonObject();
        links.add("self", Links.self(base + "/orders/" + order.id, "GET", "POST", "PUT", "PATCH", "DELETE"));
        links.add("collection", Links.to(base + "/orders"));
        if (order.customerId != 0) {
            links.add("customer", Links.to(base + "/customers/" + order.customerId));
        }
        if (order.parentId != 0) {
            links.add("up", Links.to(base + "/orders/" + order.parentId));
        }
        links.add("email_templates", Links.embeddable(base + "/orders/" + order.id + "/actions/email_templates"));
        return links;
    }

    private static JsonObject address(JsonObject given, List<String> names) {
        JsonObject address = new JsonObject();
        for (String name : names) {
            address.addProperty(name, given.has(name) ? given.get(name).getAsString() : "");
        }
        return address;
    }

    private static JsonElement gmt(@Nullable Instant time) {
        return SiteTime.shown(time, ZoneOffset.UTC);
    }

    private String text(BigDecimal amount) {
        return DecimalText.fixed(amount, decimals);
    }
}
