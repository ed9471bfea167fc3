package io.maksut.woocommerce;

import io.maksut.error.MaksutException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of failed answers of a WooCommerce shop, as seen on real shops. {@link #of(MaksutException)} tells the kind
 * of an exception of this bridge; {@link #advice} says what to do.
 *
 * <p>WooCommerce has one code for a refund that was declined, one that is too high, and one that was paid before
 * another plugin failed. Only an English text identifies the second; the other two are one value here. None of them
 * proves that no money moved.
 */
public enum ShopFailure {
    /** The shop does not know the key, or did not receive it. It answers as for missing rights. */
    UNKNOWN_KEY,
    /** The shop knows the key, but the secret is wrong. */
    WRONG_SECRET,
    /** OAuth over HTTP: the clock is off, or the site's address is not the one that was signed. */
    SIGNATURE_REFUSED,
    /** The key may only read and something was to be written, or the other way round. */
    KEY_LACKS_RIGHT,
    /** The user of the key no longer has the right. */
    USER_LACKS_RIGHT,
    /** The key is refused, with a text that is not known (shops answer in their own language). */
    KEY_REFUSED,
    /** WordPress answers, but WooCommerce does not: it is not active, or a plugin has switched its API off. */
    API_DISABLED,
    /** No REST API at this address: the answer was a web page. */
    NOT_THE_API,
    /** A firewall or a security plugin refused the request. */
    BLOCKED,
    /** Too many requests for the host. */
    BUSY,
    /** A cache answered in place of the shop. */
    FROM_CACHE,
    /** The shop has moved to another address. */
    REDIRECTED,
    /** There is no such order (any more). */
    ORDER_UNKNOWN,
    /** There is no such refund (any more). */
    REFUND_UNKNOWN,
    /** There is no such webhook (any more). */
    WEBHOOK_UNKNOWN,
    /** The shop does not understand the request. */
    INVALID_REQUEST,
    /** A refund would exceed what is left of its order. */
    OVER_REFUND,
    /** A refund was declined, or something failed after it was paid. */
    REFUND_FAILED,
    /** PHP stopped with an error. What came before it may have been carried out. */
    FATAL_ERROR,
    /** The web server or the host answered with an error of its own. */
    HOST_ERROR;

    /** Stands for the code of an answer that is not JSON, or not in WordPress's error form. */
    static final String NO_JSON = "no_json";

    static final String CACHE_HIT = "from_cache";

    /** The parts of an answer that distinguish failures; the code is the shop's own. */
    record Symptoms(int status, String code, String message) {
        boolean json() {
            return !code.equals(NO_JSON);
        }

        boolean says(String words) {
            return message.contains(words);
        }
    }

    private record Row(ShopFailure failure, Predicate<Symptoms> fits) {}

    // The first row that fits counts. Codes are never translated, messages are.
    // @formatter:off
    private static final List<Row> TABLE = List.of(
            new Row(FROM_CACHE,        it -> it.code.equals(CACHE_HIT)),
            new Row(REDIRECTED,        it -> it.status / 100 == 3),
            new Row(BUSY,              it -> it.status == 429),
            new Row(OVER_REFUND,       it -> it.code.equals("woocommerce_rest_cannot_create_order_refund") && it.says("Invalid refund amount")),
            new Row(REFUND_FAILED,     it -> it.code.equals("woocommerce_rest_cannot_create_order_refund")),
            new Row(INVALID_REQUEST,   it -> it.code.equals("woocommerce_rest_invalid_order_refund")),
            new Row(ORDER_UNKNOWN,     it -> it.code.equals("woocommerce_rest_shop_order_invalid_id") || it.code.equals("woocommerce_rest_invalid_order_id")),
            new Row(REFUND_UNKNOWN,    it -> it.code.equals("woocommerce_rest_shop_order_refund_invalid_id") || it.code.equals("woocommerce_rest_invalid_order_refund_id")),
            new Row(WEBHOOK_UNKNOWN,   it -> it.code.equals("woocommerce_rest_shop_webhook_invalid_id")),
            new Row(UNKNOWN_KEY,       it -> it.status == 401 && it.code.startsWith("woocommerce_rest_cannot_")),
            new Row(USER_LACKS_RIGHT,  it -> it.status == 403 && it.code.startsWith("woocommerce_rest_cannot_")),
            new Row(SIGNATURE_REFUSED, it -> it.code.equals("woocommerce_rest_authentication_missing_parameter")),
            new Row(SIGNATURE_REFUSED, it -> authentication(it) && (it.says("timestamp") || it.says("nonce") || it.says("signature"))),
            new Row(KEY_LACKS_RIGHT,   it -> authentication(it) && it.says("permissions")),
            new Row(UNKNOWN_KEY,       it -> authentication(it) && it.says("Consumer key")),
            new Row(WRONG_SECRET,      it -> authentication(it) && it.says("Consumer secret")),
            new Row(KEY_REFUSED,       it -> authentication(it)),
            new Row(API_DISABLED,      it -> it.json() && (it.status == 401 || it.status == 403 || it.status == 404)),
            new Row(BLOCKED,           it -> it.status == 401 || it.status == 403 || it.status == 406),
            new Row(NOT_THE_API,       it -> !it.json() && (it.status == 404 || it.status == 405 || it.status == 410 || it.status / 100 == 2)),
            new Row(INVALID_REQUEST,   it -> it.status / 100 == 4 && it.json()),
            new Row(FATAL_ERROR,       it -> it.json() && it.code.equals("internal_server_error")),
            new Row(HOST_ERROR,        it -> true));
    // @formatter:on

    private static boolean authentication(Symptoms symptoms) {
        return symptoms.code.equals("woocommerce_rest_authentication_error");
    }

    static ShopFailure of(Symptoms symptoms) {
        return TABLE.stream()
                .filter(row -> row.fits.test(symptoms))
                .findFirst()
                .map(Row::failure)
                .orElseThrow();
    }

    /** The kind of answer that led to this exception; empty if the shop did not answer, or the answer was good. */
    public static Optional<ShopFailure> of(MaksutException failure) {
        int status = failure.call().httpStatus();
        @Nullable String code = failure.call().gatewayCode().orElse(null);
        if (status == 0 || (status / 100 == 2 && code == null)) {
            return Optional.empty();
        }
        return Optional.of(
                of(new Symptoms(status, code == null ? NO_JSON : code, String.valueOf(failure.getMessage()))));
    }

    /** What to do about it, in English, Finnish or Latvian; for any other language in English. */
    public String advice(Locale locale) {
        return Texts.text(locale, "failure." + this);
    }

    /** Whether the shop did not accept our key, whatever the request. */
    boolean accessLost() {
        return switch (this) {
            case UNKNOWN_KEY, WRONG_SECRET, SIGNATURE_REFUSED, KEY_LACKS_RIGHT, USER_LACKS_RIGHT, KEY_REFUSED -> true;
            default -> false;
        };
    }

    /** Whether there is no shop to ask at this address. */
    boolean disconnected() {
        return this == API_DISABLED || this == NOT_THE_API || this == REDIRECTED;
    }
}
