package io.maksut.woocommerce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of WooCommerce, as far as it matters here. Immutable and thread-safe. */
record ShopRelease(int major, int minor) {
    /** The shop does not tell: it is asked only what every release answers. */
    static final ShopRelease UNKNOWN = new ShopRelease(0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:[.-].{0,40})?");

    /** What came with which release; all of it was seen on real shops before and after. */
    enum Feature {
        // @formatter:off
        /** Refunds have the form that is known; into an older shop nothing is written. */
        KNOWN_REFUND_FORM(5, 2),
        /** {@code api_restock}; before, a refund by amount restocked nothing either. */
        CHOICE_OF_RESTOCK(5, 6),
        /** {@code modified_after}; before, it is ignored and all orders come back. */
        FILTER_BY_MODIFICATION(5, 8),
        /** A refund moves its order's {@code date_modified}; before, only a full one does, by the status. */
        REFUND_MOVES_ORDER(7, 6),
        /** {@code refunded_payment} in the answer that made a refund; before, it has to be read. */
        PAYMENT_FLAG_WHEN_CREATED(7, 8),
        /** {@code GET /refunds}: those of all orders. */
        REFUNDS_OF_ALL_ORDERS(9, 0);
        // @formatter:on

        private final int major;
        private final int minor;

        Feature(int major, int minor) {
            this.major = major;
            this.minor = minor;
        }
    }

    /** Such as 10.9.1 or 9.0.0-beta.1; {@link #UNKNOWN} for any other text. */
    static ShopRelease of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new ShopRelease(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)))
                : UNKNOWN;
    }

    boolean has(Feature feature) {
        return major > feature.major || (major == feature.major && minor >= feature.minor);
    }

    @Override
    public String toString() {
        return equals(UNKNOWN) ? "unknown" : major + "." + minor;
    }
}
