package io.maksut.shopify;

import java.util.regex.Pattern;

/** Shopify's global ids. Numbers in them may be above 2^53, so they stay text from end to end. */
final class Gid {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final String ROOT = "gid://shopify/";
    private static final String ORDER = ROOT + "Order/";
    private static final String TRANSACTION = ROOT + "OrderTransaction/";

    private Gid() {}

    static boolean isOrder(String gid) {
        return gid.startsWith(ORDER) && isNumber(gid.substring(ORDER.length()));
    }

    static boolean isTransaction(String gid) {
        return gid.startsWith(TRANSACTION) && isNumber(gid.substring(TRANSACTION.length()));
    }

    /** Whether this can be the number of an order as webhooks write it. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    static String order(String number) {
        return ORDER + number;
    }

    /** The number at the end of a gid that was checked before. */
    static String number(String gid) {
        return gid.substring(gid.lastIndexOf('/') + 1);
    }

    /** Whether this can be the id of a refund, capture or void session. */
    static boolean isSessionId(String id) {
        return SESSION.matcher(id).matches();
    }

    static String session(SessionKind kind, String id) {
        return ROOT + kind.type() + "/" + id;
    }
}
