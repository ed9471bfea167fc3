package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.OrderBooks;
import io.maksut.sandbox.shopify.order.OrderSearch;
import io.maksut.sandbox.shopify.order.OrderSort;
import io.maksut.sandbox.shopify.shop.Shop;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be asked of the Admin API: one row a field of the root. */
final class QueryRows {
    private final Shop shop;
    private final Clock clock;
    private final ShopRows shopRows;
    private final WebhookRows webhooks;
    private final BulkOperations bulk;
    private final Jobs jobs;

    QueryRows(Shop shop, Clock clock, ApiVersions versions, WebhookRows webhooks, BulkOperations bulk, Jobs jobs) {
        this.shop = shop;
        this.clock = clock;
        this.shopRows = new ShopRows(shop, versions);
        this.webhooks = webhooks;
        this.bulk = bulk;
        this.jobs = jobs;
    }

    Fields<Caller> root() {
        return Fields.root("QueryRoot")
                .row("shop", caller -> shop.profile())
                .row("publicApiVersions", caller -> shopRows.versions())
                .row("currentAppInstallation", Caller::app)
                .row("order", "read_orders", (caller, env) -> order(caller, id(env)))
                .row("orders", "read_orders", this::orders)
                .row("ordersCount", "read_orders", this::count)
                .row("refund", "read_orders", (caller, env) -> part(caller, "Refund", id(env)))
                .row("fulfillment", "read_orders", (caller, env) -> part(caller, "Fulfillment", id(env)))
                .row("return", "read_returns", (caller, env) -> part(caller, "Return", id(env)))
                .row("node", (caller, env) -> node(caller, id(env)))
                .row("nodes", this::nodes)
                .row("job", (caller, env) -> jobs.find(id(env)))
                .row("bulkOperation", (caller, env) -> bulk.find(id(env)))
                .row("currentBulkOperation", (caller, env) -> bulk.latest())
                .row("webhookSubscription", (caller, env) -> webhooks.find(id(env)))
                .row("webhookSubscriptions", (caller, env) -> webhooks.page(env));
    }

    List<Fields<?>> types() {
        return shopRows.types();
    }

    private static String id(DataFetchingEnvironment env) {
        String id = env.getArgument("id");
        return id == null ? "" : id;
    }

    // One order, or one part of an order

    private @Nullable Object order(Caller caller, String gid) {
        return shop.orders().find(Ids.number("Order", gid)).filter(caller::sees).orElse(null);
    }

    private @Nullable Object part(Caller caller, String type, String gid) {
        long number = Ids.number(type, gid);
        return shop.orders()
                .findOwner(type, number)
                .filter(caller::sees)
                .flatMap(order -> part(order, type, number))
                .orElse(null);
    }

    private static Optional<Object> part(Order order, String type, long number) {
        Optional<?> part = switch (type) {
            case "Refund" -> order.refund(number);
            case "OrderTransaction" -> order.transaction(number);
            case "LineItem" -> order.line(number);
            case "Fulfillment" -> order.fulfillment(number);
            case "Return" -> order.exchange(number);
            default -> Optional.empty();
        };
        return part.map(found -> new Within<>(order, found));
    }

    private @Nullable Object node(Caller caller, String gid) {
        String type = Gid.type(gid);
        return switch (type) {
            case "Order" -> allowed(caller, "read_orders", gid, id -> order(caller, id));
            case "Refund", "OrderTransaction", "LineItem", "Fulfillment" ->
                allowed(caller, "read_orders", gid, id -> part(caller, type, id));
            case "Return" -> allowed(caller, "read_returns", gid, id -> part(caller, type, id));
            case "Shop" -> Ids.number("Shop", gid) == shop.profile().id() ? shop.profile() : null;
            case "WebhookSubscription" -> webhooks.find(gid);
            case "BulkOperation" -> bulk.find(gid);
            case "" -> throw ApiError.invalidId(gid);
            default -> null;
        };
    }

    private static @Nullable Object allowed(
            Caller caller, String scope, String gid, Function<String, @Nullable Object> read) {
        if (!caller.app().may(scope)) {
            throw ApiError.accessDenied("node", scope);
        }
        return read.apply(gid);
    }

    private Object nodes(Caller caller, DataFetchingEnvironment env) {
        List<String> ids = env.getArgument("ids");
        List<@Nullable Object> found = new ArrayList<>();
        for (String gid : ids == null ? List.<String>of() : ids) {
            found.add(node(caller, gid));
        }
        return found;
    }

    // Searching

    private Page<Order> orders(Caller caller, DataFetchingEnvironment env) {
        Page.Window window = Page.Window.of(env);
        OrderSearch search = search(caller, env);
        OrderSort sort = OrderSort.valueOf(Arguments.of(env).text("sortKey"));
        boolean reverse = Boolean.TRUE.equals(env.getArgument("reverse"));
        List<OrderBooks.Hit> hits = new ArrayList<>(shop.orders()
                .search(
                        search,
                        sort,
                        reverse != window.backwards(),
                        place(window.cursor()),
                        caller::sees,
                        window.size() + 1));
        boolean more = hits.size() > window.size();
        if (more) {
            hits.remove(hits.size() - 1);
        }
        if (window.backwards()) {
            Collections.reverse(hits);
        }
        boolean inside = window.cursor() != null;
        return new Page<>(
                hits.stream().map(OrderBooks.Hit::order).toList(),
                hits.stream().map(hit -> cursor(hit.place())).toList(),
                window.backwards() ? inside : more,
                window.backwards() ? more : inside);
    }

    private OrderSearch search(Caller caller, DataFetchingEnvironment env) {
        String query = env.getArgument("query");
        OrderSearch search = OrderSearch.of(query, clock.instant());
        if (query != null && !search.warnings().isEmpty()) {
            caller.warn(new Caller.SearchWarnings(
                    env.getExecutionStepInfo().getPath().getSegmentName(), query, search.warnings()));
        }
        return search;
    }

    private Object count(Caller caller, DataFetchingEnvironment env) {
        Integer limit = env.getArgument("limit");
        int most = limit == null ? Integer.MAX_VALUE - 1 : limit;
        int found = shop.orders()
                .search(search(caller, env), OrderSort.ID, false, null, caller::sees, most + 1)
                .size();
        return Map.of("count", Math.min(found, most), "precision", found > most ? "AT_LEAST" : "EXACT");
    }

    private static String cursor(OrderSort.Place place) {
        return Page.encoded("{\"last_id\":" + place.id() + ",\"last_value\":\"" + place.key() + "\"}");
    }

    private static OrderSort.@Nullable Place place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        String text = Page.decoded(cursor);
        String[] numbers = text.replaceAll("[^0-9,-]", "").split(",", 2);
        try {
            return new OrderSort.Place(Long.parseLong(numbers[1]), Long.parseLong(numbers[0]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw (ApiError) Page.invalidCursor(cursor).initCause(e);
        }
    }
}
