package io.maksut.sandbox.shopify.webhook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.maksut.sandbox.shopify.order.Cancellation;
import io.maksut.sandbox.shopify.order.Fulfillment;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.MoneyBag;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Placement;
import io.maksut.sandbox.shopify.order.ShippingLine;
import io.maksut.sandbox.shopify.order.Totals;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whole orders, their lines and their parcels. Amounts without a currency are the shop's. */
final class OrderBody {
    private final RestTime time;
    private final RefundBody refunds;
    private final String domain;

    OrderBody(RestTime time, RefundBody refunds, String domain) {
        this.time = time;
        this.refunds = refunds;
        this.domain = domain;
    }

    JsonObject order(Order order) {
        Body body = new Body();
        identity(body, order);
        statuses(body, order);
        amounts(body, order);
        parts(body, order);
        return body.json();
    }

    private void identity(Body body, Order order) {
        Placement placement = order.placement();
        body.put("id", order.id())
                .put("admin_graphql_api_id", order.gid())
                .none("app_id", "browser_ip")
                .put("buyer_accepts_marketing", false)
                .put("cart_token", placement.cartToken())
                .put("checkout_token", placement.checkoutToken())
                .none("client_details")
                .put("confirmation_number", placement.confirmationNumber())
                .put("confirmed", true)
                .put("contact_email", placement.customer().email())
                .put("created_at", time.text(placement.createdAt()))
                .put("currency", placement.shopCurrency())
                .put("customer_locale", "en")
                .none("device_id")
                .empty("discount_codes")
                .put("duties_included", false)
                .put("email", placement.customer().email())
                .put("estimated_taxes", false)
                .none("landing_site", "landing_site_ref", "location_id")
                .put("merchant_business_entity_id", "MTU0ODM4MDAwOQ")
                .none("merchant_of_record_app_id")
                .put("name", placement.name())
                .put("note", order.note())
                .empty("note_attributes")
                .put("number", placement.number() - 1000)
                .put("order_number", placement.number())
                .put("order_status_url", "https://" + domain + "/orders/" + placement.confirmationNumber())
                .put("phone", placement.customer().phone())
                .none("po_number")
                .put("presentment_currency", placement.currency())
                .put("processed_at", time.text(placement.processedAt()))
                .none("reference", "referring_site", "source_identifier")
                .put("source_name", placement.sourceName())
                .none("source_url")
                .put("tags", String.join(", ", order.tags()))
                .put("tax_exempt", false)
                .empty("tax_lines")
                .put("taxes_included", false)
                .put("test", placement.test())
                .put("token", placement.confirmationNumber().toLowerCase(Locale.ROOT))
                .put("total_weight", 0)
                .put("updated_at", time.text(order.updatedAt()))
                .none("user_id");
    }

    private void statuses(Body body, Order order) {
        Cancellation cancellation = order.cancellation();
        JsonArray gateways = new JsonArray();
        order.gateways().forEach(gateways::add);
        body.put(
                        "cancel_reason",
                        cancellation == null ? null : cancellation.reason().toLowerCase(Locale.ROOT))
                .put("cancelled_at", instant(cancellation == null ? null : cancellation.at()))
                .put("closed_at", instant(order.closedAt()))
                .put("financial_status", order.totals().financialStatus().toLowerCase(Locale.ROOT))
                .put("fulfillment_status", fulfillmentStatus(order))
                .put("payment_gateway_names", gateways);
    }

    private static void amounts(Body body, Order order) {
        Totals totals = order.totals();
        MoneyBag none = order.placement().zero();
        body.set("current_shipping_price_set", totals.currentShipping())
                .price("current_subtotal_price", totals.currentSubtotal())
                .set("current_subtotal_price_set", totals.currentSubtotal())
                .none("current_total_additional_fees_set")
                .price("current_total_discounts", none)
                .set("current_total_discounts_set", none)
                .none("current_total_duties_set")
                .price("current_total_price", totals.currentTotal())
                .set("current_total_price_set", totals.currentTotal())
                .price("current_total_tax", totals.currentTax())
                .set("current_total_tax_set", totals.currentTax())
                .none("original_total_additional_fees_set", "original_total_duties_set")
                .price("subtotal_price", totals.subtotal())
                .set("subtotal_price_set", totals.subtotal())
                .set("total_cash_rounding_payment_adjustment_set", none)
                .set("total_cash_rounding_refund_adjustment_set", none)
                .price("total_discounts", none)
                .set("total_discounts_set", none)
                .price("total_line_items_price", totals.subtotal())
                .set("total_line_items_price_set", totals.subtotal())
                .price("total_outstanding", totals.outstanding())
                .price("total_price", totals.total())
                .set("total_price_set", totals.total())
                .set("total_shipping_price_set", totals.shipping())
                .price("total_tax", totals.tax())
                .set("total_tax_set", totals.tax())
                .price("total_tip_received", none);
    }

