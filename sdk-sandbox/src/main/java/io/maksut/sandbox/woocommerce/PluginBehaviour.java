package io.maksut.sandbox.woocommerce;

import org.jspecify.annotations.Nullable;

/**
 * What the payment plugin, or what is around it, does with a refund. "Pays" means that it asks its {@link PayoutGateway} first;
 * if that does not pay, its outcome counts and not the behaviour. Immutable.
 */
public final class PluginBehaviour {
    /** How a behaviour ends for WooCommerce. */
    enum Kind {
        PAYS,
        ACCEPTS,
        DECLINES,
        THROWS,
        RETURNS_FALSE,
        HAS_NO_REFUNDS,
        IS_GONE,
        DIES_FIRST,
        IS_KILLED_FIRST,
        TIMES_OUT_AFTER,
        DIES_AFTER,
        IS_KILLED_AFTER,
        ANOTHER_THROWS_AFTER
    }

    private static final String TIMED_OUT = "The payment provider did not answer in time.";

    /** Pays. 201 with {@code refunded_payment} true. */
    public static final PluginBehaviour OK = new PluginBehaviour(Kind.PAYS, null);
    /** Reports success without paying, now or ever. 201 with {@code refunded_payment} true. */
    public static final PluginBehaviour ACCEPTS_WITHOUT_PAYING = new PluginBehaviour(Kind.ACCEPTS, null);
    /** {@code return false}. 500; nothing moved, the record is gone. */
    public static final PluginBehaviour RETURNS_FALSE = new PluginBehaviour(Kind.RETURNS_FALSE, null);
    /** Does not support refunds. 500; nothing moved, the record is gone. */
    public static final PluginBehaviour HAS_NO_REFUNDS = new PluginBehaviour(Kind.HAS_NO_REFUNDS, null);
    /** Was deactivated. 500; nothing moved, the record is gone. */
    public static final PluginBehaviour IS_GONE = new PluginBehaviour(Kind.IS_GONE, null);
    /** A PHP Error before anything was paid. 500; the record stays with {@code refunded_payment} false. */
    public static final PluginBehaviour DIES_BEFORE_PAYOUT = new PluginBehaviour(Kind.DIES_FIRST, null);
    /** The process is killed before anything was paid. 502 by the web server; the record stays, false. */
    public static final PluginBehaviour IS_KILLED_BEFORE_PAYOUT = new PluginBehaviour(Kind.IS_KILLED_FIRST, null);
    /** The provider did not answer and did not pay. 500; the record is gone. */
    public static final PluginBehaviour TIMES_OUT_UNPAID = new PluginBehaviour(Kind.THROWS, TIMED_OUT);
    /** Pays, but the provider's answer does not come. 500 exactly as above; <b>money moved</b>, the record is gone. */
    public static final PluginBehaviour TIMES_OUT_PAID = new PluginBehaviour(Kind.TIMES_OUT_AFTER, TIMED_OUT);
    /** Pays, then a PHP Error. 500; <b>money moved</b>, the record stays with {@code refunded_payment} false. */
    public static final PluginBehaviour DIES_AFTER_PAYOUT = new PluginBehaviour(Kind.DIES_AFTER, null);
    /** Pays, then the process is killed. 502 by the web server; <b>money moved</b>, the record stays, false. */
    public static final PluginBehaviour IS_KILLED_AFTER_PAYOUT = new PluginBehaviour(Kind.IS_KILLED_AFTER, null);
    /** Pays, then a hook of another plugin throws. 500; <b>money moved</b>, the record is gone. */
    public static final PluginBehaviour ANOTHER_PLUGIN_THROWS =
            new PluginBehaviour(Kind.ANOTHER_THROWS_AFTER, "A plugin that counts refunds failed.");

    final Kind kind;
    private final @Nullable String message;

    private PluginBehaviour(Kind kind, @Nullable String message) {
        this.kind = kind;
        this.message = message;
    }

    /** Reports a refusal of the provider. 500 with this message; nothing moved, the record is gone. */
    public static PluginBehaviour declines(String message) {
        return new PluginBehaviour(Kind.DECLINES, message);
    }

    /** Throws an exception before it pays. 500 with this message; nothing moved, the record is gone. */
    public static PluginBehaviour throwsException(String message) {
        return new PluginBehaviour(Kind.THROWS, message);
    }

    String message() {
        return message == null ? "" : message;
    }

    boolean pays() {
        return switch (kind) {
            case PAYS, TIMES_OUT_AFTER, DIES_AFTER, IS_KILLED_AFTER, ANOTHER_THROWS_AFTER -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return kind + (message == null ? "" : ": " + message);
    }
}
