package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.text.Identifiers;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request of Shopify to a payments app.
 *
 * @param id the session's id: any other request with the same id is about the same session
 * @param paymentId the id of the original payment, also for captured ones
 * @param amount null for a void, or if the currency cannot have this amount
 * @param language the merchant's language
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
     * @throws JsonFormatException if the body is no such request
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

    /** An amount that is not positive is malformed; one that the currency cannot have is declined later, with words. */
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

    /** Reads {@code fi} or {@code pt-BR}; any other text is English. */
    private static Locale language(String text) {
        Locale locale = Locale.forLanguageTag(text.length() <= 35 ? text : "en");
        return locale.getLanguage().isEmpty() ? Locale.ENGLISH : locale;
    }

    @Override
    public String toString() {
        return "SessionRequest[" + kind + " " + id + "]";
    }
}
