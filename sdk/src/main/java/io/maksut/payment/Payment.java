package io.maksut.payment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One payment as a gateway told it at one moment, and what may be done to it.
 *
 * <p>Personal data is in {@link #customer}, {@link #card}, {@link #bank} and {@link #raw}, never in {@code toString}.
 * Immutable and thread-safe.
 */
public final class Payment {
    private final PaymentId id;
    private final PaymentStatus status;
    private final PaymentMethod method;
    private final Amounts amounts;
    private final GatewayCapabilities capabilities;
    private final Timestamps timestamps;
    private final PaymentOrigin origin;
    private final List<Refund> refunds;
    private final boolean uncapturedKnown;
    private final boolean chargebackOpen;
    private final boolean captureDeclined;
    private final @Nullable Money lostInDisputes;
    private final @Nullable String methodName;
    private final @Nullable OrderReference orderReference;
    private final @Nullable ShopOrderId order;
    private final @Nullable Customer customer;
    private final @Nullable CardDetails card;
    private final @Nullable BankDetails bank;
    private final @Nullable RawState raw;
    private final @Nullable String transactionId;
    private final List<GatewayReference> references;

    private Payment(Builder from, Timestamps timestamps) {
        id = from.id;
        status = from.status;
        method = from.method;
        amounts = from.amounts;
        capabilities = from.capabilities;
        this.timestamps = timestamps;
        origin = from.origin;
        refunds = from.refunds;
        uncapturedKnown = from.uncapturedKnown;
        chargebackOpen = from.chargebackOpen;
        captureDeclined = from.captureDeclined;
        lostInDisputes = from.lostInDisputes;
        methodName = from.methodName;
        orderReference = from.orderReference;
        order = from.order;
        customer = from.customer;
        card = from.card;
        bank = from.bank;
        raw = from.raw;
        transactionId = from.transactionId;
        references = from.references;
    }

    /** Starts with what every payment has; {@link Builder#timestamps} must follow. */
    public static Builder builder(
            PaymentId id,
            PaymentStatus status,
            PaymentMethod method,
            Amounts amounts,
            GatewayCapabilities capabilities) {
        return new Builder(id, status, method, amounts, capabilities);
    }

    /** The account, and the gateway's reference: Flatpay's charge handle, EveryPay's payment reference. */
    public PaymentId id() {
        return id;
    }

    /** Follows from the gateway's own state, which is in {@link #raw}, and from the amounts. */
    public PaymentStatus status() {
        return status;
    }

    /** {@link PaymentMethod#NOT_CHOSEN} or {@link PaymentMethod#UNKNOWN} where the gateway names no method. */
    public PaymentMethod method() {
        return method;
    }

    /** The gateway's own name of the method, for example "mobilepay". */
    public Optional<String> methodName() {
        return Optional.ofNullable(methodName);
    }

    /** All in one currency. After a refund at EveryPay, what a short capture left counts as captured and refunded. */
    public Amounts amounts() {
        return amounts;
    }

    /** The shop's name of the order; at Flatpay it is the charge handle. Empty where the gateway tells none. */
    public Optional<OrderReference> orderReference() {
        return Optional.ofNullable(orderReference);
    }

    /**
     * The order for which it was made, where that was written at the gateway together with it. Flatpay tells it with a
     * single payment, not in a search; an index does not keep it.
     */
    public Optional<ShopOrderId> order() {
        return Optional.ofNullable(order);
    }

    /**
     * Flatpay tells it with a single payment, not in a search. EveryPay does not tell it: an index remembers it of
     * checkouts that this SDK created, and the shop may tell it to the portal's builder.
     */
    public PaymentOrigin origin() {
        return origin;
    }

    /**
     * What the gateway tells beside the payment: Flatpay the customer's handle, in a search by e-mail the address too;
     * EveryPay the address. {@code Portal.customer} reads the rest.
     */
    public Optional<Customer> customer() {
        return Optional.ofNullable(customer);
    }

    /**
     * The refunds that the gateway lists. EveryPay lists none, and Flatpay none in a search: it may be empty although
     * money went back.
     */
    public List<Refund> refunds() {
        return refunds;
    }

    /** Empty for other methods, and where the gateway tells nothing of the card. */
    public Optional<CardDetails> card() {
        return Optional.ofNullable(card);
    }

    /** Empty where the gateway tells nothing of an account that paid. */
    public Optional<BankDetails> bank() {
        return Optional.ofNullable(bank);
    }

    /** {@link Timestamps#readAt} is always there, the others as far as the gateway tells. */
    public Timestamps timestamps() {
        return timestamps;
    }

    /** The gateway's own words; from an index only those for status and method, with an empty JSON text. */
    public Optional<RawState> raw() {
        return Optional.ofNullable(raw);
    }

    /**
     * At Flatpay the gateway's id of the charge's latest transaction, at EveryPay the bank's reference of a payment
     * from an account; empty where neither is told. Others that are known are in {@link #references}.
     */
    public Optional<String> transactionId() {
        return Optional.ofNullable(transactionId);
    }

    /**
     * The gateway's other names of the payment and its transactions, as far as they were told: all of them where the details
     * were read, or where an index has seen them.
     */
    public List<GatewayReference> references() {
        return references;
    }

    /** What the gateway account can do through which this payment was read. */
    public GatewayCapabilities capabilities() {
        return capabilities;
    }

    /**
     * Whether it was certain, when the payment was read, that nothing was captured although the gateway may say
     * settled.
     */
    public boolean uncapturedKnown() {
        return uncapturedKnown;
    }

    /**
     * Whether the cardholder disputes the payment, whatever its status says; false once the dispute is over. Flatpay
     * tells it with a single payment: in a search it is false.
     */
    public boolean chargebackOpen() {
        return chargebackOpen;
    }

    /**
     * Whether the latest capture was declined while the money stays reserved: nothing was taken, and it can be tried
     * again. The gateway's word for it is in {@link #raw}. An index does not keep it: false there.
     */
    public boolean captureDeclined() {
        return captureDeclined;
    }

    /**
     * What went to the cardholder in disputes that are over: no refund has it, and it cannot be given back again. Empty
     * where none was lost or it is not told: at EveryPay, in a search at Flatpay, and from an index.
     */
    public Optional<Money> lostInDisputes() {
        return Optional.ofNullable(lostInDisputes);
    }

    /** What this payment's state means and allows. */
    public AllowedActions lifecycle() {
        return PaymentLifecycle.judge(this);
    }

    /** What may be done now; the same as {@code lifecycle().allowedActions()}. */
    public Set<PaymentAction> allowedActions() {
        return lifecycle().allowedActions();
    }

    /** A builder that holds all of this payment. */
    public Builder toBuilder() {
        return new Builder(id, status, method, amounts, capabilities)
                .timestamps(timestamps)
                .origin(origin)
                .refunds(refunds)
                .uncapturedKnown(uncapturedKnown)
                .chargebackOpen(chargebackOpen)
                .captureDeclined(captureDeclined)
                .lostInDisputes(lostInDisputes)
                .methodName(methodName)
                .orderReference(orderReference)
                .order(order)
                .customer(customer)
                .card(card)
                .bank(bank)
                .raw(raw)
                .transactionId(transactionId)
                .references(references);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Payment other && parts().equals(other.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "Payment[" + id + ", " + status + ", " + method + ", authorised " + amounts.authorised() + ", captured "
                + amounts.captured() + ", refunded " + amounts.refunded() + "]";
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(
                id,
                status,
                method,
                amounts,
                capabilities,
                timestamps,
                origin,
                refunds,
                uncapturedKnown,
                chargebackOpen,
                captureDeclined,
                lostInDisputes,
                methodName,
                orderReference,
                order,
                customer,
                card,
                bank,
                raw,
                transactionId,
                references);
    }

    /** Collects a payment. Null means not known. Not thread-safe. */
    public static final class Builder {
        private final PaymentId id;
        private final PaymentStatus status;
        private final PaymentMethod method;
        private Amounts amounts;
        private final GatewayCapabilities capabilities;
        private @Nullable Timestamps timestamps;
        private PaymentOrigin origin = PaymentOrigin.UNKNOWN;
        private List<Refund> refunds = List.of();
        private boolean uncapturedKnown;
        private boolean chargebackOpen;
        private boolean captureDeclined;
        private @Nullable Money lostInDisputes;
        private @Nullable String methodName;
        private @Nullable OrderReference orderReference;
        private @Nullable ShopOrderId order;
        private @Nullable Customer customer;
        private @Nullable CardDetails card;
        private @Nullable BankDetails bank;
        private @Nullable RawState raw;
        private @Nullable String transactionId;
        private List<GatewayReference> references = List.of();

        private Builder(
                PaymentId id,
                PaymentStatus status,
                PaymentMethod method,
                Amounts amounts,
                GatewayCapabilities capabilities) {
            this.id = id;
            this.status = status;
            this.method = method;
            this.amounts = amounts;
            this.capabilities = capabilities;
        }

        /** Replaces those that the builder was started with. */
        public Builder amounts(Amounts amounts) {
            this.amounts = amounts;
            return this;
        }

        /** Required: they say when the payment was read. */
        public Builder timestamps(Timestamps timestamps) {
            this.timestamps = timestamps;
            return this;
        }

        /** Default: {@link PaymentOrigin#UNKNOWN}. */
        public Builder origin(PaymentOrigin origin) {
            this.origin = origin;
            return this;
        }

        /** Default: none. */
        public Builder refunds(List<Refund> refunds) {
            this.refunds = List.copyOf(refunds);
            return this;
        }

        /** Default: false, which means not known. */
        public Builder uncapturedKnown(boolean uncapturedKnown) {
            this.uncapturedKnown = uncapturedKnown;
            return this;
        }

        /** Default: false. */
        public Builder captureDeclined(boolean captureDeclined) {
            this.captureDeclined = captureDeclined;
            return this;
        }

        /** Default: false. */
        public Builder chargebackOpen(boolean chargebackOpen) {
            this.chargebackOpen = chargebackOpen;
            return this;
        }

        /**
         * Default: none, or not told. It leaves the amounts as they are: {@link Amounts#lessToGiveBack} lessens them.
         */
        public Builder lostInDisputes(@Nullable Money lostInDisputes) {
            this.lostInDisputes = lostInDisputes;
            return this;
        }

        /** As the gateway writes it: {@link GatewayCapabilities#actions} compares exactly. Null means not told. */
        public Builder methodName(@Nullable String methodName) {
            this.methodName = methodName;
            return this;
        }

        /** Null means that the gateway tells none. */
        public Builder orderReference(@Nullable OrderReference orderReference) {
            this.orderReference = orderReference;
            return this;
        }

        /** Only what was written when the payment was made; null if that was none, or was not read. */
        public Builder order(@Nullable ShopOrderId order) {
            this.order = order;
            return this;
        }

        /** Null means that the gateway tells nothing of the customer. */
        public Builder customer(@Nullable Customer customer) {
            this.customer = customer;
            return this;
        }

        /** Null means that no card paid, or that the gateway tells nothing of it. */
        public Builder card(@Nullable CardDetails card) {
            this.card = card;
            return this;
        }

        /** Null means that no bank account paid, or that the gateway tells nothing of it. */
        public Builder bank(@Nullable BankDetails bank) {
            this.bank = bank;
            return this;
        }

        /** Null means that the gateway's own words were not kept. */
        public Builder raw(@Nullable RawState raw) {
            this.raw = raw;
            return this;
        }

        /** Null means that the gateway tells none. It is not added to {@link #references}. */
        public Builder transactionId(@Nullable String transactionId) {
            this.transactionId = transactionId;
            return this;
        }

        /** Default: none. */
        public Builder references(List<GatewayReference> references) {
            this.references = List.copyOf(references);
            return this;
        }

        /**
         * The payment.
         *
         * @throws IllegalStateException if timestamps were not given
         * @throws IllegalArgumentException if a refund is in another currency than the payment
         */
        public Payment build() {
            if (timestamps == null) {
                throw new IllegalStateException("A payment needs timestamps");
            }
            if (!refunds.stream().allMatch(refund -> refund.amount().sameCurrency(amounts.captured()))) {
                throw new IllegalArgumentException("A refund is in another currency than its payment");
            }
            return new Payment(this, timestamps);
        }
    }
}
