package io.maksut.samples.spring.storefront;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What a customer fills in.
 *
 * @param order the id of the order to be, made with the form: a form that is sent twice is one order
 * @param account where the customer wants to pay
 */
record CheckoutForm(
        @NotNull @Pattern(regexp = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        String order,

        @NotBlank String article,
        @NotBlank @Email @Size(max = 254) String email,
        @NotBlank String account) {
    /** Leaves out who it is. */
    @Override
    public String toString() {
        return "CheckoutForm[" + article + ", " + account + "]";
    }
}
