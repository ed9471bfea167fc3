package io.maksut.woocommerce;

import io.maksut.sync.Discrepancy;
import java.util.Locale;

/**
 * What to do in WooCommerce about a discrepancy between shop and gateway: which button, which order, which amount. Says
 * the same as {@link io.maksut.sync.DiscrepancyKind#remedy}, in the words of WooCommerce's own pages. Thread-safe.
 *
 * <p>Some faults in WooCommerce cannot be prevented from outside: refunds that are deleted, refunds that together
 * exceed what was paid because two were made at once, orders whose status is set to refunded without any money moving.
 * Reconciliation finds them, and these texts say how to correct them.
 */
public final class WooCommerceRemedies {
    private WooCommerceRemedies() {}

    /** For the merchant, in English, Finnish or Latvian; for any other language in English. No personal data. */
    public static String of(Discrepancy discrepancy, Locale locale) {
        String order = discrepancy.orderId();
        return Texts.text(
                locale,
                "remedy." + discrepancy.kind(),
                discrepancy.amount().toString(),
                order == null ? "(" + discrepancy.payment() + ")" : order,
                discrepancy.subject());
    }
}
