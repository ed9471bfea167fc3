package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.OrderFinding;
import io.maksut.text.Identifiers;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order as the shop told it at one moment, without personal data. Immutable and thread-safe.
 */
public final class ShopOrder {
    private final String id;
    private final String number;
    private final @Nullable URI link;
    private final List<PaymentId> payments;
    private final List<OrderRefund> refunds;
    private final @Nullable Money total;
    private final @Nullable Money paidOtherwise;
    private final Fulfilment fulfilment;
    private final boolean trashed;
    private final boolean cancelled;
    private final boolean test;
    private final @Nullable Instant changedAt;

    private ShopOrder(Builder from) {
        id = from.id;
        number = from.number;
        link = from.link;
        payments = from.payments;
        refunds = from.refunds;
        total = from.total;
        paidOtherwise = from.paidOtherwiseOrNothing();
        fulfilment = from.fulfilment;
        trashed = from.trashed;
        cancelled = from.cancelled;
        test = from.test;
        changedAt = from.changedAt;
    }

    /**
     * Starts with what every order has.
     *
     * @param id the shop's id; not blank, at most 255 characters, no control characters
     * @param number the order number that people see, for example "#1042"; the same rules
     * @throws IllegalArgumentException if one breaks the rules; it is not quoted
     */
    public static Builder builder(String id, String number) {
        return new Builder(id, number);
    }

    /** By which {@link ShopPlatform#order(String)} reads it again; never the number. */
    public String id() {
        return id;
    }

    /** For people, for example "#1042"; orders are told apart by {@link #id}. */
    public String number() {
        return number;
    }

    /** The page on which the merchant opens it. */
    public Optional<URI> link() {
        return Optional.ofNullable(link);
    }

    /** The payments of gateway accounts of ours that paid it; other tender is left out. */
    public List<PaymentId> payments() {
        return payments;
    }

    /** Its refunds, finished or not, failed ones too where the platform keeps them. */
    public List<OrderRefund> refunds() {
        return refunds;
    }

    /**
     * What the order comes to now, gross, in the currency in which money moves: after all changes of the order, with tax and
     * shipping, and before refunds. What {@link #refunds()} shows as refunded is still in it, and what was taken out of the
     * order without a refund is not. Empty if the platform does not tell it exactly.
     */
    public Optional<Money> total() {
        return Optional.ofNullable(total);
    }

    /**
     * How much of {@link #total()} was paid, or is reserved, by something else than {@link #payments()}: a gift card, store
     * credit, cash, another gateway. Less what was given back to such, which {@link #refunds()} shows too; below zero where
     * more was (store credit for what a card had paid). Empty if it is not known.
     */
    public Optional<Money> paidOtherwise() {
        return Optional.ofNullable(paidOtherwise);
    }

    /** How far it has been shipped. */
    public Fulfilment fulfilment() {
        return fulfilment;
    }

    /** Whether it lies in the shop's bin. */
    public boolean trashed() {
        return trashed;
    }

    /** Whether the shop has cancelled it, or it failed: nothing will be delivered for it. */
    public boolean cancelled() {
        return cancelled;
    }

    /** Whether it is only for trying, so that no real money belongs to it. */
    public boolean test() {
        return test;
    }

    /** When it last changed, if the platform tells. */
    public Optional<Instant> changedAt() {
        return Optional.ofNullable(changedAt);
    }

    /** The same as a fact for the refund rules. */
    public OrderFinding.Found finding() {
        return new OrderFinding.Found(id, number, link);
    }

    @Override
    public String toString() {
        return "ShopOrder[" + id + ", " + payments.size() + " payments, " + refunds.size() + " refunds, " + fulfilment
                + "]";
    }

    /** Collects an order. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final String number;
        private @Nullable URI link;
        private List<PaymentId> payments = List.of();
        private List<OrderRefund> refunds = List.of();
        private @Nullable Money total;
        private @Nullable Money paidOtherwise;
        private boolean paidOtherwiseSaid;
        private Fulfilment fulfilment = Fulfilment.NONE;
        private boolean trashed;
        private boolean cancelled;
        private boolean test;
        private @Nullable Instant changedAt;

        private Builder(String id, String number) {
            this.id = Identifiers.require("Order id", id);
            this.number = Identifiers.require("Order number", number);
        }

        /** A web address; default: none. */
        public Builder link(@Nullable URI link) {
            this.link = link;
            return this;
        }

        /** Default: none of ours. */
        public Builder payments(List<PaymentId> payments) {
            this.payments = List.copyOf(payments);
            return this;
        }

        /** Default: none. */
        public Builder refunds(List<OrderRefund> refunds) {
            this.refunds = List.copyOf(refunds);
            return this;
        }

        /** Gross, as {@link ShopOrder#total()} says. Default: not known. */
        public Builder total(@Nullable Money total) {
            this.total = total;
            return this;
        }

        /** Null if it is not known. Default: nothing, or not known where the total is not. */
        public Builder paidOtherwise(@Nullable Money paidOtherwise) {
            this.paidOtherwise = paidOtherwise;
            this.paidOtherwiseSaid = true;
            return this;
        }

        private @Nullable Money paidOtherwiseOrNothing() {
            return paidOtherwiseSaid || total == null ? paidOtherwise : Money.zero(total.currency());
        }

        /** Default: nothing is known to be shipped. */
        public Builder fulfilment(Fulfilment fulfilment) {
            this.fulfilment = fulfilment;
            return this;
        }

        /** Default: false. */
        public Builder trashed(boolean trashed) {
            this.trashed = trashed;
            return this;
        }

        /** Cancelled or failed. Default: false. */
        public Builder cancelled(boolean cancelled) {
            this.cancelled = cancelled;
            return this;
        }

        /** Default: false. */
        public Builder test(boolean test) {
            this.test = test;
            return this;
        }

        /** Default: not known. */
        public Builder changedAt(@Nullable Instant changedAt) {
            this.changedAt = changedAt;
            return this;
        }

        /**
         * The order.
         *
         * @throws IllegalArgumentException if two refunds have one id, or the link is no web address
         */
        public ShopOrder build() {
            if (refunds.stream().map(OrderRefund::id).distinct().count() < refunds.size()) {
                throw new IllegalArgumentException("Two refunds of an order have the same id");
            }
            ShopOrder order = new ShopOrder(this);
            OrderFinding.Found unused = order.finding(); // checks the link
            return order;
        }
    }
}
