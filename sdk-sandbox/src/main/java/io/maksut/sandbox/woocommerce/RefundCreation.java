package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import io.maksut.sandbox.Movement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * WooCommerce's way to make a refund: check the amount, save the record, let the plugin pay, mark the record, restock, set the
 * order's status, run hooks. There is no lock, no transaction and no key anywhere in it: the shop's monitor is held for each
 * step and let go between them. Thread-safe.
 */
final class RefundCreation {
    private static final String CODE = "woocommerce_rest_cannot_create_order_refund";
    private static final String INVALID_AMOUNT = "Invalid refund amount.";
    private static final int LONGEST_AMOUNT = 60;

    private final ShopState state;
    private final PaymentPlugin plugin;

    RefundCreation(ShopState state, PaymentPlugin plugin) {
        this.state = state;
        this.plugin = plugin;
    }

    /** Makes the refund or throws what the request is answered with. */
    Refund create(long orderId, RefundOrder wanted, HookRun hooks) {
        Order order;
        BigDecimal remaining;
        synchronized (state) {
            order = checked(orderId, wanted);
            remaining = state.remaining(order);
            checkAmount(wanted, remaining);
        }
        plugin.meetAfterCheck();
        Refund refund;
        PayoutRequest payout;
        synchronized (state) {
            refund = saved(order, wanted, remaining);
            payout = payout(order, refund);
        }
        if (wanted.pay()) {
            pay(order, refund, payout, wanted.by());
        }
        synchronized (state) {
            finish(order, refund, wanted, remaining, hooks);
            refund.meta.putAll(wanted.meta(), state::nextMeta);
        }
        return refund;
    }

    /**
     * What happens when an order is set to refunded by its status: the rest is recorded and nobody is paid. The caller holds the
     * shop's monitor.
     */
    void recordRest(Order order, HookRun hooks) {
        BigDecimal remaining = state.remaining(order);
        if (remaining.signum() <= 0) {
            return;
        }
        RefundOrder rest = new RefundOrder(
                DecimalText.shortest(remaining),
                state.translated("Order fully refunded."),
                Map.of(),
                false,
                false,
                null,
                Movement.By.API);
        finish(order, saved(order, rest, remaining), rest, remaining, hooks);
    }

    private Order checked(long orderId, RefundOrder wanted) {
        Order order = state.order(orderId);
        if (order == null) {
            if (state.refund(orderId) != null) {
                // A refund has none of an order's methods.
                throw RestError.fatal();
            }
            throw RestError.withLostStatus(
                    "woocommerce_rest_invalid_order_id", state.translated("Invalid order ID."), 404);
        }
        if (LooseNumber.belowZero(wanted.amount())) {
            throw RestError.withLostStatus(
                    "woocommerce_rest_invalid_order_refund",
                    state.translated("Refund amount must be greater than zero."),
                    400);
        }
        return order;
    }

    private void checkAmount(RefundOrder wanted, BigDecimal remaining) {
        String amount = wanted.amount();
        if (LooseNumber.exceeds(amount, state.settings.text(remaining))
                || (amount != null && amount.length() > LONGEST_AMOUNT)) {
            throw failed(INVALID_AMOUNT);
        }
    }

    private Refund saved(Order order, RefundOrder wanted, BigDecimal remaining) {
        String posted = wanted.amount() == null ? "" : wanted.amount();
        BigDecimal counted = LooseNumber.value(posted);
        Refund refund = new Refund(
                state.nextPost(),
                order,
                state.now(),
                DecimalText.cleaned(posted, state.settings.decimalSeparator()),
                counted,
                wanted.reason() == null ? "" : wanted.reason(),
                ShopState.USER);
        for (OrderItem item : order.items) {
            RefundOrder.Line line = wanted.lines().get(item.id());
            if (line != null && !line.empty()) {
                Meta meta = new Meta();
                meta.add(state.nextItemMeta(), "_refunded_item_id", Long.toString(item.id()));
                refund.items.add(new OrderItem(
                        state.nextItem(),
                        item.kind(),
                        item.name(),
                        item.productId(),
                        item.code(),
                        -line.quantity(),
                        line.total().negate(),
                        line.tax().negate(),
                        meta));
            }
        }
        if (refund.tax().signum() != 0) {
            refund.taxLineId = state.nextItem();
        }
        if (state.settings.has(Since.REFUND_TYPE)) {
            refund.meta.add(state.nextMeta(), "_refund_type", partial(remaining, counted) ? "partial" : "full");
        }
        state.add(refund);
        return refund;
    }

