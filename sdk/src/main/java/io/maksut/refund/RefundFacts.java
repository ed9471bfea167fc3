package io.maksut.refund;

import io.maksut.payment.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@link RefundRules} asks about one wished refund. What is left out counts against the refund: no order
 * is "not looked up". Immutable and thread-safe.
 */
public final class RefundFacts {
    /**
     * Default settle delay. EveryPay takes a request for about 5 minutes after its timestamp, so a lost one may still move
     * money that long; as much again is for clocks that differ and for the shop's search, which lags.
     */
    public static final Duration SETTLE_DELAY = Duration.ofMinutes(10);

    /** Default life of a permission: long enough to press the button, too short for the facts to grow old. */
    public static final Duration PERMIT_LIFE = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofDays(1);

    private final Instant now;
    private final PaymentReading payment;
    private final @Nullable Money requested;
    private final OrderFinding order;
    private final List<ShopRefund> shopRefunds;
    private final List<RefundInFlight> inFlight;
    private final List<PaidDirectly> paidDirectly;
    private final List<WatchedRefund> watched;
    private final @Nullable HandRecord handRecord;
    private final @Nullable Statement noShop;
    private final @Nullable Release release;
    private final @Nullable Money refunded;
    private final @Nullable Money explained;
    private final boolean captureNotShown;
    private final Duration settleDelay;
    private final Duration permitLife;

    private RefundFacts(Builder from) {
        now = from.now;
        payment = from.payment;
        requested = from.requested;
        order = from.order;
        shopRefunds = from.shopRefunds;
        inFlight = from.inFlight;
        paidDirectly = from.paidDirectly;
        watched = from.watched;
        handRecord = from.handRecord;
        noShop = from.noShop;
        release = from.release;
        refunded = from.refunded;
        explained = from.explained;
        captureNotShown = from.captureNotShown;
        settleDelay = from.settleDelay;
        permitLife = from.permitLife;
    }

    /**
     * Starts with what every question has.
     *
     * @param now the instant of the decision
     * @param requested how much is to be refunded; null if it was not said, which is refused
     */
    public static Builder builder(Instant now, PaymentReading payment, @Nullable Money requested) {
        return new Builder(now, payment, requested);
    }

    /** The instant of the decision, to which every age and delay is counted. */
    public Instant now() {
        return now;
    }

    /** The payment as it was read; a reading older than {@link #permitLife} counts as none. */
    public PaymentReading payment() {
        return payment;
    }

    /** How much is to be refunded; empty, or not above zero, is refused. */
    public Optional<Money> requested() {
        return Optional.ofNullable(requested);
    }

    /** What is known of the order; {@link Cause#NOT_LOOKED_UP} if nothing was said. */
    public OrderFinding order() {
        return order;
    }

    /** Refunds of this payment in the shop, finished or not, also those proved by a statement only. */
    public List<ShopRefund> shopRefunds() {
        return shopRefunds;
    }

    /** Refunds that are not finished, beyond those that the payment and the shop refunds show by themselves. */
    public List<RefundInFlight> inFlight() {
        return inFlight;
    }

    /** Direct refunds of this payment that were made before; those that are not finished are in flight instead. */
    public List<PaidDirectly> paidDirectly() {
        return paidDirectly;
    }

    /** Refunds that count as unpaid, from the shop or direct, and may still be carried out by the gateway. */
    public List<WatchedRefund> watched() {
        return watched;
    }

    /** A record by hand that took no money and leaves the shop with less to refund than is asked for. */
    public Optional<HandRecord> handRecord() {
        return Optional.ofNullable(handRecord);
    }

    /** The merchant's declaration that no shop exists. */
    public Optional<Statement> noShop() {
        return Optional.ofNullable(noShop);
    }

    /** The newest release of the payment; empty if there is none. A used one counts for nothing. */
    public Optional<Release> release() {
        return Optional.ofNullable(release);
    }

    /**
     * What the gateway shows as refunded, where its sum counts what was never captured as refunded, too: without that. Empty where
     * what the payment reads is the sum.
     */
    public Optional<Money> refunded() {
        return Optional.ofNullable(refunded);
    }

    /**
     * How much of the money that the gateway shows as refunded is explained: by what the ledger paid, by what the shop, read
     * now, shows as paid by its payment plugin, and by what a person has accepted on record. Empty means nothing of it.
     */
    public Optional<Money> explained() {
        return Optional.ofNullable(explained);
    }

    /**
     * Whether the payment's reading does not show what is known to be captured, or may be, so that it is behind and decides
     * nothing.
     */
    public boolean captureNotShown() {
        return captureNotShown;
    }

