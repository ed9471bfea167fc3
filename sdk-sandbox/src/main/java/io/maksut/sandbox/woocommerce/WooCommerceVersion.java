package io.maksut.sandbox.woocommerce;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of WooCommerce, such as 9.0.2. Immutable. */
public record WooCommerceVersion(int major, int minor, int patch) implements Comparable<WooCommerceVersion> {
    /** The one whose answers were recorded in full. */
    public static final WooCommerceVersion LATEST = new WooCommerceVersion(10, 9, 1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,3}))?");

    private static final Comparator<WooCommerceVersion> ORDER = Comparator.comparingInt(WooCommerceVersion::major)
            .thenComparingInt(WooCommerceVersion::minor)
            .thenComparingInt(WooCommerceVersion::patch);

    /**
     * Two or three numbers with dots between.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static WooCommerceVersion of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a version of WooCommerce: " + text);
        }
        String patch = matcher.group(3);
        return new WooCommerceVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch));
    }

    boolean has(Since since) {
        return major > since.major || (major == since.major && minor >= since.minor);
    }

    @Override
    public int compareTo(WooCommerceVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
