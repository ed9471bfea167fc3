package io.maksut.sandbox.shopify.webhook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.sandbox.shopify.order.Dispute;
import io.maksut.sandbox.shopify.order.Exchange;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.shop.Shop;
import io.maksut.sandbox.shopify.shop.ShopEvent;
import io.maksut.sandbox.shopify.shop.ShopProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The body of every topic that the shop itself causes. */
final class EventBodies {
    private final RestTime time;
    private final TransactionBody transactions;
    private final RefundBody refunds;
    private final OrderBody orders;

    EventBodies(Shop shop) {
        time = new RestTime(shop.profile().zone());
        transactions = new TransactionBody(time, handle -> shop.gateway(handle).isManual());
        refunds = new RefundBody(time, transactions);
        orders = new OrderBody(time, refunds, shop.profile().domain());
    }

    JsonObject body(ShopEvent event) {
        if (event instanceof ShopEvent.OrderChanged changed) {
            return orders.order(changed.order());
        }
        if (event instanceof ShopEvent.TransactionEnded ended) {
            return transactions.transaction(ended.order(), ended.transaction());
        }
        if (event instanceof ShopEvent.Tendered tendered) {
            return transactions.tender(tendered.id(), tendered.order(), tendered.transaction());
        }
        if (event instanceof ShopEvent.Refunded refunded) {
            return refunds.refund(refunded.order(), refunded.refund());
        }
        if (event instanceof ShopEvent.Shipped shipped) {
            return orders.fulfillment(shipped.order(), shipped.fulfillment());
        }
        if (event instanceof ShopEvent.Edited edited) {
            return edit(edited);
        }
        if (event instanceof ShopEvent.Returned returned) {
            return exchange(returned.order(), returned.exchange());
        }
        if (event instanceof ShopEvent.Disputed disputed) {
            return dispute(disputed.order(), disputed.dispute());
        }
        return new Body().put("id", ((ShopEvent.Deleted) event).orderId()).json();
    }

    private JsonObject edit(ShopEvent.Edited edited) {
        JsonObject none = changes(List.of(), List.of());
        return new Body()
                .put(
                        "order_edit",
                        new Body()
                                .put("id", edited.id())
                                .none("app_id")
                                .put("created_at", time.text(edited.at()))
                                .put("committed_at", time.text(edited.at()))
                                .put("notify_customer", false)
                                .put("order_id", edited.order().id())
                                .put("staff_note", "")
                                .none("user_id")
                                .put("line_items", changes(edited.additions(), edited.removals()))
                                .put(
                                        "discounts",
                                        new Body().put("line_item", none).json())
                                .put("shipping_lines", none)
                                .json())
                .json();
    }

    private static JsonObject changes(List<ShopEvent.Edited.Change> additions, List<ShopEvent.Edited.Change> removals) {
        return new Body()
                .put("additions", changes(additions))
                .put("removals", changes(removals))
                .json();
    }

    private static JsonArray changes(List<ShopEvent.Edited.Change> changes) {
        return Body.array(changes.stream()
                .map(change -> new Body()
                        .put("id", change.lineItemId())
                        .put("delta", change.delta())
                        .json())
                .toList());
    }

    private static JsonObject exchange(Order order, Exchange exchange) {
        return new Body()
                .put("id", exchange.id())
                .put("admin_graphql_api_id", Gid.of("Return", exchange.id()))
                .put("status", "open")
                .put(
                        "order",
                        new Body()
                                .put("id", order.id())
                                .put("admin_graphql_api_id", order.gid())
                                .json())
                .put("total_return_line_items", exchange.returned())
                .put("name", exchange.name())
                .empty("return_line_items", "return_shipping_fees")
                .put(
                        "exchange_line_items",
                        Body.array(exchange.taken().stream()
                                .map(taken -> new Body()
                                        .put("id", taken.id())
                                        .put("admin_graphql_api_id", Gid.of("ExchangeLineItem", taken.id()))
                                        .none("line_item")
                                        .json())
                                .toList()))
                .put("total_exchange_line_items", exchange.taken().size())
                .json();
    }

