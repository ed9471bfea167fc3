package io.maksut.woocommerce;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.sync.RefundSync;
import io.maksut.transport.CallContext;
import io.maksut.woocommerce.ShopClient.Page;
import io.maksut.woocommerce.ShopRelease.Feature;
import io.maksut.woocommerce.WebhookAudit.Hook;
import io.maksut.woocommerce.WebhookAudit.State;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Keeps the webhooks that we need in the shop. WooCommerce repeats no delivery and silently disables a webhook at the
 * seventh failure in a row, so call {@link #restore} when the program starts and every few minutes. Thread-safe.
 *
 * <p>It registers {@code order.updated}, {@code order.deleted}, {@code order.restored}, and for refunds {@code
 * action.woocommerce_refund_created} (one delivery for each refund); before 9.0, where the order of a refund cannot be
 * read, {@code action.woocommerce_order_refunded}. All of them are in WooCommerce's core.
 */
public final class WebhookRegistration {
    private static final String NAME = "Maksut";

    private final WooCommerceShop shop;
    private final URI deliveryUrl;
    private final String secret;

    /**
     * A registration for this shop.
     *
     * @param deliveryUrl where {@link WooCommerceWebhooks} listens, reachable from the shop's server
     * @param secret with which new webhooks sign; one of those of {@link WooCommerceWebhooks}
     * @throws IllegalArgumentException if the secret is blank, or begins or ends with a space, which forms would remove
     */
    public WebhookRegistration(WooCommerceShop shop, URI deliveryUrl, String secret) {
        if (secret.isBlank() || !secret.strip().equals(secret)) {
            throw new IllegalArgumentException("a webhook's secret is not blank and has no spaces around it");
        }
        this.shop = shop;
        this.deliveryUrl = Objects.requireNonNull(deliveryUrl);
        this.secret = secret;
    }

    /**
     * Reads the webhooks and changes nothing.
     *
     * @throws io.maksut.error.MaksutException if the shop does not answer, or the key may not do this
     */
    public WebhookAudit audit() {
        CallContext context = shop.begin();
        return new WebhookAudit(look(context));
    }

    /**
     * Creates missing webhooks and reactivates those that are off. If there were any, the next scan of a worker reads
     * what changed meanwhile.
     *
     * @param sync is told if changes may have been missed
     * @throws io.maksut.error.MaksutException if the shop does not answer, or the key may not do this; what was done
     *     until then stays done, and another call does the rest
     */
    public WebhookAudit restore(RefundSync sync) {
        CallContext context = shop.begin();
        List<Hook> found = look(context);
        if (found.stream().allMatch(hook -> hook.state() == State.ACTIVE)) {
            return new WebhookAudit(found);
        }
        try {
            return new WebhookAudit(
                    found.stream().map(hook -> restored(hook, context)).toList());
        } finally {
            sync.mayHaveMissed(shop.name()); // changes until now may have been missed
        }
    }

    private Hook restored(Hook hook, CallContext context) {
        return switch (hook.state()) {
            case MISSING -> create(hook, context);
            case DISABLED, PAUSED -> reactivate(hook, context);
            case ACTIVE, CREATED, REACTIVATED -> hook;
        };
    }

    private List<Hook> look(CallContext context) {
        List<Hook> ours = registered(context);
        List<Hook> hooks = new ArrayList<>();
        for (String topic : topics()) {
            List<Hook> ofTopic =
                    ours.stream().filter(hook -> hook.topic().equals(topic)).toList();
            boolean active = ofTopic.stream().anyMatch(hook -> hook.state() == State.ACTIVE);
            if (ofTopic.isEmpty()) {
                hooks.add(new Hook(topic, 0, State.MISSING));
            } else if (active) {
                // A second webhook that is off does not matter.
                ofTopic.stream().filter(hook -> hook.state() == State.ACTIVE).forEach(hooks::add);
            } else {
                hooks.add(ofTopic.get(0));
            }
        }
        return hooks;
    }

    private List<String> topics() {
        boolean tellsOrdersOfRefunds = shop.profile().release().has(Feature.REFUNDS_OF_ALL_ORDERS);
        return List.of(
                "order.updated",
                "order.deleted",
                "order.restored",
                tellsOrdersOfRefunds ? "action.woocommerce_refund_created" : "action.woocommerce_order_refunded");
    }

    /** The webhooks that deliver to our address. */
    private List<Hook> registered(CallContext context) {
        List<Hook> ours = new ArrayList<>();
        for (int number = 1; ; number++) {
            Page page = shop.client()
                    .list(
                            "list webhooks",
                            RestQuery.of("/webhooks")
                                    .with("status", "all")
                                    .with("per_page", OrderReader.PAGE)
                                    .with("page", number)
                                    .with("_fields", "id,status,topic,delivery_url"),
                            context);
            page.each(Registered::of).stream()
                    .filter(it -> it.deliveryUrl().equals(deliveryUrl.toString()))
                    .map(Registered::hook)
                    .forEach(ours::add);
            if (page.items().size() < OrderReader.PAGE) {
                return ours;
            }
        }
    }

    private record Registered(Hook hook, String deliveryUrl) {
        static Registered of(JsonDocument json) {
            State state = switch (json.plainText("status").orElse("")) {
                case "active" -> State.ACTIVE;
                case "paused" -> State.PAUSED;
                default -> State.DISABLED;
            };
            String topic = json.plainText("topic").orElse("");
            return new Registered(
                    new Hook(topic, WireOrder.positive(json, "id"), state),
                    json.plainText("delivery_url").orElse(""));
        }
    }

    private Hook create(Hook hook, CallContext context) {
        JsonObject body = new JsonObject();
        body.addProperty("name", NAME + " " + hook.topic());
        body.addProperty("topic", hook.topic());
        body.addProperty("delivery_url", deliveryUrl.toString());
        body.addProperty("secret", secret);
        body.addProperty("status", "active");
        long id = shop.client()
                .write("POST", "create webhook", RestQuery.of("/webhooks"), body.toString(), context)
                .as(json -> WireOrder.positive(json, "id"));
        return new Hook(hook.topic(), id, State.CREATED);
    }

    /** With our secret, as another secret may have been why it failed. */
    private Hook reactivate(Hook hook, CallContext context) {
        JsonObject body = new JsonObject();
        body.addProperty("status", "active");
        body.addProperty("secret", secret);
        ShopClient.Single unused = shop.client()
                .write("PUT", "reactivate webhook", RestQuery.of("/webhooks/" + hook.id()), body.toString(), context);
        return new Hook(hook.topic(), hook.id(), State.REACTIVATED);
    }

    @Override
    public String toString() {
        return "WebhookRegistration[" + shop.name() + "]";
    }
}
