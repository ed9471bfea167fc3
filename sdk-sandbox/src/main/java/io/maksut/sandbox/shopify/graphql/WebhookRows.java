package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.shop.Refusal;
import io.maksut.sandbox.shopify.webhook.Subscription;
import io.maksut.sandbox.shopify.webhook.Subscriptions;
import io.maksut.sandbox.shopify.webhook.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhook subscriptions through the API, which does not show those of the app's own file. */
final class WebhookRows {
    private static final String TYPE = "WebhookSubscription";

    private final Subscriptions subscriptions;
    private final ApiVersions versions;

    WebhookRows(Subscriptions subscriptions, ApiVersions versions) {
        this.subscriptions = subscriptions;
        this.versions = versions;
    }

    List<Fields<?>> types() {
        return List.of(Fields.<Subscription>of(TYPE, Subscription.class)
                .row("id", s -> Gid.of(TYPE, s.id()))
                .row("legacyResourceId", Subscription::id)
                .row("topic", s -> Topics.enumName(s.topic()))
                .row("uri", s -> s.uri().toString())
                .row("callbackUrl", s -> s.uri().toString())
                .row("endpoint", s -> Map.of("callbackUrl", s.uri().toString()))
                .row("format", Subscription::format)
                .row("includeFields", Subscription::includeFields)
                .row("metafieldNamespaces", s -> List.of())
                .row("filter", Subscription::filter)
                .row("name", Subscription::name)
                .row("apiVersion", this::version)
                .row("createdAt", Subscription::createdAt)
                .row("updatedAt", Subscription::updatedAt));
    }

    private ShopRows.Version version(Subscription subscription) {
        String served = versions.served(subscription.apiVersion()).orElse(versions.newest());
        return new ShopRows.Version(served, versions.stable().contains(served));
    }

    @Nullable
    Object find(String gid) {
        long id = Ids.number(TYPE, gid);
        return subscriptions.ofTheApi().stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElse(null);
    }

    Page<Subscription> page(DataFetchingEnvironment env) {
        List<String> topics = env.getArgument("topics");
        String uri = env.getArgument("uri");
        String callbackUrl = env.getArgument("callbackUrl");
        List<Subscription> wanted = subscriptions.ofTheApi().stream()
                .filter(one -> topics == null || topics.contains(Topics.enumName(one.topic())))
                .filter(one -> uri == null || uri.equals(one.uri().toString()))
                .filter(one ->
                        callbackUrl == null || callbackUrl.equals(one.uri().toString()))
                .toList();
        return Page.of(wanted, env);
    }

    Fields<Caller> mutations(Fields<Caller> rows) {
        return rows.row("webhookSubscriptionCreate", (caller, env) -> create(caller, env))
                .row("webhookSubscriptionUpdate", (caller, env) -> update(env))
                .row("webhookSubscriptionDelete", (caller, env) -> delete(env));
    }

    private Map<String, @Nullable Object> create(Caller caller, DataFetchingEnvironment env) {
        Arguments input = Arguments.of(env).object("webhookSubscription");
        String topic = Topics.ofEnum(Arguments.of(env).text("topic"));
        try {
            Subscription made =
                    subscriptions.create(topic, uri(input).orElse(""), false, caller.version(), options(input));
            return Payload.done("webhookSubscription", made);
        } catch (Refusal e) {
            return Payload.refused(e, "webhookSubscription");
        }
    }

    private Map<String, @Nullable Object> update(DataFetchingEnvironment env) {
        Arguments input = Arguments.of(env).object("webhookSubscription");
        try {
            long id = Ids.number(TYPE, Arguments.of(env).text("id"));
            return subscriptions
                    .update(id, uri(input).orElse(null), options(input))
                    .map(changed -> Payload.done("webhookSubscription", changed))
                    .orElseThrow(() -> new Refusal("Webhook subscription does not exist", "id"));
        } catch (Refusal e) {
            return Payload.refused(e, "webhookSubscription");
        }
    }

    private Map<String, @Nullable Object> delete(DataFetchingEnvironment env) {
        String gid = Arguments.of(env).text("id");
        return subscriptions.delete(Ids.number(TYPE, gid))
                ? Payload.done("deletedWebhookSubscriptionId", gid)
                : Payload.refused(
                        new Refusal("Webhook subscription does not exist", "id"), "deletedWebhookSubscriptionId");
    }

    private static Optional<String> uri(Arguments input) {
        return input.find("uri").or(() -> input.find("callbackUrl"));
    }

    private static Subscriptions.Options options(Arguments input) {
        return new Subscriptions.Options(
                input.find("name").orElse(null),
                input.texts("includeFields"),
                input.find("filter").orElse(null),
                input.find("format").orElse("JSON"));
    }
}
