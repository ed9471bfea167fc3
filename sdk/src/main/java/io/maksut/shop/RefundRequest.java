package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.text.Identifiers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A shop asks for a refund to be paid: a Shopify refund session, or what a WooCommerce plugin hands over. Immutable and
 * thread-safe.
 */
public final class RefundRequest {
    private final String id;
    private final Set<String> names;
    private final PaymentId payment;
    private final Money amount;
    private final @Nullable String orderId;
    private final @Nullable String paymentMethod;
    private final @Nullable Locale merchantLocale;

    private RefundRequest(Builder from) {
        id = from.id;
        names = from.names;
        payment = from.payment;
        amount = from.amount;
        orderId = from.orderId;
        paymentMethod = from.paymentMethod;
        merchantLocale = from.merchantLocale;
    }

    /**
     * Starts with what every request has.
     *
     * @param id by which the shop knows this refund for ever: the same id is the same refund, whatever else differs. Not
     *     blank, at most 255 characters, no control characters.
     * @throws IllegalArgumentException if the id breaks the rules, or the amount is not positive
     */
    public static Builder builder(String id, PaymentId payment, Money amount) {
        return new Builder(id, payment, amount);
    }

    /** The same id is the same refund, whatever else differs. */
    public String id() {
        return id;
    }

    /** Other ids by which the shop may speak of it. */
    public Set<String> names() {
        return names;
    }

    /**
     * The payment that the shop names; unless the platform vouches for its requests, it has to be bound to the order.
     */
    public PaymentId payment() {
        return payment;
    }

    /** Above zero; whether the payment has that much left is judged later. */
    public Money amount() {
        return amount;
    }

    /** The order, if the request names it. Only a platform that vouches for its requests is paid without. */
    public Optional<String> orderId() {
        return Optional.ofNullable(orderId);
    }

    /** The shop's own name of the payment method by which the order was paid. */
    public Optional<String> paymentMethod() {
        return Optional.ofNullable(paymentMethod);
    }

    /** In which language the merchant reads the answer; English if not known. */
    public Optional<Locale> merchantLocale() {
        return Optional.ofNullable(merchantLocale);
    }

    @Override
    public String toString() {
        return "RefundRequest[" + id + ", " + payment + ", " + amount + "]";
    }

    /** Collects a request. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final PaymentId payment;
        private final Money amount;
        private Set<String> names = Set.of();
        private @Nullable String orderId;
        private @Nullable String paymentMethod;
        private @Nullable Locale merchantLocale;

        private static final int MOST_NAMES = 20;
        private static final int LONGEST_LOCALE = 35;

        private Builder(String id, PaymentId payment, Money amount) {
            this.id = Identifiers.require("Refund request id", id);
            this.payment = payment;
            this.amount = amount;
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("A refund has a positive amount");
            }
        }

        /**
         * Other ids by which the shop knows it. Default: none.
         *
         * @throws IllegalArgumentException if there are more than 20, or one is no identifier
         */
        public Builder names(Set<String> names) {
            if (names.size() > MOST_NAMES) {
                throw new IllegalArgumentException("names are " + names.size() + "; they are at most " + MOST_NAMES);
            }
            names.forEach(name -> Identifiers.require("Refund name", name));
            this.names = Set.copyOf(names);
            return this;
        }

        /** Default: not known. Not blank, at most 255 characters, no control characters. */
        public Builder orderId(@Nullable String orderId) {
            this.orderId = orderId == null ? null : Identifiers.require("Order id", orderId);
            return this;
        }

        /** Default: not known. Not blank, at most 255 characters, no control characters. */
        public Builder paymentMethod(@Nullable String paymentMethod) {
            this.paymentMethod =
                    paymentMethod == null ? null : Identifiers.require("Payment method of the shop", paymentMethod);
            return this;
        }

        /** Default: not known. Of one with a tag of more than 35 characters only the language counts. */
        public Builder merchantLocale(@Nullable Locale locale) {
            this.merchantLocale = locale == null || locale.toLanguageTag().length() <= LONGEST_LOCALE
                    ? locale
                    : new Locale(locale.getLanguage());
            return this;
        }

        /** The request; throws nothing. */
        public RefundRequest build() {
            return new RefundRequest(this);
        }
    }
}
