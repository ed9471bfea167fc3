package io.maksut.payment;

import io.maksut.text.Folding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who paid or is to pay, as far as it is known. Personal data: {@code toString} shows none of it. Immutable and
 * thread-safe.
 *
 * @param reference the customer's handle at Flatpay, which may be the shop's own name of the customer; EveryPay tells none
 * @param email the e-mail address; Flatpay tells it with the customer ({@code Portal.customer}) and in a search by it
 * @param firstName Flatpay tells it with the customer ({@code Portal.customer}); EveryPay never does
 * @param lastName Flatpay tells it with the customer ({@code Portal.customer}); EveryPay never does
 * @param phone as the gateway writes it; Flatpay tells it with the customer ({@code Portal.customer}), EveryPay never
 */
public record Customer(
        Optional<String> reference,
        Optional<String> email,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> phone) {
    /** Starts with a customer of whom nothing is known. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether this is the customer's e-mail address. Capitals of A to Z and spaces around it do not count, and a domain may be
     * written in letters or encoded ({@code xn--...}); any other letter that only looks the same is another address.
     */
    public boolean hasEmail(String wanted) {
        return email.filter(it -> Folding.email(it).equals(Folding.email(wanted)))
                .isPresent();
    }

    @Override
    public String toString() {
        return "Customer[hidden]";
    }

    /** Collects what is known of a customer; text is stripped, and null or blank means not known. Not thread-safe. */
    public static final class Builder {
        private @Nullable String reference;
        private @Nullable String email;
        private @Nullable String firstName;
        private @Nullable String lastName;
        private @Nullable String phone;

        private Builder() {}

        /** The customer's handle at Flatpay. Null: for a new payment Flatpay makes one. */
        public Builder reference(@Nullable String reference) {
            this.reference = known(reference);
            return this;
        }

        /** Null means not known. The form of the address is not checked. */
        public Builder email(@Nullable String email) {
            this.email = known(email);
            return this;
        }

        /** Null means not known. EveryPay is told it in a payment link only. */
        public Builder firstName(@Nullable String firstName) {
            this.firstName = known(firstName);
            return this;
        }

        /** Null means not known. EveryPay is told it in a payment link only. */
        public Builder lastName(@Nullable String lastName) {
            this.lastName = known(lastName);
            return this;
        }

        /** Null means not known. EveryPay is not told it. */
        public Builder phone(@Nullable String phone) {
            this.phone = known(phone);
            return this;
        }

        /** The customer; nothing is required. */
        public Customer build() {
            return new Customer(
                    Optional.ofNullable(reference),
                    Optional.ofNullable(email),
                    Optional.ofNullable(firstName),
                    Optional.ofNullable(lastName),
                    Optional.ofNullable(phone));
        }

        private static @Nullable String known(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }
}
