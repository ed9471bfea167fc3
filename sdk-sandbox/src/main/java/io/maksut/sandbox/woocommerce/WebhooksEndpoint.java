package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /webhooks}. Neither the secret nor the count of failures is ever shown. Thread-safe. */
final class WebhooksEndpoint {
    private static final String INVALID_ID = "woocommerce_rest_shop_webhook_invalid_id";
    private static final int HIGHEST_PORT = 65_535;
    private static final BodyRules RULES = BodyRules.none()
            .and(BodyRules.Type.STRING, "name", "topic", "secret", "delivery_url")
            .oneOf("status", Webhook.STATUSES);

    private final ShopState state;
    private final WooCommerceWebhooks webhooks;

    WebhooksEndpoint(ShopState state, WooCommerceWebhooks webhooks) {
        this.state = state;
        this.webhooks = webhooks;
    }

    RestAnswer list(RestRequest request) {
        ListParameters parameters = new ListParameters(request, state.settings, false);
        String status = request.query().text("status");
        List<Webhook> found = new ArrayList<>(webhooks.all());
        JsonArray items = new JsonArray();
        synchronized (webhooks) {
            found.removeIf(webhook -> status != null && !status.equals("all") && !status.equals(webhook.status));
            int from = (int) Math.min(found.size(), (parameters.page - 1L) * parameters.perPage);
            for (Webhook webhook : found.subList(from, Math.min(found.size(), from + parameters.perPage))) {
                items.add(rendered(webhook, request));
            }
        }
        long pages = (found.size() + parameters.perPage - 1L) / parameters.perPage;
        return Paging.answer(
                items,
                found.size(),
                pages,
                parameters.page,
                request.base() + "/webhooks",
                request.query().values());
    }

    RestAnswer get(RestRequest request) {
        return answer(found(request, 400, "ID is invalid."), request);
    }

    /** The answer is made before the ping, so it has no {@code date_modified}; the ping comes before the answer. */
    RestAnswer create(RestRequest request) {
        RULES.check(request);
        String topic = text(request, "topic");
        if (!webhooks.topics.valid(topic.toLowerCase(Locale.ROOT))) {
            throw RestError.of(
                    400, "woocommerce_rest_shop_webhook_invalid_topic", "Webhook topic is required and must be valid.");
        }
        String url = text(request, "delivery_url");
        mustBeUrl(url);
        String name = text(request, "name");
        String secret = text(request, "secret");
        String token;
        synchronized (state) {
            token = state.token(50);
        }
        Webhook webhook = webhooks.add(
                name.isEmpty()
                        ? "Webhook created on "
                                + SiteTime.shown(state.now(), state.settings.zone())
                                        .getAsString()
                        : name,
                webhooks.topics.valid(topic) ? topic : "",
                url,
                secret.isEmpty() ? token : secret);
        RestAnswer answer;
        synchronized (webhooks) {
            answer = RestAnswer.created(rendered(webhook, request), request.base() + "/webhooks/" + webhook.id);
        }
        webhooks.ping(webhook);
        return answer;
    }

    RestAnswer update(RestRequest request) {
        RULES.check(request);
        Webhook webhook = found(request, 400, "ID is invalid.");
        String topic = text(request, "topic");
        if (!topic.isEmpty() && !webhooks.topics.valid(topic.toLowerCase(Locale.ROOT))) {
            throw RestError.of(400, "woocommerce_rest_shop_webhook_invalid_topic", "Webhook topic must be valid.");
        }
        String url = text(request, "delivery_url");
        if (!url.isEmpty()) {
            mustBeUrl(url);
        }
        boolean newUrl;
        synchronized (webhooks) {
            newUrl = !url.isEmpty() && !url.equals(webhook.deliveryUrl);
            webhook.topic = topic.isEmpty() ? webhook.topic : webhooks.topics.valid(topic) ? topic : "";
            webhook.deliveryUrl = url.isEmpty() ? webhook.deliveryUrl : url;
            webhook.name = orElse(text(request, "name"), webhook.name);
            webhook.secret = orElse(text(request, "secret"), webhook.secret);
            // The count of failures stays as it was.
            webhook.status = orElse(text(request, "status"), webhook.status);
        }
        webhooks.saved(webhook, newUrl);
        return answer(webhook, request);
    }

    RestAnswer delete(RestRequest request) {
        if (!request.flag("force", false)) {
            throw RestError.of(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.");
        }
        Webhook webhook = found(request, 404, "Invalid ID.");
        RestAnswer answer = answer(webhook, request);
        webhooks.remove(webhook);
        return answer;
    }

    private Webhook found(RestRequest request, int status, String message) {
        Webhook webhook = webhooks.find(request.firstId());
        if (webhook == null) {
            throw RestError.of(status, INVALID_ID, message);
        }
        return webhook;
    }

    private RestAnswer answer(Webhook webhook, RestRequest request) {
        synchronized (webhooks) {
            return RestAnswer.ok(rendered(webhook, request));
        }
    }

    private JsonObject rendered(Webhook webhook, RestRequest request) {
        JsonObject json = new JsonObject();
        json.addProperty("id", webhook.id);
        json.addProperty("name", webhook.name);
        json.addProperty("status", webhook.status);
        json.addProperty("topic", webhook.topic);
        json.addProperty("resource", WebhookTopics.resource(webhook.topic));
        json.addProperty("event", WebhookTopics.event(webhook.topic));
        JsonArray hooks = new JsonArray();
        webhooks.topics.hooks(webhook.topic).forEach(hooks::add);
        json.add("hooks", hooks);
        json.addProperty("delivery_url", webhook.deliveryUrl);
        SiteTime.add(json, "date_created", webhook.created, state.settings.zone());
        SiteTime.add(json, "date_modified", webhook.modified, state.settings.zone());
        String url = request.base() + "/webhooks";
        JsonObject links = new JsonObject();
        links.add("self", Links.self(url + "/" + webhook.id, "GET", "POST", "PUT", "PATCH", "DELETE"));
        links.add("collection", Links.to(url));
        json.add("_links", links);
        return json;
    }

    private static void mustBeUrl(String url) {
        URI uri = uri(url);
        if (uri == null || uri.getHost() == null || uri.getPort() > HIGHEST_PORT || !url.matches("(?i)https?://.*")) {
            throw RestError.of(
                    400,
                    "woocommerce_rest_shop_webhook_invalid_delivery_url",
                    "Webhook delivery URL must be a valid URL starting with http:// or https://.");
        }
    }

    private static @Nullable URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(RestRequest request, String name) {
        String text = request.text(name);
        return text == null ? "" : text;
    }

    private static String orElse(String text, String byDefault) {
        return text.isEmpty() ? byDefault : text;
    }
}
