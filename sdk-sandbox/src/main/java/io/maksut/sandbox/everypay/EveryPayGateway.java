package io.maksut.sandbox.everypay;

import com.google.gson.JsonObject;
import io.maksut.sandbox.RateLimits;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.StandIn;
import io.maksut.sandbox.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The wire side of the stand-in: routes, authentication and envelope, requests and answers. Thread-safe. */
final class EveryPayGateway implements StandIn {
    static final String API = "/api/v4";

    /** SYL: about five minutes either way. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private static final List<String> POST_PATHS = List.of(
            API + "/payments/oneoff", API + "/payments/capture", API + "/payments/void", API + "/payments/refund");

    private static final List<String> TEXTS = List.of(
            "email",
            "customer_ip",
            "locale",
            "payment_description",
            "structured_reference",
            "billing_city",
            "billing_country",
            "billing_line1",
            "billing_line2",
            "billing_line3",
            "billing_postcode",
            "billing_state",
            "shipping_city",
            "shipping_country",
            "shipping_line1",
            "shipping_line2",
            "shipping_line3",
            "shipping_postcode",
            "shipping_state");

    /** What lives until the sandbox is reset. */
    record Account(
            EveryPayState state,
            Checkout checkout,
            Settlement settlement,
            Deadlines deadlines,
            Events events,
            Rendering rendering,
            LinkPages linkPages) {}

    private final Supplier<Account> current;
    private final String username;
    private final String basic;

    EveryPayGateway(Supplier<Account> current, String username, String secret) {
        this.current = current;
        this.username = username;
        this.basic = "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply answer(WireRequest request) {
        return answer(request, now());
    }

    @Override
    public Reply answerLate(WireRequest request, Instant arrived) {
        return answer(request, arrived);
    }

    @Override
    public Instant now() {
        return current.get().state().now();
    }

    private Reply answer(WireRequest request, Instant arrived) {
        Account account = current.get();
        Reply reply;
        try {
            reply = route(request, account, arrived);
        } catch (Refusal refusal) {
            reply = refusal.reply;
        }
        return reply.with("X-Request-Id", account.state().newReference().substring(32));
    }

    /** No limits are known, so none are set. */
    @Override
    public Reply refuse(WireRequest request, RateLimits.Verdict verdict) {
        return Reply.of(429, "text/plain", "");
    }

    private Reply route(WireRequest request, Account account, Instant arrived) {
        String path = request.path();
        if (request.method().equals("POST") && POST_PATHS.contains(path)) {
            return post(request, account, arrived);
        }
        if (!request.method().equals("GET")) {
            throw ErrorCode.notFound();
        }
        if (path.equals("/lp")) {
            return account.linkPages().answer(request.query());
        }
        if (path.startsWith("/lp/")) {
            return account.linkPages().paymentPage(path.substring("/lp/".length()));
        }
        if (path.startsWith(API + "/")) {
            return get(request, account);
        }
        throw ErrorCode.notFound();
    }

    // Reading

    private Reply get(WireRequest request, Account account) {
        basicCredentials(request);
        Map<String, String> query = Fields.query(request.query());
        sameUsername(query.get("api_username"));
        String[] parts = request.path().substring(API.length() + 1).split("/", -1);
        String id = parts.length == 2 ? parts[1] : null;
        if (parts[0].equals("shops") && id == null && parts.length == 1) {
            return ok(account.rendering().shops());
        }
        if (parts[0].equals("shops") && "1".equals(id)) {
            return ok(account.rendering().shop());
        }
        if (parts[0].equals("processing_accounts") && id != null) {
            ProcessingAccount found = account.state().account(id);
            if (found != null) {
                return ok(account.rendering().account(found));
            }
        }
        if (parts[0].equals("payments") && id != null) {
            Payment payment = account.state().find(id);
            if (payment != null) {
                boolean detailed = "true".equals(query.get("detailed"));
                synchronized (payment) {
                    account.state().beforeChange(payment);
                    account.deadlines().catchUp(payment);
                }
                Payment shown = account.state().shown(payment).orElseThrow(ErrorCode::notFound);
                return ok(payment(shown, account, detailed));
            }
        }
        throw ErrorCode.notFound();
    }

