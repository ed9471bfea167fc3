package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.RateLimits;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.StandIn;
import io.maksut.sandbox.WireRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The wire protocol of one host: authentication, routes, errors. Thread-safe. */
final class FrisbiiGateway implements StandIn {
    /** Finds the account as it is now; it is replaced when the sandbox is reset. */
    interface Accounts {
        Account current();
    }

    /** What the routes work on. */
    record Account(
            FrisbiiState state,
            Payments payments,
            Orders orders,
            Lists lists,
            FrisbiiWebhooks webhooks,
            String privateKey,
            String webhookSecret,
            URI checkoutUrl) {}

    /** One request with its account; {@code first} and {@code second} are the decoded parts of the path. */
    private record Call(WireRequest request, Account account, String first, String second, boolean late) {
        JsonObject once(Operation operation, @Nullable String key, String what, Supplier<JsonObject> work) {
            IdempotencyKeys keys = account.state.keys;
            return late ? keys.late(operation, key, what, work) : keys.once(operation, key, what, work);
        }

        Charge found() {
            return orRefuse(account.state.find(first), ErrorCode.INVOICE_NOT_FOUND);
        }

        Charge owned() {
            return orRefuse(account.state.own(first), ErrorCode.INVOICE_NOT_FOUND);
        }

        String path() {
            return request.path();
        }

        Query query() {
            return new Query(request.query());
        }

        JsonObject body() {
            return Fields.object(request);
        }
    }

    private interface Handler {
        JsonElement handle(Call call);
    }

    private record Route(String method, Pattern path, Handler handler) {
        static Route of(String method, String path, Handler handler) {
            return new Route(method, Pattern.compile(path.replace("{}", "([^/]+)")), handler);
        }
    }

    // @formatter:off
    private static final List<Route> CHECKOUT = List.of(
            Route.of("POST", "/v1/session/charge", call -> call.account.orders.session(call.body(), call.account.checkoutUrl)));

    private static final List<Route> API = List.of(
            Route.of("POST", "/v1/charge",                        call -> call.account.orders.charge(call.body())),
            Route.of("GET",  "/v1/charge/{}",                     call -> Rendering.charge(byHandle(call.found(), call))),
            Route.of("POST", "/v1/charge/{}/settle",              FrisbiiGateway::settle),
            Route.of("POST", "/v1/charge/{}/cancel",              FrisbiiGateway::cancel),
            Route.of("GET",  "/v1/invoice/{}",                    call -> Rendering.invoice(call.found())),
            Route.of("GET",  "/v1/invoice/{}/metadata",           FrisbiiGateway::metadata),
            Route.of("PUT",  "/v1/invoice/{}/metadata",           FrisbiiGateway::putMetadata),
            Route.of("GET",  "/v1/invoice/{}/transaction/{}",     FrisbiiGateway::transaction),
            Route.of("POST", "/v1/refund",                        FrisbiiGateway::refund),
            Route.of("GET",  "/v1/refund/{}",                     FrisbiiGateway::getRefund),
            Route.of("GET",  "/v1/customer/{}",                   FrisbiiGateway::customer),
            Route.of("GET",  "/v1/dispute/{}",                    FrisbiiGateway::dispute),
            Route.of("GET",  "/v1/list/charge",                   list(Lists::charges)),
            Route.of("GET",  "/v1/list/invoice",                  list(Lists::invoices)),
            Route.of("GET",  "/v1/list/transaction",              list(Lists::transactions)),
            Route.of("GET",  "/v1/list/customer",                 list(Lists::customers)),
            Route.of("GET",  "/v1/list/dispute",                  list(Lists::disputes)),
            Route.of("GET",  "/v1/account/webhook_settings",      FrisbiiGateway::webhookSettings),
            Route.of("GET",  "/v1/webhook/{}",                    FrisbiiGateway::webhook),
            Route.of("POST", "/v1/webhook/resend",                FrisbiiGateway::resend));
    // @formatter:on

    private final List<Route> routes;
    private final Accounts accounts;

    private FrisbiiGateway(List<Route> routes, Accounts accounts) {
        this.routes = routes;
        this.accounts = accounts;
    }

    static FrisbiiGateway api(Accounts accounts) {
        return new FrisbiiGateway(API, accounts);
    }

    static FrisbiiGateway checkout(Accounts accounts) {
        return new FrisbiiGateway(CHECKOUT, accounts);
    }

