package io.maksut.portal;

import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.ShopOrderId;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a customer is asked to pay, for {@link Portal#createCheckout} and {@link Portal#createPaymentLink}. Immutable and
 * thread-safe.
 */
public final class NewPayment {
    private final OrderReference reference;
    private final Money amount;
    private final @Nullable ShopOrderId order;
    private final @Nullable Customer customer;
    private final @Nullable URI returnTo;
    private final @Nullable URI cancelTo;
    private final @Nullable Locale language;
    private final @Nullable String text;
    private final boolean settleAtOnce;

    private NewPayment(Builder builder) {
        this.reference = builder.reference;
        this.amount = builder.amount;
        this.order = builder.order;
        this.customer = builder.customer;
        this.returnTo = builder.returnTo;
        this.cancelTo = builder.cancelTo;
        this.language = builder.language;
        this.text = builder.text;
        this.settleAtOnce = builder.settleAtOnce;
    }

    /**
     * Starts with what is required.
     *
     * @param reference the shop's own reference of what is paid for; unique in the shop
     * @throws IllegalArgumentException if the amount is not positive
     */
    public static Builder of(OrderReference reference, Money amount) {
        return new Builder(reference, amount);
    }

    /** At Flatpay it becomes the charge handle, and so the reference in the payment's id. */
    public OrderReference reference() {
        return reference;
    }

    /** Positive. EveryPay takes only the currency of its processing account. */
    public Money amount() {
        return amount;
    }

    /** The order that is paid for, as written at the gateway. */
    public Optional<ShopOrderId> order() {
        return Optional.ofNullable(order);
    }

    /** Empty means that the gateway is told nothing of the customer. */
    public Optional<Customer> customer() {
        return Optional.ofNullable(customer);
    }

    /** Empty means the {@code customerUrl} of the portal (EveryPay), or the gateway's choice (Flatpay). */
    public Optional<URI> returnTo() {
        return Optional.ofNullable(returnTo);
    }

    /** Empty means the gateway's choice. EveryPay is not told it. */
    public Optional<URI> cancelTo() {
        return Optional.ofNullable(cancelTo);
    }

    /** Empty means the gateway's choice. A payment link of EveryPay does not carry it. */
    public Optional<Locale> language() {
        return Optional.ofNullable(language);
    }

    /** What the customer reads; empty means nothing. */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** False means that the money is reserved. EveryPay is not told it: its account decides. */
    public boolean settleAtOnce() {
        return settleAtOnce;
    }

    @Override
    public String toString() {
        return "NewPayment[" + reference.value() + ", " + amount + "]";
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final OrderReference reference;
        private final Money amount;
        private @Nullable ShopOrderId order;
        private @Nullable Customer customer;
        private @Nullable URI returnTo;
        private @Nullable URI cancelTo;
        private @Nullable Locale language;
        private @Nullable String text;
        private boolean settleAtOnce;

        private Builder(OrderReference reference, Money amount) {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("a payment has a positive amount");
            }
            this.reference = Objects.requireNonNull(reference);
            this.amount = amount;
        }

        /**
         * The order that is paid for. It is written at the gateway, where the shop's own API cannot change it (Frisbii:
         * into the metadata; EveryPay: into {@code order_reference}, behind the reference), so that a refund which the
         * shop asks for later reaches this payment. Default: none; the refund engine then needs other proof that the
         * payment belongs to the order.
         *
         * @param shop the name by which the refund engine knows the shop
         * @param orderId the shop's id of the order, never its number
         * @throws IllegalArgumentException if one is blank, too long or contains a control character
         */
        public Builder order(String shop, String orderId) {
            this.order = new ShopOrderId(shop, orderId);
            return this;
        }

        /** Who pays. Default: not told. EveryPay takes the e-mail address alone, in a payment link the name, too. */
        public Builder customer(Customer who) {
            this.customer = Objects.requireNonNull(who);
            return this;
        }

        /**
         * Where the customer's browser goes after paying. EveryPay requires it, here or as {@code customerUrl} of the
         * portal, but has none in a payment link.
         */
        public Builder returnTo(URI page) {
            this.returnTo = Objects.requireNonNull(page);
            return this;
        }

        /** Where the customer's browser goes after giving up. Default: the gateway's choice, as always at EveryPay. */
        public Builder cancelTo(URI page) {
            this.cancelTo = Objects.requireNonNull(page);
            return this;
        }

        /** Language of the gateway's page. Default: the gateway's choice, as in every payment link of EveryPay. */
        public Builder language(Locale locale) {
            this.language = Objects.requireNonNull(locale);
            return this;
        }

        /** What the payment is for, as the customer sees it. Default: nothing. */
        public Builder text(String description) {
            this.text = Objects.requireNonNull(description);
            return this;
        }

        /**
         * Takes the money at once instead of reserving it until shipping. Default: reserves it. EveryPay goes by its
         * account.
         */
        public Builder settleAtOnce() {
            this.settleAtOnce = true;
            return this;
        }

        /** The payment; throws nothing. What its gateway does not take is told at the setters. */
        public NewPayment build() {
            return new NewPayment(this);
        }
    }
}