    private static PayoutRequest payout(Order order, Refund refund) {
        Map<String, String> meta = new LinkedHashMap<>();
        for (JsonElement entry : order.meta.json()) {
            JsonElement value = entry.getAsJsonObject().get("value");
            if (value.isJsonPrimitive()) {
                meta.put(entry.getAsJsonObject().get("key").getAsString(), value.getAsString());
            }
        }
        return new PayoutRequest(
                order.id,
                order.number,
                refund.id,
                order.transactionId,
                order.paymentMethod,
                refund.amount,
                LooseNumber.value(refund.amount),
                order.currency,
                refund.reason,
                meta);
    }

    private void pay(Order order, Refund refund, PayoutRequest payout, Movement.By by) {
        PaymentPlugin.Result result = switch (Gateways.of(order.paymentMethod, plugin.id())) {
            case PLUGIN -> plugin.refund(payout, by);
            case WITHOUT_REFUNDS -> PaymentPlugin.Result.error(PaymentPlugin.NOT_SUPPORTED);
            case NONE -> PaymentPlugin.Result.error(PaymentPlugin.NOT_THERE);
        };
        switch (result.ending()) {
            case SUCCESS -> {
                synchronized (state) {
                    refund.refundedPayment = true;
                }
            }
            case FATAL -> throw RestError.fatal();
            case KILLED -> throw RestError.killed();
            default -> {
                synchronized (state) {
                    state.delete(refund);
                }
                throw failed(result.message());
            }
        }
    }

    private void finish(Order order, Refund refund, RefundOrder wanted, BigDecimal remaining, HookRun hooks) {
        if (wanted.restock()) {
            restock(order, wanted, hooks);
        }
        if (partial(remaining, refund.counted)) {
            hooks.of("woocommerce_order_partially_refunded", order.id);
        } else {
            hooks.of("woocommerce_order_fully_refunded", order.id);
            if (!order.status.equals("refunded")) {
                new OrderStatus(state, this, hooks).save(order, "refunded");
            }
        }
        if (state.settings.has(Since.REFUND_MOVES_ORDER)) {
            order.modified = state.now();
            hooks.ofOrder("woocommerce_update_order", order);
        }
        hooks.of("woocommerce_refund_created", refund.id);
        hooks.ofOrder("woocommerce_order_refunded", order);
    }

    /** The sum that was left when the refund was checked decides, whatever came in between. */
    private static boolean partial(BigDecimal remaining, BigDecimal counted) {
        return remaining.subtract(counted).signum() > 0;
    }

    private void restock(Order order, RefundOrder wanted, HookRun hooks) {
        for (OrderItem item : List.copyOf(order.items)) {
            RefundOrder.Line line = wanted.lines().get(item.id());
            Catalogue.Product product = state.catalogue.product(item.productId());
            String reduced = item.meta().text("_reduced_stock");
            if (line == null || line.quantity() == 0 || product == null || reduced == null) {
                continue;
            }
            BigDecimal quantity = BigDecimal.valueOf(line.quantity());
            String before = item.meta().text("_restock_refunded_items");
            item.meta()
                    .put(
                            "_reduced_stock",
                            DecimalText.shortest(LooseNumber.value(reduced).subtract(quantity)),
                            state::nextItemMeta);
            item.meta()
                    .put(
                            "_restock_refunded_items",
                            DecimalText.shortest(LooseNumber.value(before).add(quantity)),
                            state::nextItemMeta);
            long stock = product.stock;
            product.stock += line.quantity();
            OrderNotes.add(
                    state,
                    order,
                    "Item #" + product.id + " stock increased from " + stock + " to " + product.stock + ".",
                    hooks);
        }
    }

    private RestError failed(String message) {
        synchronized (state) {
            return RestError.withLostStatus(CODE, state.translated(message), 500);
        }
    }
}
