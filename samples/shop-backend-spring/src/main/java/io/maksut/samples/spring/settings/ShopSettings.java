package io.maksut.samples.spring.settings;

import io.maksut.flatpay.FlatpayPortal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What this program is told. Secrets come from the environment ({@code SHOP_FLATPAY_APIKEY} is {@code shop.flatpay.api-key}),
 * never from a file beside the code, and no part shows them as text.
 *
 * @param address where customers and staff reach this program, such as {@code https://shop.example}; EveryPay sends nobody back
 *     to a host without a dot in its name
 * @param hooksAddress where gateways and shops reach it; null if that is the same
 * @param woocommerce null if the merchant has no such shop
 * @param shopify null if the merchant has no such shop
 * @param people who may sign in
 */
@Validated
@ConfigurationProperties("shop")
public record ShopSettings(
        @NotNull URI address,
        @Nullable URI hooksAddress,
        @NotNull @Valid Flatpay flatpay,
        @NotNull @Valid EveryPay everypay,
        @Nullable @Valid WooCommerce woocommerce,
        @Nullable @Valid Shopify shopify,
        @NotEmpty List<@Valid Person> people) {

    /** This program's own page. */
    public URI page(String path) {
        return address.resolve(path);
    }

    /** This program's own address for deliveries from outside. */
    public URI hook(String path) {
        return (hooksAddress == null ? address : hooksAddress).resolve("/hooks/" + path);
    }

    /** The account at Flatpay. */
    public record Flatpay(
            @NotBlank String apiKey,
            @NotBlank String webhookSecret,
            @Nullable URI api,
            @Nullable URI checkoutApi) {
        /** The API's address; {@link FlatpayPortal#API} unless told otherwise. */
        public URI apiOrDefault() {
            return api == null ? FlatpayPortal.API : api;
        }

        /** The payment pages' address; {@link FlatpayPortal#CHECKOUT_API} unless told otherwise. */
        public URI checkoutApiOrDefault() {
            return checkoutApi == null ? FlatpayPortal.CHECKOUT_API : checkoutApi;
        }

        @Override
        public String toString() {
            return "Flatpay[]";
        }
    }

    /**
     * The account at EveryPay.
     *
     * @param api such as {@code EveryPayPortal.DEMO}
     * @param callbackKey part of the address of callbacks, which are not signed: nobody must guess it; 16 to 64
     *     letters, digits and dashes
     */
    public record EveryPay(
            @NotBlank String apiUsername,
            @NotBlank String apiSecret,
            @NotBlank String accountName,
            @NotNull URI api,
            @NotBlank String callbackKey) {
        @Override
        public String toString() {
            return "EveryPay[" + accountName + "]";
        }
    }

    /**
     * A shop that runs WooCommerce.
     *
     * @param handOffSecret with which its payment plugin signs the refunds that it hands off
     * @param paymentMethod the plugin's id
     * @param account the gateway account in which its customers pay
     */
    public record WooCommerce(
            @NotNull URI site,
            @NotBlank String key,
            @NotBlank String secret,
            @NotBlank String webhookSecret,
            @NotBlank String handOffSecret,
            @NotBlank String paymentMethod,
            @DefaultValue("flatpay") @NotBlank String account) {
        @Override
        public String toString() {
            return "WooCommerce[" + site + "]";
        }
    }

    /**
     * A shop at Shopify.
     *
     * @param gateway the handle of its payment gateway
     * @param address of its APIs; null for https at its domain
     */
    public record Shopify(
            @NotBlank String domain,
            @NotBlank String clientId,
            @NotBlank String clientSecret,
            @NotBlank String gateway,
            @Nullable URI address) {
        @Override
        public String toString() {
            return "Shopify[" + domain + "]";
        }
    }

    /**
     * Somebody who may sign in.
     *
     * @param password hashed, with the algorithm in front, such as <code>{bcrypt}$2a$...</code>
     * @param roles LOOK, REFUND (who may refund), MONITOR (who may read health and metrics)
     */
    public record Person(
            @NotBlank String name,
            @NotBlank String password,
            @NotEmpty List<@Pattern(regexp = "LOOK|REFUND|MONITOR") String> roles) {
        @Override
        public String toString() {
            return "Person[" + roles + "]";
        }
    }
}
