package io.maksut.sandbox.everypay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what the gateway answers, in JSON types or, as in parts of the vendor's document, in strings. */
final class Rendering {
    static final String CARD_MONTH = "09";
    static final String CARD_YEAR = "2031";
    static final String CARD_HOLDER = "Maija Maksaja";
    static final String CARD_ISSUER = "Sandbox Bank";

    /** Without T and zone, as recorded for this one field; UTC assumed. */
    private static final DateTimeFormatter PLAIN_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final EveryPayState state;
    private final String apiUsername;
    private final URI host;

    Rendering(EveryPayState state, String apiUsername, URI host) {
        this.state = state;
        this.apiUsername = apiUsername;
        this.host = host;
    }

    /** The whole payment; the caller holds its monitor. */
    JsonObject payment(Payment payment) {
        JsonObject json = new JsonObject();
        json.addProperty("account_name", payment.account);
        json.addProperty("order_reference", payment.orderReference);
        json.addProperty("email", payment.email);
        json.addProperty("customer_ip", payment.customerIp);
        json.addProperty("customer_url", payment.customerUrl);
        json.addProperty("payment_created_at", payment.created.toString());
        amounts(json, payment);
        json.addProperty("payment_reference", payment.reference);
        json.addProperty("payment_link", paymentLink(payment));
        json.add("payment_methods", payment.state.equals("initial") ? methods(payment) : JsonNull.INSTANCE);
        json.addProperty("api_username", apiUsername);
        json.add("warnings", new JsonObject());
        json.add("processing_error", processingError(payment));
        json.add("stan", payment.transactionTime == null ? JsonNull.INSTANCE : number(stan(payment)));
        json.add("fraud_score", payment.transactionTime == null ? JsonNull.INSTANCE : number(0));
        json.addProperty("payment_state", spelt(payment.state));
        json.addProperty("payment_method", payment.method);
        if (payment.transactionTime != null) {
            if (payment.byCard()) {
                json.add("cc_details", card(payment));
            } else if (payment.byBank()) {
                json.add("ob_details", bank(payment));
            }
            json.addProperty("transaction_time", payment.transactionTime.toString());
        }
        if (!state.withoutCurrency) {
            json.addProperty("currency", payment.currency);
        }
        json.add("trace_id", JsonNull.INSTANCE);
        json.add("sca_exemption", JsonNull.INSTANCE);
        json.addProperty(
                "acquiring_completed_at",
                payment.fundsReceived == null ? null : PLAIN_TIME.format(payment.fundsReceived));
        json.add("linkpay_customer_data", linkPayCustomer(payment));
        return json;
    }

    /** The answer to a capture or refund. */
    JsonObject standing(Payment payment) {
        JsonObject json = acted(payment);
        amounts(json, payment);
        if (payment.byBank()) {
            json.addProperty("transaction_reference", payment.reference.substring(0, 16));
        }
        return json;
    }

    /** The answer to a void, which has no amounts. */
    JsonObject acted(Payment payment) {
        Instant at = payment.transactionTime;
        JsonObject json = new JsonObject();
        json.addProperty("api_username", apiUsername);
        json.addProperty("transaction_time", at == null ? null : at.toString());
        json.addProperty("payment_reference", payment.reference);
        json.addProperty("payment_state", spelt(payment.state));
        return json;
    }

    JsonObject account(ProcessingAccount account) {
        JsonObject json = new JsonObject();
        json.addProperty("api_username", apiUsername);
        json.addProperty("account_name", account.name());
        // "final" is the vendor's example; its counterpart as a string is assumed.
        json.add(
                "pre_auth",
                state.amountsAsStrings
                        ? new JsonPrimitive(account.preAuthorisation() ? "pre" : "final")
                        : new JsonPrimitive(account.preAuthorisation()));
        accountDetails(json, account);
        JsonArray methods = new JsonArray();
        account.methods().forEach(source -> methods.add(method(source)));
        json.add("payment_methods", methods);
        return json;
    }

    JsonObject shops() {
        JsonArray shops = new JsonArray();
        shops.add(shopDetails(new JsonObject()));
        JsonObject json = new JsonObject();
        json.addProperty("api_username", apiUsername);
        json.add("shops", shops);
        return json;
    }

    /** Of the one shop, whose id is 1. */
    JsonObject shop() {
        JsonArray accounts = new JsonArray();
        for (ProcessingAccount account : state.accounts()) {
            JsonObject json = new JsonObject();
            json.addProperty("account_name", account.name());
            json.add("pre_authorisation", flag(account.preAuthorisation()));
            accounts.add(accountDetails(json, account));
        }
        JsonObject json = new JsonObject();
        json.addProperty("api_username", apiUsername);
        shopDetails(json);
        json.add("processing_accounts", accounts);
        return json;
    }

