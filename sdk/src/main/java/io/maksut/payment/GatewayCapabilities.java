package io.maksut.payment;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway account can do; a payment allows at most this. Whatever is not said is not possible. Immutable and
 * thread-safe.
 */
public final class GatewayCapabilities {
    /** What becomes of an open-banking refund: the banks differ. */
    public enum OpenBankingRefund {
        /** The money really moves (the merchant banks where the gateway can pay from). */
        EXECUTED,
        /** Only the status changes. Never an allowed action: a person has to make the transfer. */
        STATUS_ONLY,
        /** The gateway refuses the call. */
        REFUSED
    }

    private final String gateway;
    private final Map<PaymentMethod, Set<PaymentAction>> byMethod;
    private final Map<String, Set<PaymentAction>> byMethodName;
    private final boolean capturesRestOfSettled;
    private final boolean voidsWhileUncaptured;
    private final OpenBankingRefund openBankingRefund;
    private final boolean idempotencyKeys;
    private final boolean keepsOrigin;
    private final boolean failedMayRecover;

    private GatewayCapabilities(Builder from) {
        gateway = from.gateway;
        byMethod = Map.copyOf(from.byMethod);
        byMethodName = Map.copyOf(from.byMethodName);
        capturesRestOfSettled = from.capturesRestOfSettled;
        voidsWhileUncaptured = from.voidsWhileUncaptured;
        openBankingRefund = from.openBankingRefund;
        idempotencyKeys = from.idempotencyKeys;
        keepsOrigin = from.keepsOrigin;
        failedMayRecover = from.failedMayRecover;
    }

    /**
     * Starts with a gateway that can do nothing.
     *
     * @param gateway its name, shown to merchants: "flatpay", "everypay"
     */
    public static Builder builder(String gateway) {
        return new Builder(gateway);
    }

    /** The gateway's name as merchants read it: "flatpay", "everypay". It is not the name of the account. */
    public String gateway() {
        return gateway;
    }

    /**
     * The most that this gateway can do for a method, whatever the status.
     *
     * @param methodName the gateway's own name of the method; where it has a rule of its own, that wins
     */
    public Set<PaymentAction> actions(PaymentMethod method, @Nullable String methodName) {
        Set<PaymentAction> named = methodName == null ? null : byMethodName.get(methodName);
        return named != null ? named : byMethod.getOrDefault(method, Set.of());
    }

    /** Whether what is left of an authorisation may be captured after a part was captured (Frisbii). */
    public boolean capturesRestOfSettled() {
        return capturesRestOfSettled;
    }

    /** Whether a payment that reads settled may be voided until it is really captured (EveryPay, final authorisation). */
    public boolean voidsWhileUncaptured() {
        return voidsWhileUncaptured;
    }

    /** What becomes of an open-banking refund in this account: only {@link OpenBankingRefund#EXECUTED} allows one. */
    public OpenBankingRefund openBankingRefund() {
        return openBankingRefund;
    }

    /** Whether the same call under the same key is done once only. */
    public boolean idempotencyKeys() {
        return idempotencyKeys;
    }

    /** Whether the gateway keeps a note of how the customer came to pay ({@link Payment#origin}). */
    public boolean keepsOrigin() {
        return keepsOrigin;
    }

    /** Whether a payment that reads failed may still be authorised, settled or cancelled (Frisbii). */
    public boolean failedMayRecover() {
        return failedMayRecover;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof GatewayCapabilities other && parts().equals(other.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "GatewayCapabilities[" + gateway + "]";
    }

    private List<Object> parts() {
        return Arrays.asList(
                gateway,
                byMethod,
                byMethodName,
                capturesRestOfSettled,
                voidsWhileUncaptured,
                openBankingRefund,
                idempotencyKeys,
                keepsOrigin,
                failedMayRecover);
    }

    /** Collects what a gateway account can do. Not thread-safe. */
    public static final class Builder {
        private final String gateway;
        private final Map<PaymentMethod, Set<PaymentAction>> byMethod = new EnumMap<>(PaymentMethod.class);
        private final Map<String, Set<PaymentAction>> byMethodName = new HashMap<>();
        private boolean capturesRestOfSettled;
        private boolean voidsWhileUncaptured;
        private OpenBankingRefund openBankingRefund = OpenBankingRefund.REFUSED;
        private boolean idempotencyKeys;
        private boolean keepsOrigin;
        private boolean failedMayRecover;

        private Builder(String gateway) {
            this.gateway = gateway;
        }

        /** What can be done for a method; nothing if never said. */
        public Builder method(PaymentMethod method, Set<PaymentAction> actions) {
            byMethod.put(method, inOrder(actions));
            return this;
        }

        /** What can be done for the method that the gateway calls exactly this; wins over {@link #method}. */
        public Builder methodName(String rawName, Set<PaymentAction> actions) {
            byMethodName.put(rawName, inOrder(actions));
            return this;
        }

        /** Default: false. */
        public Builder capturesRestOfSettled(boolean can) {
            this.capturesRestOfSettled = can;
            return this;
        }

        /** Default: false. */
        public Builder voidsWhileUncaptured(boolean can) {
            this.voidsWhileUncaptured = can;
            return this;
        }

        /** Default: {@link OpenBankingRefund#REFUSED}. */
        public Builder openBankingRefund(OpenBankingRefund what) {
            this.openBankingRefund = what;
            return this;
        }

        /** Default: false. */
        public Builder idempotencyKeys(boolean has) {
            this.idempotencyKeys = has;
            return this;
        }

        /** Default: false. */
        public Builder keepsOrigin(boolean keeps) {
            this.keepsOrigin = keeps;
            return this;
        }

        /** Default: false. */
        public Builder failedMayRecover(boolean may) {
            this.failedMayRecover = may;
            return this;
        }

        /** The capabilities; what was not said is not possible. */
        public GatewayCapabilities build() {
            return new GatewayCapabilities(this);
        }

        private static Set<PaymentAction> inOrder(Set<PaymentAction> actions) {
            Set<PaymentAction> copy = EnumSet.noneOf(PaymentAction.class);
            copy.addAll(actions);
            return Collections.unmodifiableSet(copy);
        }
    }
}