    private void parts(Body body, Order order) {
        body.none("billing_address")
                .put("customer", customer(order.placement()))
                .empty("discount_applications")
                .put(
                        "fulfillments",
                        Body.array(order.fulfillments().stream()
                                .map(parcel -> fulfillment(order, parcel))
                                .toList()))
                .put(
                        "line_items",
                        Body.array(order.lines().stream()
                                .map(line -> lineOfOrder(order, line))
                                .toList()))
                .none("payment_terms")
                .put(
                        "refunds",
                        Body.array(order.refunds().stream()
                                .map(refund -> refunds.refund(order, refund))
                                .toList()))
                .none("shipping_address")
                .put("shipping_lines", shippingLines(order))
                .empty("returns", "line_item_groups");
    }

    /** A line as it is within an order. */
    private static JsonObject lineOfOrder(Order order, LineItem line) {
        JsonObject json = lineItem(order, line);
        json.add("attributed_staffs", new JsonArray());
        json.addProperty("current_quantity", line.currentQuantity());
        json.add("sales_line_item_group_id", JsonNull.INSTANCE);
        return json;
    }

    /** A line as it is within a refund or a parcel. */
    static JsonObject lineItem(Order order, LineItem line) {
        return new Body()
                .put("id", line.id())
                .put("admin_graphql_api_id", Gid.of("LineItem", line.id()))
                .put("fulfillable_quantity", line.unfulfilledQuantity())
                .put("fulfillment_service", "manual")
                .put(
                        "fulfillment_status",
                        line.fulfilled() == 0 ? null : line.unfulfilledQuantity() == 0 ? "fulfilled" : "partial")
                .put("gift_card", line.giftCard())
                .put("grams", 0)
                .put("name", line.title())
                .price("price", order.bag(line.unitPrice()))
                .set("price_set", order.bag(line.unitPrice()))
                .put("product_exists", false)
                .none("product_id")
                .empty("properties")
                .put("quantity", line.quantity())
                .put("requires_shipping", true)
                .put("sku", line.sku())
                .put("taxable", true)
                .put("title", line.title())
                .price("total_discount", order.placement().zero())
                .set("total_discount_set", order.placement().zero())
                .none("variant_id", "variant_inventory_management", "variant_title", "vendor")
                .empty("tax_lines", "duties", "discount_allocations")
                .json();
    }

    private static JsonObject customer(Placement placement) {
        Placement.Customer customer = placement.customer();
        return new Body()
                .put("id", customer.id())
                .none("created_at", "updated_at")
                .put("first_name", customer.firstName())
                .put("last_name", customer.lastName())
                .put("state", "disabled")
                .none("note")
                .put("verified_email", true)
                .none("multipass_identifier")
                .put("tax_exempt", false)
                .put("email", customer.email())
                .put("phone", customer.phone())
                .put("currency", placement.shopCurrency())
                .empty("tax_exemptions")
                .put("admin_graphql_api_id", Gid.of("Customer", customer.id()))
                .none("default_address")
                .json();
    }

    private static JsonArray shippingLines(Order order) {
        ShippingLine line = order.shipping();
        JsonArray lines = new JsonArray();
        if (line != null) {
            MoneyBag price = order.bag(line.price());
            lines.add(new Body()
                    .put("id", line.id())
                    .none("carrier_identifier", "code")
                    .set("current_discounted_price_set", order.totals().currentShipping())
                    .price("discounted_price", price)
                    .set("discounted_price_set", price)
                    .put("is_removed", false)
                    .none("phone")
                    .price("price", price)
                    .set("price_set", price)
                    .none("requested_fulfillment_service_id")
                    .put("source", "shopify")
                    .put("title", line.title())
                    .empty("tax_lines", "discount_allocations")
                    .json());
        }
        return lines;
    }

    JsonObject fulfillment(Order order, Fulfillment parcel) {
        JsonArray lines = new JsonArray();
        parcel.lines()
                .forEach(part -> order.line(part.lineItemId()).ifPresent(line -> {
                    JsonObject item = lineItem(order, line);
                    item.addProperty("quantity", part.quantity());
                    lines.add(item);
                }));
        JsonArray numbers = new JsonArray();
        if (parcel.trackingNumber() != null) {
            numbers.add(parcel.trackingNumber());
        }
        return new Body()
                .put("id", parcel.id())
                .put("order_id", order.id())
                .put("status", "success")
                .put("created_at", time.text(parcel.createdAt()))
                .put("service", "manual")
                .put("updated_at", time.text(parcel.updatedAt()))
                .put("tracking_company", parcel.trackingCompany())
                .none("shipment_status", "location_id", "origin_address")
                .put("email", order.placement().customer().email())
                .none("destination")
                .put("line_items", lines)
                .put("tracking_number", parcel.trackingNumber())
                .put("tracking_numbers", numbers)
                .none("tracking_url")
                .empty("tracking_urls")
                .put("receipt", new JsonObject())
                .put("name", parcel.name())
                .put("admin_graphql_api_id", Gid.of("Fulfillment", parcel.id()))
                .json();
    }

    private static @Nullable String fulfillmentStatus(Order order) {
        return switch (order.totals().fulfillmentStatus()) {
            case "FULFILLED" -> "fulfilled";
            case "PARTIALLY_FULFILLED" -> "partial";
            case "RESTOCKED" -> "restocked";
            default -> null;
        };
    }

    private JsonElement instant(@Nullable Instant instant) {
        return instant == null ? JsonNull.INSTANCE : new JsonPrimitive(time.text(instant));
    }
}
