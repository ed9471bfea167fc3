package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.maksut.sandbox.RateLimits;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.StandIn;
import io.maksut.sandbox.WireRequest;
import io.maksut.sandbox.woocommerce.Route.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The wire side of the shop: who asks, which route, and what WordPress makes of the answer. Thread-safe. */
final class WooCommerceShop implements StandIn {
    static final String API = "/wp-json/wc/v3";

    private static final String BAD_GATEWAY = """
            <html>
            <head><title>502 Bad Gateway</title></head>
            <body>
            <center><h1>502 Bad Gateway</h1></center>
            <hr><center>nginx</center>
            </body>
            </html>
            """;

    /** What lives until the sandbox is reset. */
    record Site(ShopState state, Authentication authentication, WooCommerceWebhooks webhooks, List<Route> routes) {}

    /** Where the site is reached. */
    interface Addresses {
        String url(boolean secure);
    }

    private final Supplier<Site> current;
    private final PhpProcesses processes;
    private final Addresses addresses;

    WooCommerceShop(Supplier<Site> current, PhpProcesses processes, Addresses addresses) {
        this.current = current;
        this.processes = processes;
        this.addresses = addresses;
    }

    static Site site(
            ShopState state, Authentication authentication, WooCommerceWebhooks webhooks, PaymentPlugin plugin) {
        RefundCreation creation = new RefundCreation(state, plugin);
        OrdersEndpoint orders = new OrdersEndpoint(state, creation);
        RefundsEndpoint refunds = new RefundsEndpoint(state, creation);
        NotesEndpoint notes = new NotesEndpoint(state);
        WebhooksEndpoint hooks = new WebhooksEndpoint(state, webhooks);
        SiteEndpoint site = new SiteEndpoint(state.settings, plugin);
        SystemStatus status = new SystemStatus(state.settings);
        // @formatter:off
        List<Route> routes = new ArrayList<>(List.of(
                Route.of("GET",      "/orders",                 Refusal.LIST,   orders::list),
                Route.of("POST",     "/orders",                 Refusal.CREATE, orders::create),
                Route.of(Route.EDIT, "/orders/batch",           Refusal.BATCH,  orders::batch),
                Route.of("GET",      "/orders/#",               Refusal.VIEW,   orders::get),
                Route.of(Route.EDIT, "/orders/#",               Refusal.EDIT,   orders::update),
                Route.of("DELETE",   "/orders/#",               Refusal.DELETE, orders::delete),
                Route.of("GET",      "/orders/#/refunds",       Refusal.LIST,   refunds::listOfOrder),
                Route.of("POST",     "/orders/#/refunds",       Refusal.CREATE, refunds::create),
                Route.of("GET",      "/orders/#/refunds/#",     Refusal.VIEW,   refunds::get),
                Route.of("DELETE",   "/orders/#/refunds/#",     Refusal.DELETE, refunds::delete),
                Route.of("GET",      "/orders/#/notes",         Refusal.LIST,   notes::list),
                Route.of("POST",     "/orders/#/notes",         Refusal.CREATE, notes::create),
                Route.of("GET",      "/orders/#/notes/#",       Refusal.VIEW,   notes::get),
                Route.of("DELETE",   "/orders/#/notes/#",       Refusal.DELETE, notes::delete),
                Route.of("GET",      "/webhooks",               Refusal.LIST,   hooks::list),
                Route.of("POST",     "/webhooks",               Refusal.CREATE, hooks::create),
                Route.of("GET",      "/webhooks/#",             Refusal.VIEW,   hooks::get),
                Route.of(Route.EDIT, "/webhooks/#",             Refusal.EDIT,   hooks::update),
                Route.of("DELETE",   "/webhooks/#",             Refusal.DELETE, hooks::delete),
                Route.of("GET",      "/system_status",          Refusal.LIST,   status::get),
                Route.of("GET",      "/settings/general",       Refusal.LIST,   site::settings),
                Route.of("GET",      "/settings/general/*",     Refusal.VIEW,   site::setting),
                Route.of("GET",      "/data/currencies/current", Refusal.VIEW,  site::currentCurrency),
                Route.of("GET",      "/data/currencies/*",      Refusal.VIEW,   site::currency),
                Route.of("GET",      "/payment_gateways",       Refusal.LIST,   site::gateways),
                Route.of("GET",      "/payment_gateways/*",     Refusal.VIEW,   site::gateway)));
        // @formatter:on
        if (state.settings.has(Since.REFUNDS_OF_ALL_ORDERS)) {
            routes.add(Route.of("GET", "/refunds", Refusal.LIST, refunds::listAll));
        }
        return new Site(state, authentication, webhooks, List.copyOf(routes));
    }

    @Override
    public Reply answer(WireRequest request) {
        return processes.run(() -> worked(request));
    }

