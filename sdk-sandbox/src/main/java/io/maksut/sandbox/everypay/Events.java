package io.maksut.sandbox.everypay;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns what happens to a payment into callbacks. Thread-safe. */
final class Events {
    private final EveryPayState state;
    private final EveryPayCallbacks callbacks;
    private final String apiUsername;
    private final LinkSignature signature;

    Events(EveryPayState state, EveryPayCallbacks callbacks, String apiUsername, LinkSignature signature) {
        this.state = state;
        this.callbacks = callbacks;
        this.apiUsername = apiUsername;
        this.signature = signature;
    }

    /** The payment's result is known: for a payment by link the older signed form, else a plain callback. */
    void result(Payment payment, String eventName) {
        Map<String, String> link = payment.link;
        if (link == null) {
            plain(payment, eventName);
        } else {
            Map<String, String> fields = form(payment, link);
            fields.put("hmac", signature.ofFields(fields));
            callbacks.queue(eventName, payment.reference, state.now(), true, fields);
        }
    }

    void plain(Payment payment, String eventName) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("payment_reference", payment.reference);
        fields.put("order_reference", payment.orderReference);
        fields.put("event_name", eventName);
        callbacks.queue(eventName, payment.reference, state.now(), false, fields);
    }

    private Map<String, String> form(Payment payment, Map<String, String> link) {
        Instant now = state.now();
        boolean card = payment.byCard();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("nonce", state.newReference().substring(32));
        fields.put("timestamp", Long.toString(now.getEpochSecond()));
        fields.put("api_username", apiUsername);
        fields.put("transaction_result", payment.succeeded() ? "completed" : "failed");
        fields.put("processing_errors", processingErrors(payment));
        fields.put("linkpay_token", link.getOrDefault("linkpay_token", ""));
        fields.put("linkpay_reference", payment.linkPath.substring(payment.linkPath.indexOf('/') + 1));
        fields.put("account_id", payment.account);
        fields.put("order_reference", payment.orderReference);
        fields.put("payment_reference", payment.reference);
        fields.put("fraud_score", "0");
        fields.put("stan", "");
        fields.put("state_3ds", card ? "unknown" : "");
        fields.put("payment_state", state.spelling.getOrDefault(payment.state, payment.state));
        fields.put("transaction_time", now.toString());
        fields.put("amount", Decimal.text(payment.initial));
        for (String name : LinkPages.REPEATED_FIELDS) {
            fields.put(name, link.getOrDefault(name, ""));
        }
        fields.put("cc_last_four_digits", card ? payment.lastFour : "");
        fields.put("cc_year", card ? Rendering.CARD_YEAR : "");
        fields.put("cc_month", card ? Rendering.CARD_MONTH : "");
        fields.put("cc_holder_name", card ? Rendering.CARD_HOLDER : "");
        fields.put("cc_type", card ? payment.cardType : "");
        fields.put("cc_issuer", card ? Rendering.CARD_ISSUER : "");
        fields.put("cc_funding_source", card ? "Debit" : "");
        fields.put("cc_cobrand", "");
        fields.put("cc_product", "");
        fields.put("cc_issuer_country", card ? "EE" : "");
        return fields;
    }

    private static String processingErrors(Payment payment) {
        JsonArray errors = new JsonArray();
        if (payment.errorMessage != null) {
            JsonObject error = new JsonObject();
            error.addProperty("code", payment.errorCode);
            error.addProperty("message", payment.errorMessage);
            errors.add(error);
        }
        return errors.toString();
    }
}