    private static JsonObject shopDetails(JsonObject json) {
        json.addProperty("id", "1");
        json.addProperty("url", "https://shop.example.com/");
        json.addProperty("descriptor", "Sandbox shop");
        json.addProperty("mcc", "5999");
        return json;
    }

    private JsonObject accountDetails(JsonObject json, ProcessingAccount account) {
        json.addProperty("currency", account.currency());
        json.add("support_3ds", flag(true));
        json.add("capture_delay_days", number(account.captureDelayDays()));
        json.add("bav_required", flag(false));
        return json;
    }

    private void amounts(JsonObject json, Payment payment) {
        json.add("initial_amount", Decimal.json(payment.initial, state.amountsAsStrings));
        json.add("standing_amount", Decimal.json(payment.standing, state.amountsAsStrings));
    }

    private JsonArray methods(Payment payment) {
        JsonArray methods = new JsonArray();
        for (String source : state.accountOf(payment).methods()) {
            JsonObject method = method(source);
            method.addProperty("payment_link", paymentLink(payment) + "?method_source=" + source);
            methods.add(method);
        }
        return methods;
    }

    private JsonObject method(String source) {
        JsonObject json = new JsonObject();
        json.addProperty("source", source);
        json.addProperty("display_name", source.equals("card") ? "VISA/MasterCard" : source);
        json.addProperty("country_code", country(source));
        json.addProperty("logo_url", host + "/assets/payment_methods/" + source + ".svg");
        return json;
    }

    /** The last part of a bank's name: lhv_ob_ee. */
    private static @Nullable String country(String source) {
        return Payment.isBank(source)
                ? source.substring(source.lastIndexOf('_') + 1).toUpperCase(Locale.ROOT)
                : null;
    }

    private static JsonObject processingError(Payment payment) {
        boolean none = payment.errorMessage == null;
        JsonObject json = new JsonObject();
        json.addProperty("code", none ? null : payment.errorCode);
        json.addProperty("message", payment.errorMessage);
        return json;
    }

    private static JsonObject card(Payment payment) {
        JsonObject json = new JsonObject();
        json.addProperty("last_four_digits", payment.lastFour);
        json.addProperty("month", CARD_MONTH);
        json.addProperty("year", CARD_YEAR);
        json.addProperty("holder_name", CARD_HOLDER);
        json.addProperty("type", payment.cardType);
        json.addProperty("issuer_country", "EE");
        json.addProperty("issuer", CARD_ISSUER);
        json.add("cobrand", JsonNull.INSTANCE);
        json.addProperty("funding_source", "Debit");
        json.add("product", JsonNull.INSTANCE);
        json.addProperty("state_3ds", payment.succeeded() ? "completed" : "failed");
        // The text "null", as recorded for a failed payment.
        json.addProperty("authorisation_code", payment.succeeded() ? "A00042" : "null");
        return json;
    }

    private static JsonObject bank(Payment payment) {
        JsonObject json = new JsonObject();
        json.addProperty("debtor_iban", "EE000000000000000042");
        json.addProperty("creditor_iban", "EE000000000000000077");
        json.addProperty("ob_payment_reference", payment.reference.substring(0, 32));
        json.addProperty(
                "ob_payment_state", payment.succeeded() ? "ACSC" : payment.state.equals("failed") ? "RJCT" : "PDNG");
        return json;
    }

    private static JsonElement linkPayCustomer(Payment payment) {
        if (payment.link == null) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        for (String name : LinkPages.REPEATED_FIELDS) {
            json.addProperty(name, payment.link.get(name));
        }
        return json;
    }

    private String paymentLink(Payment payment) {
        return host + "/lp/" + payment.linkPath;
    }

    private String spelt(String name) {
        return state.spelling.getOrDefault(name, name);
    }

    private static int stan(Payment payment) {
        return Math.floorMod(payment.reference.hashCode(), 1_000_000);
    }

    private JsonPrimitive number(int value) {
        return state.amountsAsStrings ? new JsonPrimitive(Integer.toString(value)) : new JsonPrimitive(value);
    }

    private JsonPrimitive flag(boolean value) {
        return state.amountsAsStrings ? new JsonPrimitive(Boolean.toString(value)) : new JsonPrimitive(value);
    }
}
