package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.shopify.ShopifyEvent.Privacy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topics that the bridge uses: how each names its order, and which fields a subscription asks for. These are few,
 * as orders are full of personal data. One of them always changes, because Shopify drops a delivery that equals another
 * one of the same moment.
 */
enum WebhookTopic {
    // @formatter:off
    REFUNDS_CREATE            ("refunds/create",            Names.ORDER_ID,   Use.ALWAYS,   "id,order_id,created_at"),
    ORDER_TRANSACTIONS_CREATE ("order_transactions/create", Names.ORDER_ID,   Use.ALWAYS,   "id,order_id,status,processed_at"),
    ORDERS_UPDATED            ("orders/updated",            Names.ID,         Use.ALWAYS,   "id,updated_at"),
    ORDERS_CANCELLED          ("orders/cancelled",          Names.ID,         Use.ALWAYS,   "id,updated_at"),
    ORDERS_EDITED             ("orders/edited",             Names.ORDER_EDIT, Use.ALWAYS,   ""),
    ORDERS_DELETE             ("orders/delete",             Names.ID,         Use.ALWAYS,   ""),
    FULFILLMENTS_CREATE       ("fulfillments/create",       Names.ORDER_ID,   Use.SHIPPING, "id,order_id,updated_at"),
    FULFILLMENTS_UPDATE       ("fulfillments/update",       Names.ORDER_ID,   Use.SHIPPING, "id,order_id,updated_at"),
    APP_UNINSTALLED           ("app/uninstalled",           Names.NOTHING,    Use.ALWAYS,   "id"),
    APP_SCOPES_UPDATE         ("app/scopes_update",         Names.NOTHING,    Use.ALWAYS,   ""),
    CUSTOMERS_DATA_REQUEST    ("customers/data_request",    Names.NOTHING,    Use.APP_FILE, ""),
    CUSTOMERS_REDACT          ("customers/redact",          Names.NOTHING,    Use.APP_FILE, ""),
    SHOP_REDACT               ("shop/redact",               Names.NOTHING,    Use.APP_FILE, "");
    // @formatter:on

    /** How the body of a delivery names the order. */
    private enum Names {
        ID,
        ORDER_ID,
        ORDER_EDIT,
        NOTHING
    }

    /** When a subscription is made. */
    private enum Use {
        ALWAYS,
        /** Only if the bridge reads how far orders were shipped. */
        SHIPPING,
        /** Only in the app's own file, {@code shopify.app.toml}. */
        APP_FILE
    }

    private final String topic;
    private final Names names;
    private final Use use;
    private final String fields;

    WebhookTopic(String topic, Names names, Use use, String fields) {
        this.topic = topic;
        this.names = names;
        this.use = use;
        this.fields = fields;
    }

    /** The topic as in the header. */
    String topic() {
        return topic;
    }

    /** The fields that a subscription asks for; empty for all. */
    List<String> fields() {
        return fields.isEmpty() ? List.of() : List.of(fields.split(","));
    }

    static Optional<WebhookTopic> of(String topic) {
        return Arrays.stream(values()).filter(it -> it.topic.equals(topic)).findFirst();
    }

    /** The topics to subscribe to through the API. */
    static List<WebhookTopic> subscribed(boolean shipping) {
        return Arrays.stream(values())
                .filter(it -> it.use == Use.ALWAYS || (shipping && it.use == Use.SHIPPING))
                .toList();
    }

    boolean concernsOrder() {
        return names != Names.NOTHING;
    }

    /** The number of the order in a body of this topic; empty if there is none. */
    Optional<String> orderNumber(JsonDocument body) {
        return switch (names) {
            case ID -> number(body, "id");
            case ORDER_ID -> number(body, "order_id");
            case ORDER_EDIT -> body.object("order_edit").flatMap(edit -> number(edit, "order_id"));
            case NOTHING -> Optional.empty();
        };
    }

    /** The number of an order in a body of any other topic; empty if there is none. */
    static Optional<String> anyOrderNumber(JsonDocument body) {
        return number(body, "order_id");
    }

    private static Optional<String> number(JsonDocument json, String field) {
        return json.plainText(field).filter(Gid::isNumber);
    }

    /** The kind of request about personal data; null for other topics. */
    @Nullable
    Privacy privacy() {
        return switch (this) {
            case CUSTOMERS_DATA_REQUEST -> Privacy.TELL_CUSTOMER;
            case CUSTOMERS_REDACT -> Privacy.REDACT_CUSTOMER;
            case SHOP_REDACT -> Privacy.REDACT_SHOP;
            default -> null;
        };
    }

    /** The orders in a request about personal data. */
    List<String> privacyOrders(JsonDocument body) {
        String field = this == CUSTOMERS_REDACT ? "orders_to_redact" : "orders_requested";
        return body.texts(field).stream()
                .filter(Gid::isNumber)
                .limit(1_000)
                .map(Gid::order)
                .toList();
    }
}
