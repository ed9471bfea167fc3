package io.maksut.sandbox.frisbii;

/**
 * What the acquirer behind a payment method can do with a payment that exists. Which method can do what is published
 * nowhere; the gateway answers with codes 81 and 129 to 132. Immutable.
 *
 * @param partialSettle a settle of less than is authorised; else code 130
 * @param severalSettles another settle after the first; else code 129
 * @param partialRefund a refund of less than was settled; else code 132
 * @param severalRefunds another refund after the first; else code 131
 * @param onlineRefund a refund by the gateway at all; else code 81, and only a manual transfer can be booked
 */
public record MethodSupport(
        boolean partialSettle,
        boolean severalSettles,
        boolean partialRefund,
        boolean severalRefunds,
        boolean onlineRefund) {
    public static MethodSupport everything() {
        return new MethodSupport(true, true, true, true, true);
    }

    public MethodSupport withoutPartialSettle() {
        return new MethodSupport(false, severalSettles, partialRefund, severalRefunds, onlineRefund);
    }

    public MethodSupport withoutSeveralSettles() {
        return new MethodSupport(partialSettle, false, partialRefund, severalRefunds, onlineRefund);
    }

    public MethodSupport withoutPartialRefund() {
        return new MethodSupport(partialSettle, severalSettles, false, severalRefunds, onlineRefund);
    }

    public MethodSupport withoutSeveralRefunds() {
        return new MethodSupport(partialSettle, severalSettles, partialRefund, false, onlineRefund);
    }

    public MethodSupport withoutOnlineRefund() {
        return new MethodSupport(partialSettle, severalSettles, partialRefund, severalRefunds, false);
    }
}