    private static JsonObject payment(Payment payment, Account account, boolean detailed) {
        synchronized (payment) {
            JsonObject json = account.rendering().payment(payment);
            if (detailed) {
                json.add("detailed_fraud_check_results", new JsonObject());
            }
            return json;
        }
    }

    // Changing

    private Reply post(WireRequest request, Account account, Instant arrived) {
        basicCredentials(request);
        JsonObject body = Fields.object(request);
        sameUsername(Fields.textOrNull(body, "api_username"));
        freshTimestamp(Fields.textOrNull(body, "timestamp"), arrived);
        String nonce = Fields.textOrNull(body, "nonce");
        if (nonce == null || nonce.isEmpty() || !account.state().useNonce(nonce)) {
            throw ErrorCode.NONCE.refusal();
        }
        if (request.path().endsWith("/oneoff")) {
            return Reply.json(201, oneoff(body, account).toString());
        }
        String reference = Fields.required(body, "payment_reference");
        Payment payment = account.state().own(reference);
        if (payment == null) {
            throw ErrorCode.notFound();
        }
        synchronized (payment) {
            account.deadlines().catchUp(payment);
            Settlement settlement = account.settlement();
            switch (request.path().substring(API.length())) {
                case "/payments/capture" -> settlement.capture(payment, Fields.amount(body), nonce);
                case "/payments/refund" -> settlement.refund(payment, Fields.amount(body), nonce);
                default -> {
                    Fields.text(body, "reason");
                    settlement.voidPayment(payment, nonce);
                    return ok(account.rendering().acted(payment));
                }
            }
            return ok(account.rendering().standing(payment));
        }
    }

    private static JsonObject oneoff(JsonObject body, Account account) {
        EveryPayState state = account.state();
        String accountName = Fields.required(body, "account_name");
        long amount = Fields.amount(body);
        String orderReference = Fields.orderReference(Fields.required(body, "order_reference"));
        String customerUrl = Fields.customerUrl(Fields.required(body, "customer_url"));
        TEXTS.forEach(name -> Fields.text(body, name));
        Fields.oneOf(body, "preferred_country", Set.of("EE", "LV", "LT"));
        Fields.oneOf(body, "token_agreement", Set.of("unscheduled", "recurring"));
        Fields.mustBeObject(body, "phone_number");
        Fields.mustBeObject(body, "integration_details");
        boolean mobile = Fields.flag(body, "mobile_payment");
        ProcessingAccount processing = state.account(accountName);
        if (processing == null) {
            throw ErrorCode.UNKNOWN_ACCOUNT.refusal();
        }
        if (state.paid(orderReference)) {
            throw ErrorCode.ORDER_PAID.refusal();
        }
        Payment payment = state.newPayment(processing, orderReference, amount, state.now());
        payment.email = Fields.text(body, "email");
        payment.customerIp = Fields.text(body, "customer_ip");
        payment.customerUrl = customerUrl;
        synchronized (payment) {
            state.add(payment);
            JsonObject json = account.rendering().payment(payment);
            if (mobile) {
                json.addProperty("mobile_access_token", state.newReference());
            }
            return json;
        }
    }

    // Authentication

    private void basicCredentials(WireRequest request) {
        if (!basic.equals(request.header("Authorization"))) {
            throw ErrorCode.notAuthenticated();
        }
    }

    private void sameUsername(@Nullable String given) {
        if (!username.equals(given)) {
            throw ErrorCode.notAuthenticated();
        }
    }

    private static void freshTimestamp(@Nullable String timestamp, Instant now) {
        try {
            if (timestamp != null) {
                Duration age = Duration.between(OffsetDateTime.parse(timestamp).toInstant(), now);
                if (age.abs().compareTo(WINDOW) <= 0) {
                    return;
                }
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw ErrorCode.TIMESTAMP.refusal();
        }
        throw ErrorCode.TIMESTAMP.refusal();
    }

    private static Reply ok(JsonObject body) {
        return Reply.json(200, body.toString());
    }
}
