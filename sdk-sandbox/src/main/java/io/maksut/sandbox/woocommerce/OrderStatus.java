package io.maksut.sandbox.woocommerce;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What a change of status brings with it. The caller holds the shop's monitor. */
final class OrderStatus {
    private static final Set<String> PAYABLE = Set.of("on-hold", "pending", "failed", "cancelled");
    private static final Set<String> PAID = Set.of("processing", "completed");
    private static final Set<String> STOCK_TAKEN = Set.of("processing", "completed", "on-hold");
    private static final Map<String, String> LABELS = Map.of(
            "pending", "Pending payment",
            "processing", "Processing",
            "on-hold", "On hold",
            "completed", "Completed",
            "cancelled", "Cancelled",
            "refunded", "Refunded",
            "failed", "Failed",
            "checkout-draft", "Draft");

    private final ShopState state;
    private final RefundCreation refunds;
    private final HookRun hooks;

    OrderStatus(ShopState state, RefundCreation refunds, HookRun hooks) {
        this.state = state;
        this.refunds = refunds;
        this.hooks = hooks;
    }

    /** Saves the order, with this status; that is an update even if nothing changed. */
    void save(Order order, String status) {
        String before = order.status;
        Instant now = state.now();
        order.status = status;
        order.modified = now;
        order.version = state.settings.version().toString();
        if (!status.equals(before)) {
            if (PAID.contains(status) && order.paid == null) {
                order.paid = now;
            }
            if (status.equals("completed")) {
                order.completed = now;
            }
            if (STOCK_TAKEN.contains(status)) {
                takeStock(order);
            }
        }
        hooks.ofOrder("woocommerce_update_order", order);
        if (!status.equals(before)) {
            changed(order, before);
        }
    }

    /** {@code set_paid}: the order is paid now, unless its status says that this cannot be. */
    void paymentComplete(Order order, String transactionId) {
        if (!PAYABLE.contains(order.status)) {
            hooks.of("woocommerce_payment_complete_order_status_" + order.status, order.id);
            return;
        }
        if (!transactionId.isEmpty()) {
            order.transactionId = transactionId;
        }
        if (order.paid == null) {
            order.paid = state.now();
        }
        save(order, order.items.isEmpty() ? "completed" : "processing");
        hooks.of("woocommerce_payment_complete", order.id);
    }

    private void changed(Order order, String before) {
        hooks.of("woocommerce_order_status_" + order.status, order.id);
        if (order.status.equals("refunded")) {
            refunds.recordRest(order, hooks);
        }
        OrderNotes.add(
                state, order, "Order status changed from " + label(before) + " to " + label(order.status) + ".", hooks);
        hooks.of("woocommerce_order_status_" + before + "_to_" + order.status, order.id);
        hooks.of("woocommerce_order_status_changed", order.id);
    }

    private void takeStock(Order order) {
        for (OrderItem item : order.items) {
            Catalogue.Product product = state.catalogue.product(item.productId());
            if (product != null && item.meta().text("_reduced_stock") == null) {
                product.stock -= item.quantity();
                item.meta().add(state.nextItemMeta(), "_reduced_stock", Long.toString(item.quantity()));
            }
        }
    }

    private static String label(String status) {
        return LABELS.getOrDefault(status, status);
    }
}
