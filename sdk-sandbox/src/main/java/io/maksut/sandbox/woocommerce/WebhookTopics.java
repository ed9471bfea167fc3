package io.maksut.sandbox.woocommerce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What webhooks can be about, and the hooks that set each off. There is no topic for refunds: only {@code order.updated}, and
 * {@code action.} with the name of any hook of WooCommerce's own. Thread-safe.
 */
final class WebhookTopics {
    private static final Map<String, List<String>> CORE = Map.ofEntries(
            // @formatter:off
            Map.entry("coupon.created",    List.of("woocommerce_process_shop_coupon_meta", "woocommerce_new_coupon")),
            Map.entry("coupon.updated",    List.of("woocommerce_process_shop_coupon_meta", "woocommerce_update_coupon")),
            Map.entry("coupon.deleted",    List.of("wp_trash_post")),
            Map.entry("coupon.restored",   List.of("untrashed_post")),
            Map.entry("customer.created",  List.of("user_register", "woocommerce_created_customer", "woocommerce_new_customer")),
            Map.entry("customer.updated",  List.of("profile_update", "woocommerce_update_customer")),
            Map.entry("customer.deleted",  List.of("delete_user")),
            Map.entry("customer.restored", List.of()),
            Map.entry("order.created",     List.of("woocommerce_new_order")),
            Map.entry("order.updated",     List.of("woocommerce_update_order", "woocommerce_order_refunded")),
            Map.entry("order.deleted",     List.of("wp_trash_post", "woocommerce_trash_order")),
            Map.entry("order.restored",    List.of("untrashed_post", "woocommerce_untrash_order")),
            Map.entry("product.created",   List.of("woocommerce_process_product_meta", "woocommerce_new_product")),
            Map.entry("product.updated",   List.of("woocommerce_process_product_meta", "woocommerce_update_product")),
            Map.entry("product.deleted",   List.of("wp_trash_post")),
            Map.entry("product.restored",  List.of("untrashed_post")));
            // @formatter:on

    private static final Set<String> FORBIDDEN = Set.of(
            "action.woocommerce_login_credentials",
            "action.woocommerce_product_csv_importer_check_import_file_path",
            "action.woocommerce_webhook_should_deliver");

    private final Map<String, List<String>> ofPlugins = new LinkedHashMap<>();

    /** A topic that a plugin of the shop brings. */
    synchronized void add(String topic, List<String> hooks) {
        ofPlugins.put(topic, List.copyOf(hooks));
    }

    synchronized void clear() {
        ofPlugins.clear();
    }

    synchronized boolean valid(String topic) {
        // What is no visible letter could not stand in a header.
        if (FORBIDDEN.contains(topic) || !topic.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return false;
        }
        return topic.startsWith("action.woocommerce_")
                || topic.startsWith("action.wc_")
                || CORE.containsKey(topic)
                || ofPlugins.containsKey(topic);
    }

    /** Empty for a topic that is not valid. */
    synchronized List<String> hooks(String topic) {
        if (topic.startsWith("action.")) {
            return List.of(event(topic));
        }
        return CORE.getOrDefault(topic, ofPlugins.getOrDefault(topic, List.of()));
    }

    static String resource(String topic) {
        return topic.split("\\.", 2)[0];
    }

    static String event(String topic) {
        String[] parts = topic.split("\\.", 2);
        return parts.length == 2 ? parts[1] : "";
    }
}