    /** How long after an event an absence or a failure proves something; above zero, at most a day. */
    public Duration settleDelay() {
        return settleDelay;
    }

    /** How long a permission lasts, and how old the payment's reading and the last lookup may be; at most a day. */
    public Duration permitLife() {
        return permitLife;
    }

    /** A builder that holds all of these facts. */
    public Builder toBuilder() {
        return new Builder(now, payment, requested)
                .order(order)
                .shopRefunds(shopRefunds)
                .inFlight(inFlight)
                .paidDirectly(paidDirectly)
                .watched(watched)
                .handRecord(handRecord)
                .noShop(noShop)
                .release(release)
                .refunded(refunded)
                .explained(explained)
                .captureNotShown(captureNotShown)
                .settleDelay(settleDelay)
                .permitLife(permitLife);
    }

    /** Collects facts. Not thread-safe. */
    public static final class Builder {
        private final Instant now;
        private final PaymentReading payment;
        private final @Nullable Money requested;
        private OrderFinding order = new OrderFinding.Unknown(Cause.NOT_LOOKED_UP);
        private List<ShopRefund> shopRefunds = List.of();
        private List<RefundInFlight> inFlight = List.of();
        private List<PaidDirectly> paidDirectly = List.of();
        private List<WatchedRefund> watched = List.of();
        private @Nullable HandRecord handRecord;
        private @Nullable Statement noShop;
        private @Nullable Release release;
        private @Nullable Money refunded;
        private @Nullable Money explained;
        private boolean captureNotShown;
        private Duration settleDelay = SETTLE_DELAY;
        private Duration permitLife = PERMIT_LIFE;

        private Builder(Instant now, PaymentReading payment, @Nullable Money requested) {
            this.now = now;
            this.payment = payment;
            this.requested = requested;
        }

        /** Default: not looked up. */
        public Builder order(OrderFinding order) {
            this.order = order;
            return this;
        }

        /** Default: none. */
        public Builder shopRefunds(List<ShopRefund> shopRefunds) {
            this.shopRefunds = List.copyOf(shopRefunds);
            return this;
        }

        /** Default: none. */
        public Builder inFlight(List<RefundInFlight> inFlight) {
            this.inFlight = List.copyOf(inFlight);
            return this;
        }

        /** Default: none. */
        public Builder paidDirectly(List<PaidDirectly> paidDirectly) {
            this.paidDirectly = List.copyOf(paidDirectly);
            return this;
        }

        /** Default: none. */
        public Builder watched(List<WatchedRefund> watched) {
            this.watched = List.copyOf(watched);
            return this;
        }

        /** Default: none. */
        public Builder handRecord(@Nullable HandRecord handRecord) {
            this.handRecord = handRecord;
            return this;
        }

        /** Default: not declared. */
        public Builder noShop(@Nullable Statement declaration) {
            this.noShop = declaration;
            return this;
        }

        /** Default: none. Of several releases give the newest. */
        public Builder release(@Nullable Release release) {
            this.release = release;
            return this;
        }

        /** Default: what the payment reads. */
        public Builder refunded(@Nullable Money refunded) {
            this.refunded = refunded;
            return this;
        }

        /** Default: nothing is explained, so that any refunded money is a doubt. */
        public Builder explained(@Nullable Money explained) {
            this.explained = explained;
            return this;
        }

        /** Default: the reading shows all that is captured. */
        public Builder captureNotShown(boolean captureNotShown) {
            this.captureNotShown = captureNotShown;
            return this;
        }

        /** Default: {@link #SETTLE_DELAY}. */
        public Builder settleDelay(Duration settleDelay) {
            this.settleDelay = settleDelay;
            return this;
        }

        /** Default: {@link #PERMIT_LIFE}. Also how old the payment's reading and the last lookup of the order may be. */
        public Builder permitLife(Duration permitLife) {
            this.permitLife = permitLife;
            return this;
        }

        /**
         * The facts.
         *
         * @throws IllegalArgumentException if a duration is not positive or longer than a day, or two shop refunds have one
         *     id: which of them was used could not be told
         */
        public RefundFacts build() {
            if (shopRefunds.stream().map(ShopRefund::id).distinct().count() < shopRefunds.size()) {
                throw new IllegalArgumentException("Two shop refunds have the same id");
            }
            if (!plausible(settleDelay) || !plausible(permitLife)) {
                throw new IllegalArgumentException("Settle delay and permit life are above zero and at most a day");
            }
            return new RefundFacts(this);
        }

        private static boolean plausible(Duration duration) {
            return !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0;
        }
    }
}
