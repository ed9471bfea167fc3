package io.maksut.sandbox.shopify.order;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Global ids: {@code gid://shopify/Order/9007199254740993}. */
public final class Gid {
    private static final Pattern FORM = Pattern.compile("gid://shopify/([A-Za-z]+)/([0-9]{1,19})");

    private Gid() {}

    public static String of(String type, long id) {
        return "gid://shopify/" + type + "/" + id;
    }

    /** The type in a gid, or an empty text when it is none. */
    public static String type(String gid) {
        Matcher matcher = FORM.matcher(gid);
        return matcher.matches() ? matcher.group(1) : "";
    }

    /**
     * The number in a gid of this type.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static long number(String type, String gid) {
        Matcher matcher = FORM.matcher(gid);
        if (matcher.matches() && matcher.group(1).equals(type)) {
            try {
                return Long.parseLong(matcher.group(2));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("Invalid id: " + gid, e);
            }
        }
        throw new IllegalArgumentException("Invalid id: " + gid);
    }
}