    private Reply worked(WireRequest request) {
        Site site = current.get();
        boolean secure = site.authentication.secure(request);
        Replies replies = new Replies(addresses.url(secure) + "/wp-json/");
        HookRun hooks = new HookRun(site.webhooks);
        Set<String> allowed = new LinkedHashSet<>();
        ApiKey key = null;
        try {
            if (request.path().equals("/wp-json/batch/v1") && request.method().equals("POST")) {
                return replies.of(batchOfWordPress(request), List.of("POST"), false);
            }
            if (!request.path().startsWith(API + "/")) {
                throw RestError.noRoute();
            }
            QueryString query = QueryString.parse(request.query());
            key = site.authentication.keyOf(
                    request, query, addresses.url(secure), site.state.now().getEpochSecond());
            RestAnswer answer = dispatched(request, site, key, query, addresses.url(secure) + API, hooks, allowed);
            hooks.end();
            return replies.of(FieldSelection.applied(answer, query), allowed, true);
        } catch (RestError error) {
            if (error.ending == RestError.Ending.KILLED) {
                return Reply.of(error.status, "text/html", BAD_GATEWAY);
            }
            hooks.end();
            return replies.of(error, allowed, key != null);
        }
    }

    /** The shop itself has no limits; hosts have, which are faults here. */
    @Override
    public Reply refuse(WireRequest request, RateLimits.Verdict verdict) {
        return Reply.of(429, "text/html", "<html><body><h1>429 Too Many Requests</h1></body></html>");
    }

    private static RestAnswer dispatched(
            WireRequest request,
            Site site,
            @Nullable ApiKey key,
            QueryString query,
            String base,
            HookRun hooks,
            Set<String> allowed) {
        if (key != null) {
            Authentication.mustAllow(key, request.method());
        }
        String path = request.path().substring(API.length());
        Route found = null;
        Matcher parts = null;
        for (Route route : site.routes) {
            Matcher matcher = route.path().matcher(path);
            // A literal such as "current" comes before the word that would fit too.
            if (matcher.matches()
                    && (found == null
                            || found.path().pattern().equals(route.path().pattern()))) {
                if (route.methods().contains(request.method())) {
                    found = route;
                    parts = matcher;
                }
                allowed.addAll(route.methods());
            }
        }
        if (found == null || parts == null) {
            allowed.clear();
            throw RestError.noRoute();
        }
        RestRequest call = new RestRequest(
                request.method(), base, query, RestRequest.posted(request), part(parts, 1), part(parts, 2), hooks);
        mustBeManager(site.state, key, found.refusal(), allowed);
        return found.handler().handle(call);
    }

    /** Nobody gets 401 and one who may not 403, in the same words. */
    private static void mustBeManager(ShopState state, @Nullable ApiKey key, Refusal refusal, Set<String> allowed) {
        ShopState.User user;
        synchronized (state) {
            user = state.user;
        }
        if (key == null || user != ShopState.User.MANAGER) {
            allowed.clear();
            boolean nobody = key == null || user == ShopState.User.DELETED;
            throw RestError.notDispatched(nobody ? 401 : 403, refusal.code, refusal.message);
        }
    }

    /** WordPress's own batches refuse every route of WooCommerce. */
    private static RestAnswer batchOfWordPress(WireRequest request) {
        JsonObject body = RestRequest.posted(request);
        JsonArray responses = new JsonArray();
        if (body.get("requests") instanceof JsonArray requests) {
            for (JsonElement ignored : requests) {
                JsonObject refusal = RestError.of(
                                400, "rest_batch_not_allowed", "The requested route does not support batch requests.")
                        .body;
                JsonObject response = new JsonObject();
                response.add("body", refusal);
                response.addProperty("status", 400);
                response.add("headers", new JsonArray());
                responses.add(response);
            }
        }
        JsonObject answer = new JsonObject();
        answer.add("responses", responses);
        return new RestAnswer(207, answer, List.of());
    }

    private static String part(Matcher matcher, int group) {
        String part = matcher.groupCount() < group ? null : matcher.group(group);
        return part == null ? "" : part;
    }

    /** The bodies of webhooks, by the rights that their owner has now and the state that the order is in now. */
    static WooCommerceWebhooks.Payloads payloads(ShopState state, Supplier<String> base) {
        Function<Long, JsonElement> ofOrder = id -> {
            synchronized (state) {
                if (state.user != ShopState.User.MANAGER) {
                    return RestError.of(
                                    state.user == ShopState.User.DELETED ? 401 : 403,
                                    Refusal.VIEW.code,
                                    Refusal.VIEW.message)
                            .body;
                }
                Order order = state.order(id);
                return order == null
                        ? RestError.of(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.").body
                        : new OrderRendering(state, base.get(), state.settings.decimals()).order(order);
            }
        };
        return (topic, arg) -> {
            JsonObject json = new JsonObject();
            if (WebhookTopics.resource(topic).equals("action")) {
                json.addProperty("action", WebhookTopics.event(topic));
                json.addProperty("arg", arg);
                return json;
            }
            if (WebhookTopics.event(topic).equals("deleted")) {
                json.addProperty("id", arg);
                return json;
            }
            return ofOrder.apply(arg);
        };
    }
}