    private JsonObject dispute(Order order, Dispute dispute) {
        return new Body()
                .put("id", dispute.id())
                .put("order_id", order.id())
                .put("type", "chargeback")
                .put("amount", dispute.amount().text())
                .put("currency", dispute.amount().currency())
                .put("reason", "fraudulent")
                .put("network_reason_code", "4837")
                .put("status", "needs_response")
                .put("evidence_due_by", time.text(dispute.initiatedAt().plus(Duration.ofDays(7))))
                .none("evidence_sent_on", "finalized_on")
                .put("initiated_at", time.text(dispute.initiatedAt()))
                .json();
    }

    // What is not about one order

    static JsonObject uninstalled(ShopProfile profile) {
        JsonArray currencies = new JsonArray();
        currencies.add(profile.currency());
        return new Body()
                .put("id", profile.id())
                .put("name", profile.name())
                .put("email", profile.email())
                .put("customer_email", profile.email())
                .put("shop_owner", "Test Owner")
                .put("domain", profile.domain())
                .put("myshopify_domain", profile.domain())
                .put("country", "FI")
                .put("country_code", "FI")
                .put("country_name", "Finland")
                .put("address1", "Testikatu 1")
                .put("zip", "00100")
                .put("city", "Helsinki")
                .none("address2", "province", "province_code", "phone", "latitude", "longitude", "source")
                .put("primary_locale", "en")
                .none("created_at", "updated_at")
                .put("currency", profile.currency())
                .put("enabled_presentment_currencies", currencies)
                .put("timezone", profile.zone().getId())
                .put("iana_timezone", profile.zone().getId())
                .put("money_format", "{{amount}}")
                .put("money_in_emails_format", "{{amount}}")
                .put("money_with_currency_format", "{{amount}} " + profile.currency())
                .put("money_with_currency_in_emails_format", "{{amount}} " + profile.currency())
                .put("weight_unit", "kg")
                .none("taxes_included", "auto_configure_tax_inclusivity", "tax_shipping", "county_taxes")
                .put("plan_display_name", "Basic")
                .put("plan_name", "basic")
                .put("has_discounts", false)
                .put("has_gift_cards", true)
                .none("google_apps_domain", "google_apps_login_enabled")
                .put("eligible_for_payments", true)
                .put("requires_extra_payments_agreement", false)
                .none("password_enabled")
                .put("has_storefront", true)
                .put("finances", true)
                .put("primary_location_id", 1)
                .put("checkout_api_supported", true)
                .put("multi_location_enabled", true)
                .put("setup_required", false)
                .put("pre_launch_enabled", false)
                .put("marketing_sms_consent_enabled_at_checkout", false)
                .put("transactional_sms_disabled", false)
                .json();
    }

    JsonObject scopesUpdate(ShopProfile profile, List<String> before, List<String> now, Instant at) {
        return new Body()
                .put("id", 1)
                .put("shop_id", Gid.of("Shop", profile.id()))
                .put("previous", texts(before))
                .put("current", texts(now))
                .put("updated_at", at.toString())
                .json();
    }

    JsonObject bulkFinished(String operationId, String status, Instant createdAt, Instant completedAt) {
        return new Body()
                .put("admin_graphql_api_id", operationId)
                .put("completed_at", time.text(completedAt))
                .put("created_at", time.text(createdAt))
                .none("error_code")
                .put("status", status)
                .put("type", "query")
                .json();
    }

    /** @param listName {@code orders_requested} or {@code orders_to_redact} */
    static Body aboutCustomer(ShopProfile profile, Order order, String listName) {
        JsonArray ids = new JsonArray();
        ids.add(order.id());
        return aboutShop(profile)
                .put(
                        "customer",
                        new Body()
                                .put("id", order.placement().customer().id())
                                .put("email", order.placement().customer().email())
                                .put("phone", order.placement().customer().phone())
                                .json())
                .put(listName, ids);
    }

    static Body aboutShop(ShopProfile profile) {
        return new Body().put("shop_id", profile.id()).put("shop_domain", profile.domain());
    }

    private static JsonArray texts(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
