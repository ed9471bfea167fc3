package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.maksut.sandbox.Movement;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts payments: hosted checkout sessions and direct charges. Thread-safe. */
final class Orders {
    private static final Duration SESSION_LIFE = Duration.ofDays(7);
    private static final Set<String> REUSABLE = Set.of("created", "failed");

    private final FrisbiiState state;
    private final Payments payments;

    Orders(FrisbiiState state, Payments payments) {
        this.state = state;
        this.payments = payments;
    }

    /** POST /v1/session/charge: creates the charge, in state created, and a page for it. */
    JsonObject session(JsonObject body, URI checkoutUrl) {
        JsonObject order = Fields.child(body, "order");
        if (order == null) {
            throw ErrorCode.INVALID_REQUEST.because("order missing");
        }
        boolean settle = Fields.flag(body, "settle");
        String method = firstMethod(Fields.list(body, "payment_methods"));
        Duration life = life(Fields.text(body, "ttl"));
        for (String url : new String[] {"accept_url", "cancel_url", "locale"}) {
            Fields.text(body, url);
        }
        Charge charge = charge(order, order);
        Session session = new Session(
                "cs_" + state.newId(),
                charge.handle,
                settle,
                method,
                state.now().plus(life));
        state.sessions.put(session.id(), session);
        JsonObject answer = new JsonObject();
        answer.addProperty("id", session.id());
        answer.addProperty("url", checkoutUrl + "/#/" + session.id());
        return answer;
    }

    /** POST /v1/charge. */
    JsonObject charge(JsonObject body) {
        String handle = Fields.handle(Fields.text(body, "handle"), "handle");
        String key = Fields.key(body);
        boolean settle = Fields.flag(body, "settle");
        PaymentSource source = source(Fields.text(body, "source"));
        long amount = Fields.orderAmount(body);
        String currency = Fields.currency(Fields.text(body, "currency"));
        String request = handle + " " + amount + " " + currency + " " + settle;
        return state.keys.once(
                Operation.CHARGE,
                key,
                request,
                () -> payments.pay(charge(body, body), source, settle, new Payments.Cause(Movement.By.API, key)));
    }

    /** The charge of this order, made or reused. */
    private Charge charge(JsonObject order, JsonObject withCustomer) {
        String handle = Fields.handle(Fields.text(order, "handle"), "handle");
        long amount = Fields.orderAmount(order);
        String currency = Fields.currency(Fields.text(order, "currency"));
        JsonObject metadata = Fields.child(order, "metadata");
        Charge existing = state.own(handle);
        if (existing == null) {
            Charge fresh = state.newCharge(handle, customer(withCustomer), amount, currency, state.now());
            fresh.orderLines = orderLines(order);
            fresh.metadata = metadata;
            existing = state.addIfAbsent(fresh);
            if (existing == fresh) {
                payments.event("invoice_created", fresh, null);
                return fresh;
            }
        }
        synchronized (existing) {
            refuseUnlessReusable(existing);
            if (!existing.currency.equals(currency)) {
                throw ErrorCode.CURRENCY_CHANGE.refusal();
            }
            existing.amount = amount;
            existing.orderLines = orderLines(order);
            existing.metadata = metadata == null ? existing.metadata : metadata;
            return existing;
        }
    }

    private static void refuseUnlessReusable(Charge charge) {
        if (!REUSABLE.contains(charge.state)) {
            throw switch (charge.state) {
                case "settled" -> ErrorCode.ALREADY_SETTLED.refusal();
                case "authorized" -> ErrorCode.ALREADY_AUTHORIZED.refusal();
                case "cancelled" -> ErrorCode.ALREADY_CANCELLED.refusal();
                case "pending" -> ErrorCode.PROCESSING_TRANSACTION.refusal();
                default -> ErrorCode.WRONG_STATE.refusal();
            };
        }
    }

    private String customer(JsonObject order) {
        String existing = Fields.text(order, "customer_handle");
        if (existing != null) {
            if (state.customer(existing) == null) {
                throw ErrorCode.CUSTOMER_NOT_FOUND.refusal();
            }
            return existing;
        }
        JsonObject customer = Fields.child(order, "customer");
        if (customer == null) {
            throw ErrorCode.MISSING_CUSTOMER.refusal();
        }
        String handle = Fields.text(customer, "handle");
        if (handle == null && !Fields.flag(customer, "generate_handle")) {
            throw ErrorCode.MISSING_CUSTOMER.because("Neither handle nor generate_handle");
        }
        Customer created = new Customer(
                handle == null ? "cust-" + state.newId().substring(0, 8) : Fields.handle(handle, "customer.handle"),
                Fields.text(customer, "email"),
                Fields.text(customer, "first_name"),
                Fields.text(customer, "last_name"),
                Fields.text(customer, "phone"),
                state.now());
        if (state.addCustomer(created)) {
            payments.customerEvent("customer_created", created.handle());
        }
        return created.handle();
    }

    private static JsonArray orderLines(JsonObject order) {
        JsonArray lines = Fields.list(order, "order_lines");
        if (lines != null) {
            return lines;
        }
        JsonObject line = new JsonObject();
        String text = Fields.text(order, "ordertext");
        line.addProperty("ordertext", text == null ? "" : text);
        line.addProperty("amount", Fields.orderAmount(order));
        line.addProperty("quantity", 1);
        JsonArray single = new JsonArray();
        single.add(line);
        return single;
    }

    private static PaymentSource source(@Nullable String source) {
        if (source != null && source.startsWith("ct_")) {
            return PaymentSource.of("card_token");
        }
        if (source != null && source.startsWith("ca_")) {
            return PaymentSource.of("card");
        }
        throw ErrorCode.UNKNOWN_SOURCE.refusal();
    }

    private static @Nullable String firstMethod(@Nullable JsonArray methods) {
        String first = null;
        for (JsonElement method : methods == null ? new JsonArray() : methods) {
            if (!method.isJsonPrimitive() || !method.getAsJsonPrimitive().isString()) {
                throw ErrorCode.INVALID_REQUEST.because("payment_methods must hold strings");
            }
            first = first == null ? method.getAsString() : first;
        }
        return first;
    }

    private static Duration life(@Nullable String ttl) {
        try {
            return ttl == null ? SESSION_LIFE : Duration.parse(ttl);
        } catch (DateTimeException e) {
            throw ErrorCode.INVALID_REQUEST.because("ttl must be an ISO 8601 duration");
        }
    }

    /** The session, if the customer can still pay on its page at this time. */
    Session open(String sessionId, Instant now) {
        Session session = state.sessions.get(sessionId);
        if (session == null) {
            throw new IllegalArgumentException("no session " + sessionId);
        }
        if (!now.isBefore(session.expires())) {
            throw new IllegalStateException("session " + sessionId + " has expired");
        }
        return session;
    }
}
