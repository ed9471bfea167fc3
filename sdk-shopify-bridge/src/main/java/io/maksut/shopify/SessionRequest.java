package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.text.Identifiers;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Shopify asks a payments app to do.
 *
 * @param id names it for ever: whatever else comes under the same id is the same
 * @param paymentId of the original payment, also for captured ones
 * @param amount null for a void, or if it is no amount that the currency can have
 * @param language the merchant's
 */
record SessionRequest(
        SessionKind kind,
        String shop,
        String id,
        String paymentId,
        @Nullable Money amount,
        boolean test,
        Locale language) {
    /**
     * Reads the body of a request.
     *
     * @throws JsonFormatException if it is none
     */
    static SessionRequest of(SessionKind kind, String shop, byte[] body) {
        JsonDocument json = JsonDocument.parse(body);
        String id = json.requiredText("id");
        if (!Gid.isSessionId(id) || !json.text("gid").orElse("").equals(Gid.session(kind, id))) {
            throw new JsonFormatException("no session of this kind");
        }
        String paymentId;
        try {
            paymentId = Identifiers.require("payment_id", json.requiredText("payment_id"));
        } catch (IllegalArgumentException e) {
            throw (JsonFormatException) new JsonFormatException("field payment_id is no identifier").initCause(e);
        }
        return new SessionRequest(
                kind,
                shop,
                id,
                paymentId,
                kind == SessionKind.VOID ? null : amount(json),
                json.flag("test"),
                language(json.text("merchant_locale").orElse("en")));
    }

    /** Nothing and less than nothing is no request at all; what is merely impossible is answered. */
    private static @Nullable Money amount(JsonDocument json) {
        BigDecimal amount = json.decimal("amount").orElseThrow(() -> new JsonFormatException("no field amount"));
        if (amount.signum() <= 0) {
            throw new JsonFormatException("field amount is not positive");
        }
        String currency = json.requiredText("currency");
        try {
            return WireMoney.exact(currency, amount, "amount");
        } catch (JsonFormatException e) {
            return null;
        }
    }

    /** {@code fi}, {@code pt-BR}; what is no language reads English. */
    private static Locale language(String text) {
        Locale locale = Locale.forLanguageTag(text.length() <= 35 ? text : "en");
        return locale.getLanguage().isEmpty() ? Locale.ENGLISH : locale;
    }

    @Override
    public String toString() {
        return "SessionRequest[" + kind + " " + id + "]";
    }
}