    @Override
    public Reply answer(WireRequest request) {
        return answer(request, false);
    }

    @Override
    public Reply answerLate(WireRequest request, Instant arrived) {
        return answer(request, true);
    }

    @Override
    public Instant now() {
        return accounts.current().state.now();
    }

    private Reply answer(WireRequest request, boolean late) {
        Account account = accounts.current();
        Reply reply;
        try {
            authenticate(request, account.privateKey);
            reply = Reply.json(200, route(request, account, late).toString());
        } catch (Refusal refusal) {
            reply = error(account, request, refusal);
        }
        return reply.with("Request-Id", account.state.newId());
    }

    @Override
    public Reply refuse(WireRequest request, RateLimits.Verdict verdict) {
        ErrorCode code = verdict == RateLimits.Verdict.TOO_FAST ? ErrorCode.RATE_LIMIT : ErrorCode.CONCURRENCY_LIMIT;
        return error(accounts.current(), request, code.refusal());
    }

    private JsonElement route(WireRequest request, Account account, boolean late) {
        boolean pathKnown = false;
        for (Route route : routes) {
            Matcher matcher = route.path.matcher(request.path());
            if (matcher.matches()) {
                if (route.method.equals(request.method())) {
                    return route.handler.handle(new Call(request, account, part(matcher, 1), part(matcher, 2), late));
                }
                pathKnown = true;
            }
        }
        throw pathKnown ? ErrorCode.METHOD_NOT_ALLOWED.refusal() : ErrorCode.NOT_FOUND.refusal();
    }

    private static String part(Matcher matcher, int group) {
        if (group > matcher.groupCount()) {
            return "";
        }
        try {
            // A plus in a path is a plus.
            return URLDecoder.decode(matcher.group(group).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.INVALID_REQUEST.because("Malformed path");
        }
    }

    private static void authenticate(WireRequest request, String privateKey) {
        String header = request.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw ErrorCode.NOT_AUTHENTICATED.refusal();
        }
        String credentials;
        try {
            credentials =
                    new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.NOT_AUTHENTICATED.refusal();
        }
        if (credentials.startsWith("pub_")) {
            throw ErrorCode.UNAUTHORIZED.because("A public key cannot do this");
        }
        if (!credentials.equals(privateKey + ":")) {
            throw ErrorCode.NOT_AUTHENTICATED.refusal();
        }
    }

    private static Reply error(Account account, WireRequest request, Refusal refusal) {
        ErrorCode code = refusal.code;
        String message = refusal.detail == null ? code.error : refusal.detail;
        return Rendering.error(
                new Rendering.WireError(code.status, code.code, code.error, message, refusal.transactionError),
                request.path(),
                account.state.now(),
                account.state.newId());
    }

    private static <T> T orRefuse(@Nullable T found, ErrorCode code) {
        if (found == null) {
            throw code.refusal();
        }
        return found;
    }

    /** A charge answers to its handle only, an invoice to its id too. */
    private static Charge byHandle(Charge charge, Call call) {
        if (!charge.handle.equals(call.first)) {
            throw ErrorCode.INVOICE_NOT_FOUND.refusal();
        }
        return charge;
    }

    private static Handler list(Search list) {
        return call -> list.page(call.account.lists, call.path(), call.query());
    }

    private interface Search {
        JsonObject page(Lists lists, String path, Query query);
    }

    private static JsonElement settle(Call call) {
        Charge charge = byHandle(call.owned(), call);
        JsonObject body = call.body();
        String key = Fields.key(body);
        Long own = Fields.amount(body, "amount");
        Long amount = own == null ? Fields.linesAmount(body) : own;
        return call.once(
                Operation.SETTLE,
                key,
                charge.handle + " " + amount,
                () -> call.account.payments.settle(charge, amount, new Payments.Cause(Movement.By.API, key)));
    }

    private static JsonElement cancel(Call call) {
        Charge charge = byHandle(call.owned(), call);
        if (!call.request.body().isEmpty()) {
            call.body();
        }
        return call.account.payments.cancel(charge, new Payments.Cause(Movement.By.API, null));
    }

