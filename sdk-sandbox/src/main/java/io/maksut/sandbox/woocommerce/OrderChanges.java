package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies what requests want of orders. The caller holds the shop's monitor. */
final class OrderChanges {
    private static final List<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .sorted()
            .toList();

    private final ShopState state;
    private final RefundCreation refunds;

    OrderChanges(ShopState state, RefundCreation refunds) {
        this.state = state;
        this.refunds = refunds;
    }

    static BodyRules rules(ShopSettings settings) {
        return BodyRules.none()
                .and(BodyRules.Type.INTEGER, "parent_id")
                .oneOf("status", settings.orderStatuses())
                .oneOf("currency", CURRENCIES)
                .and(BodyRules.Type.INTEGER, "customer_id")
                .and(BodyRules.Type.STRING, "customer_note")
                .and(BodyRules.Type.OBJECT, "billing", "shipping")
                .and(BodyRules.Type.STRING, "payment_method", "payment_method_title", "transaction_id")
                .and(BodyRules.Type.ARRAY, "meta_data", "line_items", "shipping_lines", "fee_lines", "coupon_lines")
                .and(BodyRules.Type.BOOLEAN, "set_paid", "manual_update");
    }

    Order create(RestRequest request) {
        Order order = state.newOrder(state.now());
        order.createdVia = "rest-api";
        apply(order, request);
        state.add(order);
        HookRun hooks = request.hooks();
        hooks.ofOrder("woocommerce_new_order", order);
        OrderStatus statuses = new OrderStatus(state, refunds, hooks);
        String status = request.text("status");
        statuses.save(order, status == null || status.isEmpty() ? "pending" : status);
        if (request.flag("set_paid", false)) {
            statuses.paymentComplete(order, order.transactionId);
        }
        return order;
    }

    void update(Order order, RestRequest request) {
        apply(order, request);
        OrderStatus statuses = new OrderStatus(state, refunds, request.hooks());
        String status = request.text("status");
        statuses.save(order, status == null || status.isEmpty() ? order.status : status);
        if (request.flag("set_paid", false) && order.needsPayment()) {
            statuses.paymentComplete(order, order.transactionId);
        }
    }

    /** The lines first, as they may be refused. */
    private void apply(Order order, RestRequest request) {
        OrderLines lines = new OrderLines(state, order);
        lines.apply(OrderItem.Kind.PRODUCT, request.param("line_items"));
        lines.apply(OrderItem.Kind.SHIPPING, request.param("shipping_lines"));
        lines.apply(OrderItem.Kind.FEE, request.param("fee_lines"));
        String currency = request.text("currency");
        if (currency != null) {
            order.currency = currency;
        }
        Long parent = integer(request, "parent_id");
        if (parent != null) {
            order.parentId = parent;
        }
        Long customer = integer(request, "customer_id");
        if (customer != null) {
            order.customerId = customer;
        }
        order.customerNote = textOr(request, "customer_note", order.customerNote);
        order.paymentMethod = textOr(request, "payment_method", order.paymentMethod);
        order.paymentMethodTitle = textOr(request, "payment_method_title", order.paymentMethodTitle);
        order.transactionId = textOr(request, "transaction_id", order.transactionId);
        order.billing = merged(order.billing, request.param("billing"));
        order.shipping = merged(order.shipping, request.param("shipping"));
        order.meta.putAll(request.param("meta_data"), state::nextMeta);
    }

    private static String textOr(RestRequest request, String name, String byDefault) {
        String text = request.text(name);
        return text == null ? byDefault : text;
    }

    private static @Nullable Long integer(RestRequest request, String name) {
        JsonElement value = request.param(name);
        return value != null && BodyRules.isInteger(value) ? (Long) value.getAsLong() : null;
    }

    private static JsonObject merged(JsonObject before, @Nullable JsonElement posted) {
        if (posted == null || !posted.isJsonObject()) {
            return before;
        }
        JsonObject merged = before.deepCopy();
        for (Map.Entry<String, JsonElement> field : posted.getAsJsonObject().entrySet()) {
            if (field.getValue().isJsonPrimitive()) {
                merged.addProperty(field.getKey(), field.getValue().getAsString());
            }
        }
        return merged;
    }
}
