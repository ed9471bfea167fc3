package io.maksut.sandbox.woocommerce;

/**
 * What the plugin learnt of a payout, and whether money moved, which it may not have learnt. Immutable.
 *
 * @param message what the provider said, empty for nothing
 */
public record PayoutOutcome(Kind kind, String message) {
    /** All that can come of a payout. */
    public enum Kind {
        /** Money moved, and the plugin knows. */
        PAID,
        /** Accepted for later: the plugin reports success, no money moved yet. */
        ACCEPTED,
        /** No money moved; the plugin keeps the reason to itself. */
        FAILED,
        /** No money moved; the provider said why. */
        DECLINED,
        /** No answer came in time, and no money moved. */
        TIMED_OUT_UNPAID,
        /** No answer came in time, but the money moved. */
        TIMED_OUT_PAID
    }

    public static final PayoutOutcome PAID = new PayoutOutcome(Kind.PAID, "");
    public static final PayoutOutcome ACCEPTED = new PayoutOutcome(Kind.ACCEPTED, "");
    public static final PayoutOutcome FAILED = new PayoutOutcome(Kind.FAILED, "");

    public static PayoutOutcome declined(String message) {
        return new PayoutOutcome(Kind.DECLINED, message);
    }

    /** @param moved whether the money moved all the same */
    public static PayoutOutcome timedOut(String message, boolean moved) {
        return new PayoutOutcome(moved ? Kind.TIMED_OUT_PAID : Kind.TIMED_OUT_UNPAID, message);
    }

    /** Whether the books get a movement. */
    public boolean moved() {
        return kind == Kind.PAID || kind == Kind.TIMED_OUT_PAID;
    }
}
