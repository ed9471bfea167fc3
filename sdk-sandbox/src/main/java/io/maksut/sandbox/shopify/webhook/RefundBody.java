package io.maksut.sandbox.shopify.webhook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.maksut.sandbox.shopify.order.Adjustment;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.ShippingLine;
import java.util.Locale;

/** Refunds, in webhooks of their own and within orders. */
final class RefundBody {
    private static final long STAFF = 548_380_009L;

    private final RestTime time;
    private final TransactionBody transactions;

    RefundBody(RestTime time, TransactionBody transactions) {
        this.time = time;
        this.transactions = transactions;
    }

    JsonObject refund(Order order, Refund refund) {
        return new Body()
                .put("id", refund.id())
                .put("order_id", order.id())
                .put("created_at", time.text(refund.createdAt()))
                .put("note", refund.note())
                .put("user_id", refund.byStaff() ? new JsonPrimitive(STAFF) : JsonNull.INSTANCE)
                .put("processed_at", time.text(refund.processedAt()))
                .empty("duties")
                .set("total_duties_set", order.placement().zero())
                .put("return", returned(refund))
                .put("refund_shipping_lines", shippingLines(order, refund))
                .put("restock", refund.restocks())
                .put("admin_graphql_api_id", Gid.of("Refund", refund.id()))
                .put("order_adjustments", adjustments(order, refund))
                .put(
                        "refund_line_items",
                        Body.array(refund.lines().stream()
                                .map(line -> line(order, line))
                                .toList()))
                .put(
                        "transactions",
                        Body.array(order.transactionsOf(refund).stream()
                                .map(transaction -> transactions.transaction(order, transaction))
                                .toList()))
                .json();
    }

    private static JsonElement returned(Refund refund) {
        Long returnId = refund.returnId();
        return returnId == null
                ? JsonNull.INSTANCE
                : new Body()
                        .put("id", returnId)
                        .put("admin_graphql_api_id", Gid.of("Return", returnId))
                        .json();
    }

    private static JsonArray shippingLines(Order order, Refund refund) {
        ShippingLine line = order.shipping();
        JsonArray lines = new JsonArray();
        if (line != null && refund.shipping().signum() != 0) {
            lines.add(new Body()
                    .put("id", refund.shippingIds().first())
                    .put("shipping_line_id", line.id())
                    .set("subtotal_amount_set", order.bag(refund.shipping()))
                    .json());
        }
        return lines;
    }

    /** In webhooks the shipping that goes back is an adjustment too; negative is money to the customer. */
    private static JsonArray adjustments(Order order, Refund refund) {
        JsonArray adjustments = new JsonArray();
        if (refund.shipping().signum() != 0) {
            Adjustment shipping = new Adjustment(
                    refund.shippingIds().second(),
                    "shipping_refund",
                    "",
                    order.bag(refund.shipping().negated()));
            adjustments.add(adjustment(order, refund, shipping, "Shipping refund"));
        }
        for (Adjustment adjustment : order.totals().discrepancies(refund)) {
            adjustments.add(adjustment(order, refund, adjustment, "Refund discrepancy"));
        }
        return adjustments;
    }

    private static JsonObject adjustment(Order order, Refund refund, Adjustment adjustment, String reason) {
        return new Body()
                .put("id", adjustment.id())
                .put("order_id", order.id())
                .put("refund_id", refund.id())
                .price("amount", adjustment.amount())
                .price("tax_amount", order.placement().zero())
                .put("kind", adjustment.kind())
                .put("reason", reason)
                .set("amount_set", adjustment.amount())
                .set("tax_amount_set", order.placement().zero())
                .json();
    }

    private static JsonObject line(Order order, Refund.RefundedLine line) {
        Body body = new Body()
                .put("id", line.id())
                .put("quantity", line.quantity())
                .put("line_item_id", line.lineItemId())
                .none("location_id")
                .put("restock_type", line.restockType().toLowerCase(Locale.ROOT))
                .number("subtotal", order.bag(line.subtotal()))
                .number("total_tax", order.bag(line.tax()))
                .set("subtotal_set", order.bag(line.subtotal()))
                .set("total_tax_set", order.bag(line.tax()));
        order.line(line.lineItemId()).ifPresent(item -> body.put("line_item", OrderBody.lineItem(order, item)));
        return body.json();
    }
}
