package io.maksut.sandbox.shopify.graphql;

import graphql.language.EnumTypeDefinition;
import graphql.schema.idl.SchemaParser;
import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.order.Exchange;
import io.maksut.sandbox.shopify.order.Fulfillment;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.OrderChanges;
import io.maksut.sandbox.shopify.shop.Payments;
import io.maksut.sandbox.shopify.shop.Refunds;
import io.maksut.sandbox.shopify.shop.Shop;
import io.maksut.sandbox.shopify.shop.ShopProfile;
import io.maksut.sandbox.shopify.webhook.Announcer;
import io.maksut.sandbox.shopify.webhook.Subscription;
import io.maksut.sandbox.shopify.webhook.Subscriptions;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The Admin API over the shop: a schema for each version, with every enum value that the shop has used. Thread-safe. */
public final class AdminApi {
    private record Key(String version, Set<String> added) {}

    private final Shop shop;
    private final List<Fields<?>> tables = new ArrayList<>();
    private final FieldFaults faults = new FieldFaults();
    private final Jobs jobs;
    private final BulkOperations bulk;
    private final IdempotencyKeys keys;
    private final Map<String, Set<String>> words = new ConcurrentHashMap<>();
    private final Map<Key, CompiledSchema> compiled = new ConcurrentHashMap<>();

    public AdminApi(
            Shop shop,
            Clock clock,
            ApiVersions versions,
            Payments payments,
            Refunds refunds,
            OrderChanges changes,
            Subscriptions subscriptions,
            Announcer announcer,
            Supplier<URI> host) {
        this.shop = shop;
        this.jobs = new Jobs(clock);
        this.keys = new IdempotencyKeys(clock);
        this.bulk = new BulkOperations(shop, clock, announcer, host, () -> new BulkEngine(this::schema));
        WebhookRows webhooks = new WebhookRows(subscriptions, versions);
        QueryRows queries = new QueryRows(shop, clock, versions, webhooks, bulk, jobs);
        RefundMutation refund = new RefundMutation(shop, refunds, keys);
        MutationRows mutations = new MutationRows(shop, payments, changes, refund, webhooks, bulk, jobs);
        tables.add(queries.root());
        tables.add(mutations.root());
        tables.add(OrderRows.all(shop));
        tables.addAll(OrderRows.partTypes());
        tables.addAll(MoneyRows.all(shop));
        tables.addAll(Suggestion.types());
        tables.addAll(queries.types());
        tables.addAll(webhooks.types());
    }

    /** No jobs, no bulk operations, no idempotency keys, no faults. */
    public void reset() {
        jobs.reset();
        bulk.reset();
        keys.reset();
        faults.clear();
    }

    public FieldFaults faults() {
        return faults;
    }

    public Jobs jobs() {
        return jobs;
    }

    public BulkOperations bulk() {
        return bulk;
    }

    CompiledSchema schema(String version) {
        Set<String> known = words.computeIfAbsent(version, AdminApi::words);
        Set<String> missing = new TreeSet<>(shop.vocabulary().used());
        missing.removeAll(known);
        return compiled.computeIfAbsent(new Key(version, missing), this::compile);
    }

    private CompiledSchema compile(Key key) {
        StringBuilder text = new StringBuilder(SchemaText.admin(key.version()));
        for (String word : key.added()) {
            int dot = word.indexOf('.');
            text.append("\nextend enum ")
                    .append(word, 0, dot)
                    .append(" { ")
                    .append(word.substring(dot + 1))
                    .append(" }");
        }
        return new CompiledSchema(text.toString(), tables, faults, AdminApi::typeOf);
    }

    /** The values of all enums of a version, as {@code Enum.VALUE}. */
    private static Set<String> words(String version) {
        Set<String> words = new HashSet<>();
        new SchemaParser()
                .parse(SchemaText.admin(version))
                .getTypes(EnumTypeDefinition.class)
                .forEach(type -> type.getEnumValueDefinitions()
                        .forEach(value -> words.add(type.getName() + "." + value.getName())));
        return words;
    }

    private static String typeOf(Object source) {
        if (source instanceof Within<?> within) {
            Object part = within.part();
            return part instanceof Refund
                    ? "Refund"
                    : part instanceof Transaction
                            ? "OrderTransaction"
                            : part instanceof LineItem
                                    ? "LineItem"
                                    : part instanceof Fulfillment
                                            ? "Fulfillment"
                                            : part instanceof Exchange ? "Return" : "";
        }
        if (source instanceof Map<?, ?> map) {
            return map.containsKey("callbackUrl") ? "WebhookHttpEndpoint" : String.valueOf(map.get("__typename"));
        }
        return source instanceof Order
                ? "Order"
                : source instanceof ShopProfile ? "Shop" : source instanceof Subscription ? "WebhookSubscription" : "";
    }
}
