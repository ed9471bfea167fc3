package io.maksut.payment;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway account can do; a payment allows at most this. Whatever is not said is not possible. Immutable and
 * thread-safe.
 *
 * @param gateway the gateway's name as merchants read it: "flatpay", "everypay". It is not the name of the account.
 * @param byMethod what can be done for a method; nothing for one that is not named
 * @param byMethodName what can be done for the method that the gateway calls exactly this; wins over {@code byMethod}
 * @param capturesRestOfSettled whether what is left of an authorisation may be captured after a part was captured (Frisbii)
 * @param voidsWhileUncaptured whether a payment that reads settled may be voided until it is really captured (EveryPay, final
 *     authorisation)
 * @param openBankingRefund what becomes of an open-banking refund in this account: only {@link OpenBankingRefund#EXECUTED}
 *     allows one
 * @param idempotencyKeys whether the same call under the same key is done once only
 * @param keepsOrigin whether the gateway keeps a note of how the customer came to pay ({@link Payment#origin})
 * @param failedMayRecover whether a payment that reads failed may still be authorised, settled or cancelled (Frisbii)
 */
public record GatewayCapabilities(
        String gateway,
        Map<PaymentMethod, Set<PaymentAction>> byMethod,
        Map<String, Set<PaymentAction>> byMethodName,
        boolean capturesRestOfSettled,
        boolean voidsWhileUncaptured,
        OpenBankingRefund openBankingRefund,
        boolean idempotencyKeys,
        boolean keepsOrigin,
        boolean failedMayRecover) {
    public GatewayCapabilities {
        byMethod = Map.copyOf(byMethod);
        byMethodName = Map.copyOf(byMethodName);
    }

    /** What becomes of an open-banking refund: the banks differ. */
    public enum OpenBankingRefund {
        /** The money really moves (the merchant banks where the gateway can pay from). */
        EXECUTED,
        /** Only the status changes. Never an allowed action: a person has to make the transfer. */
        STATUS_ONLY,
        /** The gateway refuses the call. */
        REFUSED
    }

    /**
     * Starts with a gateway that can do nothing.
     *
     * @param gateway its name, shown to merchants: "flatpay", "everypay"
     */
    public static Builder builder(String gateway) {
        return new Builder(gateway);
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

    @Override
    public String toString() {
        return "GatewayCapabilities[" + gateway + "]";
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
            return new GatewayCapabilities(
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

        private static Set<PaymentAction> inOrder(Set<PaymentAction> actions) {
            Set<PaymentAction> copy = EnumSet.noneOf(PaymentAction.class);
            copy.addAll(actions);
            return Collections.unmodifiableSet(copy);
        }
    }
}
