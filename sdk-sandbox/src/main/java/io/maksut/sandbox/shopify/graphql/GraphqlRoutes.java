package io.maksut.sandbox.shopify.graphql;

import com.google.gson.JsonObject;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.access.Apps;
import io.maksut.sandbox.shopify.access.ShopStatus;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Both GraphQL endpoints behind what comes first: the shop's state, the version, the token. Thread-safe. */
public final class GraphqlRoutes {
    private static final Pattern PATH = Pattern.compile("/(admin|payments_apps)/api/([^/]+)/graphql\\.json");

    private final Apps apps;
    private final ApiVersions versions;
    private final Supplier<ShopStatus> status;
    private final Supplier<String> requestId;
    private final GraphqlEndpoint admin;
    private final GraphqlEndpoint payments;

    public GraphqlRoutes(
            Apps apps,
            ApiVersions versions,
            Supplier<ShopStatus> status,
            Supplier<String> requestId,
            Clock clock,
            AdminApi adminApi,
            CostBucket adminBucket,
            PaymentsAppsApi paymentsApi,
            CostBucket paymentsBucket) {
        this.apps = apps;
        this.versions = versions;
        this.status = status;
        this.requestId = requestId;
        this.admin = new GraphqlEndpoint(adminApi::schema, adminBucket, clock);
        this.payments = new GraphqlEndpoint(version -> paymentsApi.schema(), paymentsBucket, clock);
    }

    /** Empty when the path is none of theirs. */
    public Optional<Reply> answer(WireRequest request) {
        Matcher path = PATH.matcher(request.path());
        return path.matches()
                ? Optional.of(answer(request, path.group(1), path.group(2)).with("X-Request-Id", requestId.get()))
                : Optional.empty();
    }

    private Reply answer(WireRequest request, String api, String requestedVersion) {
        ShopStatus now = status.get();
        switch (now) {
            case GONE -> {
                return text(404, "Not Found");
            }
            case FROZEN -> {
                return text(402, "Unavailable Shop");
            }
            case LOCKED -> {
                return text(423, "Unavailable Shop");
            }
            case OPEN, INACTIVE -> {
                // Both look at the request.
            }
        }
        Optional<String> version = versions.served(requestedVersion);
        if (version.isEmpty() || !request.method().equals("POST")) {
            return text(404, "Not Found");
        }
        String token = request.header("X-Shopify-Access-Token");
        Optional<App> app = token == null ? Optional.empty() : apps.byToken(token);
        if (token == null || app.isEmpty()) {
            return text(401, "[API] Invalid API key or access token (unrecognized login or wrong password)");
        }
        if (app.get().judge(token) == App.Verdict.NEVER_EXPIRES) {
            return text(
                    403,
                    "Non-expiring access tokens are no longer accepted for the Admin API. Start using expiring offline tokens.");
        }
        GraphqlEndpoint endpoint = api.equals("admin") ? admin : payments;
        return endpoint.answer(request, app.get(), version.get(), now).with("X-Shopify-API-Version", version.get());
    }

    /** Other than in an answer to a document, the errors are a text and no list. */
    private static Reply text(int status, String error) {
        JsonObject json = new JsonObject();
        json.addProperty("errors", error);
        return Reply.json(status, json.toString());
    }
}
