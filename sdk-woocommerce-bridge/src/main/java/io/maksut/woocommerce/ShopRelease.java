package io.maksut.woocommerce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of WooCommerce, by major and minor number. Immutable and thread-safe. */
record ShopRelease(int major, int minor) {
    /** The shop does not tell its release: only requests that every release answers are sent. */
    static final ShopRelease UNKNOWN = new ShopRelease(0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:[.-].{0,40})?");

    /** The release that introduced each feature; all were seen on real shops before and after. */
    enum Feature {
        // @formatter:off
        /** Refunds have the known form; nothing is written into an older shop. */
        KNOWN_REFUND_FORM(5, 2),
        /** {@code api_restock}; before, a refund by amount never restocked. */
        CHOICE_OF_RESTOCK(5, 6),
        /** {@code modified_after}; before, it is ignored and all orders are returned. */
        FILTER_BY_MODIFICATION(5, 8),
        /** A refund changes its order's {@code date_modified}; before, only a full one does, by the status. */
        REFUND_MOVES_ORDER(7, 6),
        /** {@code refunded_payment} in the answer to a new refund; before, it has to be read. */
        PAYMENT_FLAG_WHEN_CREATED(7, 8),
        /** {@code GET /refunds}: the refunds of all orders. */
        REFUNDS_OF_ALL_ORDERS(9, 0);
        // @formatter:on

        private final int major;
        private final int minor;

        Feature(int major, int minor) {
            this.major = major;
            this.minor = minor;
        }
    }

    /** Reads a text such as 10.9.1 or 9.0.0-beta.1; {@link #UNKNOWN} for any other text. */
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