    private static JsonElement refund(Call call) {
        JsonObject body = call.body();
        String invoice = Fields.text(body, "invoice");
        if (invoice == null) {
            throw ErrorCode.INVALID_REQUEST.because("invoice missing");
        }
        String key = Fields.key(body);
        Long amount = Fields.amount(body, "amount");
        Fields.text(body, "text");
        boolean manual = Fields.child(body, "manual_transfer") != null;
        Charge charge = orRefuse(call.account.state.own(invoice), ErrorCode.INVOICE_NOT_FOUND);
        return call.once(
                Operation.REFUND,
                key,
                charge.handle + " " + amount + " " + manual,
                () -> call.account.payments.refund(charge, amount, manual, new Payments.Cause(Movement.By.API, key)));
    }

    private static JsonElement getRefund(Call call) {
        TransactionOfCharge entry = orRefuse(call.account.state.transaction(call.first), ErrorCode.REFUND_NOT_FOUND);
        TransactionOfCharge shown = call.account.state.shown(entry).orElseThrow(ErrorCode.REFUND_NOT_FOUND::refusal);
        if (!shown.transaction().type.equals("refund")) {
            throw ErrorCode.REFUND_NOT_FOUND.refusal();
        }
        return Rendering.refund(shown.charge(), shown.transaction());
    }

    private static JsonElement transaction(Call call) {
        Charge charge = call.found();
        synchronized (charge) {
            return Rendering.transaction(
                    charge, orRefuse(charge.transaction(call.second), ErrorCode.TRANSACTION_NOT_FOUND));
        }
    }

    private static JsonElement metadata(Call call) {
        Charge charge = call.found();
        synchronized (charge) {
            return orRefuse(charge.metadata, ErrorCode.NOT_FOUND).deepCopy();
        }
    }

    private static JsonElement putMetadata(Call call) {
        Charge charge = call.owned();
        JsonObject metadata = call.body();
        synchronized (charge) {
            charge.metadata = metadata;
            return metadata.deepCopy();
        }
    }

    private static JsonElement dispute(Call call) {
        return Rendering.dispute(orRefuse(call.account.state.dispute(call.first), ErrorCode.DISPUTE_NOT_FOUND));
    }

    private static JsonElement customer(Call call) {
        return Rendering.customer(orRefuse(call.account.state.customer(call.first), ErrorCode.CUSTOMER_NOT_FOUND));
    }

    private static JsonElement webhookSettings(Call call) {
        JsonObject json = new JsonObject();
        JsonArray urls = new JsonArray();
        URI target = call.account.webhooks.target();
        if (target != null) {
            urls.add(target.toString());
        }
        json.add("urls", urls);
        json.addProperty("disabled", call.account.webhooks.disabled());
        json.addProperty("secret", call.account.webhookSecret);
        json.add("alert_emails", new JsonArray());
        return json;
    }

    private static JsonElement webhook(Call call) {
        List<FrisbiiWebhook> found = call.account.webhooks.find(call.first);
        if (found.isEmpty()) {
            throw ErrorCode.WEBHOOK_NOT_FOUND.refusal();
        }
        return rendered(found, call);
    }

    private static JsonElement resend(Call call) {
        JsonArray ids = Fields.list(call.body(), "webhooks");
        if (ids == null || ids.isEmpty() || ids.size() > 100) {
            throw ErrorCode.INVALID_REQUEST.because("webhooks must hold 1 to 100 ids");
        }
        List<FrisbiiWebhook> found = new ArrayList<>();
        for (JsonElement id : ids) {
            List<FrisbiiWebhook> one = id.isJsonPrimitive() ? call.account.webhooks.find(id.getAsString()) : List.of();
            if (one.isEmpty()) {
                throw ErrorCode.WEBHOOK_NOT_FOUND.refusal();
            }
            found.addAll(one);
        }
        return rendered(call.account.webhooks.resend(found), call);
    }

    private static JsonArray rendered(List<FrisbiiWebhook> webhooks, Call call) {
        URI target = call.account.webhooks.target();
        JsonArray all = new JsonArray();
        for (FrisbiiWebhook webhook : webhooks) {
            JsonObject json = new JsonObject();
            json.addProperty("id", webhook.id());
            json.addProperty("event", webhook.eventId());
            json.addProperty("state", webhook.state());
            json.addProperty("url", target == null ? "" : target.toString());
            json.addProperty("content", webhook.body());
            json.addProperty("created", Rendering.time(webhook.created()));
            json.addProperty("count", webhook.attempts());
            all.add(json);
        }
        return all;
    }
}
