package io.maksut.sandbox.shopify.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The topics that the sandbox knows, in both spellings, and the scope each takes. */
public final class Topics {
    /** Only configurable in the app's own file, absent from the API. */
    private static final Set<String> PRIVACY = Set.of("customers/data_request", "customers/redact", "shop/redact");

    private Topics() {}

    /** {@code ORDERS_PAID} for {@code orders/paid}. */
    public static String enumName(String topic) {
        return topic.replace('/', '_').toUpperCase(Locale.ROOT);
    }

    /** {@code orders/paid} for {@code ORDERS_PAID}. */
    public static String ofEnum(String enumName) {
        String lower = enumName.toLowerCase(Locale.ROOT);
        int cut = lower.startsWith("app_") ? "app".length() : lower.lastIndexOf('_');
        if (lower.equals("orders_partially_fulfilled")) {
            cut = "orders".length();
        }
        return lower.substring(0, cut) + "/" + lower.substring(cut + 1);
    }

    /** The scope without which a topic is neither subscribed to nor delivered. */
    static Optional<String> scope(String topic) {
        String subject = topic.substring(0, Math.max(0, topic.indexOf('/')));
        return switch (subject) {
            case "orders", "order_transactions", "refunds", "tender_transactions" -> Optional.of("read_orders");
            case "fulfillments" -> Optional.of("read_fulfillments");
            case "returns" -> Optional.of("read_returns");
            case "disputes" -> Optional.of("read_shopify_payments_disputes");
            default -> Optional.empty();
        };
    }

    static boolean isPrivacy(String topic) {
        return PRIVACY.contains(topic);
    }
}
