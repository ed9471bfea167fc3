package io.maksut.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.error.CallReport;
import io.maksut.error.MalformedAnswerException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.sync.RefundSync;
import io.maksut.transport.CallContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the shop's webhook subscriptions: after eight failed deliveries in a row Shopify removes a subscription without
 * notice. Run {@link #audit} at the start and every hour. Thread-safe.
 *
 * <p>It handles subscriptions made through the API. Those in the app's own file ({@code shopify.app.toml}) are not
 * listed and never removed, so an app with all of them there needs no audit. Topics about personal data can only be in
 * that file.
 */
public final class ShopifySubscriptions {
    private static final int MOST_PAGES = 20;

    private final ShopifyShop shop;
    private final URI address;
    private final boolean shipping;

    private ShopifySubscriptions(ShopifyShop shop, URI address) {
        this.shop = shop;
        this.address = address;
        this.shipping = shop.neededScopes().contains(Scopes.READ_FULFILLMENTS);
    }

    /**
     * The subscriptions of a shop.
     *
     * @param address where deliveries go; Shopify requires https
     */
    public static ShopifySubscriptions of(ShopifyShop shop, URI address) {
        return new ShopifySubscriptions(shop, Objects.requireNonNull(address));
    }

    /** A subscription as the shop has it. */
    private record Found(
            String id,
            String topic,
            String uri,
            String format,
            @Nullable String filter,
            Set<String> fields,
            String version) {}

    /**
     * Creates missing subscriptions, repairs wrong ones, and has the engine read what may have been missed.
     *
     * @return the topics that were missing or wrong; what the shop refuses is told to its listener once, and tried
     *     again next time
     * @throws io.maksut.error.MaksutException if the shop does not answer as it should; what was repaired by then stays
     *     repaired
     */
    public List<String> audit(RefundSync sync) {
        CallContext context = shop.begin();
        List<Found> found = list(context);
        List<String> repaired = new ArrayList<>();
        for (WebhookTopic topic : WebhookTopic.subscribed(shipping)) {
            Optional<Found> ours = found.stream()
                    .filter(it -> it.topic().equals(topic.name()) && it.uri().equals(address.toString()))
                    .findFirst();
            if (ours.isEmpty()) {
                create(topic, context);
                repaired.add(topic.topic());
            } else if (!isRight(ours.get(), topic)) {
                repair(ours.get(), topic, context);
                repaired.add(topic.topic());
            }
        }
        found.stream()
                .map(Found::version)
                .filter(version -> !version.isEmpty())
                .distinct()
                .forEach(shop.state()::webhookVersion);
        if (!repaired.isEmpty()) {
            sync.mayHaveMissed(shop.name());
            shop.reports().warn(new ShopifyEvent.SubscriptionsRepaired(shop.name(), repaired));
        }
        return List.copyOf(repaired);
    }

    /** A filter on a mistaken field lets nothing through, so there must be none. */
    private static boolean isRight(Found found, WebhookTopic topic) {
        return found.format().equals("JSON")
                && (found.filter() == null || found.filter().isBlank())
                && found.fields().equals(Set.copyOf(topic.fields()));
    }

    private List<Found> list(CallContext context) {
        List<Found> all = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonObject variables = new JsonObject();
            if (cursor != null) {
                variables.addProperty("after", cursor);
            }
            GraphqlAnswer answer = shop.adminApi().read(Operation.WEBHOOK_SUBSCRIPTIONS, variables, context);
            cursor = OrderReader.understood(answer, () -> {
                        JsonDocument connection = answer.data()
                                .object("webhookSubscriptions")
                                .orElseThrow(() -> new JsonFormatException("no field webhookSubscriptions"));
                        connection.objects("nodes").forEach(node -> all.add(found(node)));
                        return Page.of(connection);
                    })
                    .next();
            if (cursor == null) {
                return all;
            }
        }
        throw new MalformedAnswerException(
                "the list of webhook subscriptions does not end",
                CallReport.notSent(Operation.WEBHOOK_SUBSCRIPTIONS.title(), null));
    }

    private static Found found(JsonDocument json) {
        return new Found(
                json.requiredText("id"),
                json.requiredText("topic"),
                json.text("uri").orElse(""),
                json.text("format").orElse(""),
                json.text("filter").orElse(null),
                Set.copyOf(json.texts("includeFields")),
                json.object("apiVersion").flatMap(it -> it.text("handle")).orElse(""));
    }

    private void create(WebhookTopic topic, CallContext context) {
        JsonObject variables = new JsonObject();
        variables.addProperty("topic", topic.name());
        variables.add("webhook", wanted(topic));
        // Sent once: if another process has just created it, the shop refuses.
        noteRefusal(
                topic,
                shop.adminApi().write(Operation.CREATE_WEBHOOK, variables, null, context),
                Operation.CREATE_WEBHOOK);
    }

    private void repair(Found found, WebhookTopic topic, CallContext context) {
        JsonObject variables = new JsonObject();
        variables.addProperty("id", found.id());
        variables.add("webhook", wanted(topic));
        noteRefusal(
                topic,
                shop.adminApi().write(Operation.REPAIR_WEBHOOK, variables, null, context),
                Operation.REPAIR_WEBHOOK);
    }

    private JsonObject wanted(WebhookTopic topic) {
        JsonObject webhook = new JsonObject();
        webhook.addProperty("uri", address.toString());
        webhook.addProperty("format", "JSON");
        webhook.addProperty("filter", "");
        JsonArray fields = new JsonArray();
        topic.fields().forEach(fields::add);
        webhook.add("includeFields", fields);
        return webhook;
    }

    private void noteRefusal(WebhookTopic topic, GraphqlAnswer answer, Operation operation) {
        UserErrors.first(answer, operation)
                .ifPresent(words -> shop.reports()
                        .once(new ShopifyEvent.SubscriptionRefused(
                                shop.name(), topic.topic(), UserErrors.redacted(words))));
    }

    @Override
    public String toString() {
        return "ShopifySubscriptions[" + shop.name() + "]";
    }
}
