package io.maksut.woocommerce;

import io.maksut.json.JsonDocument;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refund as the shop answered it. Immutable and thread-safe.
 *
 * @param orderId 0 where the shop does not tell, as in the lists of single orders
 * @param amount as text: positive, with six decimals, and empty for a refund of nothing
 * @param refundedPayment whether a plugin reported success to WooCommerce; null where the shop does not tell
 */
record WireRefund(
        long id,
        long orderId,
        String amount,
        @Nullable Instant created,
        @Nullable Boolean refundedPayment,
        Map<String, String> meta) {
    /** The fields that are requested. The reason is not among them, as people write names into it. */
    static final String FIELDS = "id,parent_id,date_created_gmt,amount,refunded_payment,meta_data";

    /** The meta key by which a refund that we recorded is recognised; the underscore hides it from shop staff. */
    static final String PORTAL_KEY = "_maksut_portal_refund";

    /** For people who read the shop's database. A refund's reason would be printed in the customer's mails. */
    static final String CORRELATION_ID = "_maksut_correlation_id";

    /**
     * Reads a refund.
     *
     * @throws io.maksut.json.JsonFormatException if it has no id, or a part has another form
     */
    static WireRefund of(JsonDocument json) {
        return new WireRefund(
                WireOrder.positive(json, "id"),
                json.integer("parent_id").orElse(0L),
                json.plainText("amount").orElse(""),
                WireOrder.utc(json, "date_created_gmt").orElse(null),
                json.has("refunded_payment") ? json.flag("refunded_payment") : null,
                WireOrder.meta(json));
    }

    /** Whether it was recorded by hand, by us or by a plugin, or never completed; false if the shop does not tell. */
    boolean unpaid() {
        return refundedPayment != null && !refundedPayment;
    }

    @Nullable
    String portalKey() {
        return meta.get(PORTAL_KEY);
    }

    @Override
    public String toString() {
        return "WireRefund[" + id + "]";
    }
}
