package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.function.Predicate;

/** {@code /orders}. Thread-safe. */
final class OrdersEndpoint {
    private static final int LARGEST_BATCH = 100;

    private final ShopState state;
    private final OrderChanges changes;

    OrdersEndpoint(ShopState state, RefundCreation refunds) {
        this.state = state;
        this.changes = new OrderChanges(state, refunds);
    }

    RestAnswer list(RestRequest request) {
        ListParameters parameters = new ListParameters(request, state.settings, true);
        synchronized (state) {
            Listing.Page<Order> page = new Listing(state, parameters).of(state.orders(), wanted(parameters));
            OrderRendering rendering = new OrderRendering(state, request.base(), parameters.decimals);
            JsonArray items = new JsonArray();
            page.items().forEach(order -> items.add(rendering.order(order)));
            if (!items.isEmpty()) {
                // Rendering leaves its traces in the request, and so in the links.
                parameters.echoed.putIfAbsent("dp", Integer.toString(parameters.decimals));
                parameters.echoed.putIfAbsent("context", "view");
            }
            return Paging.answer(
                    items, page.total(), page.pages(), parameters.page, request.base() + "/orders", parameters.echoed);
        }
    }

    RestAnswer get(RestRequest request) {
        synchronized (state) {
            return RestAnswer.ok(rendered(found(request.firstId(), 404, "Invalid ID."), request));
        }
    }

    RestAnswer create(RestRequest request) {
        OrderChanges.rules(state.settings).check(request);
        synchronized (state) {
            Order order = changes.create(request);
            return RestAnswer.created(rendered(order, request), request.base() + "/orders/" + order.id);
        }
    }

    RestAnswer update(RestRequest request) {
        OrderChanges.rules(state.settings).check(request);
        synchronized (state) {
            Order order = found(request.firstId(), 400, "ID is invalid.");
            changes.update(order, request);
            return RestAnswer.ok(rendered(order, request));
        }
    }

    /** The answer shows the order as it was before. */
    RestAnswer delete(RestRequest request) {
        boolean force = request.flag("force", false);
        synchronized (state) {
            Order order = found(request.firstId(), 404, "Invalid ID.");
            if (order.trashed() && !force) {
                throw RestError.of(410, "woocommerce_rest_already_trashed", "The shop_order has already been deleted.");
            }
            JsonObject before = rendered(order, request);
            if (force) {
                state.delete(order);
            } else {
                trash(order, request.hooks());
            }
            return RestAnswer.ok(before);
        }
    }

    /** Each item by itself; what fails is an error inside of 200. Deleting here is always final. */
    RestAnswer batch(RestRequest request) {
        BodyRules.none().and(BodyRules.Type.ARRAY, "create", "update", "delete").check(request);
        int count = 0;
        for (String kind : new String[] {"create", "update", "delete"}) {
            count += array(request, kind).size();
        }
        if (count > LARGEST_BATCH) {
            throw RestError.of(
                    413,
                    "woocommerce_rest_request_entity_too_large",
                    "Unable to accept more than " + LARGEST_BATCH + " items for this request.");
        }
        JsonObject answer = new JsonObject();
        for (String kind : new String[] {"create", "update", "delete"}) {
            JsonArray done = new JsonArray();
            for (JsonElement item : array(request, kind)) {
                done.add(inBatch(kind, item, request));
            }
            if (!done.isEmpty()) {
                answer.add(kind, done);
            }
        }
        return RestAnswer.ok(answer);
    }

    private JsonElement inBatch(String kind, JsonElement item, RestRequest batch) {
        JsonObject body = item.isJsonObject() ? item.getAsJsonObject() : new JsonObject();
        JsonElement id = kind.equals("delete") ? item : body.get("id");
        String digits = id != null && id.isJsonPrimitive() && id.getAsString().matches("\\d+") ? id.getAsString() : "0";
        if (kind.equals("delete")) {
            body = new JsonObject();
            body.addProperty("force", true);
        }
        RestRequest single =
                new RestRequest("POST", batch.base(), QueryString.parse(""), body, digits, "", batch.hooks());
        try {
            return switch (kind) {
                case "create" -> create(single).body();
                case "update" -> update(single).body();
                default -> delete(single).body();
            };
        } catch (RestError error) {
            return error.inBatch(kind.equals("create") ? 0 : single.firstId());
        }
    }

    private static JsonArray array(RestRequest request, String name) {
        JsonElement value = request.param(name);
        return value != null && value.isJsonArray() ? value.getAsJsonArray() : new JsonArray();
    }

    private void trash(Order order, HookRun hooks) {
        order.meta.add(state.nextMeta(), "_wp_trash_meta_status", "wc-" + order.status);
        order.meta.add(
                state.nextMeta(),
                "_wp_trash_meta_time",
                Long.toString(state.now().getEpochSecond()));
        boolean tables = state.settings.orderTables();
        hooks.ofOrder(tables ? "woocommerce_trash_order" : "wp_trash_post", order);
        order.status = "trash";
        order.modified = state.now();
        if (!tables) {
            order.refunds.forEach(refund -> refund.trashed = true);
        }
    }

    /** What no parameter asks about is let through. */
    private Predicate<Order> wanted(ListParameters parameters) {
        OrderSearch search = new OrderSearch(state.settings, parameters.search.toLowerCase(Locale.ROOT));
        return order -> hasStatus(order, parameters)
                && (parameters.customer == null || parameters.customer == order.customerId)
                && (parameters.product == null
                        || order.items.stream().anyMatch(item -> item.productId() == parameters.product))
                && (parameters.createdVia.isEmpty() || parameters.createdVia.contains(order.createdVia))
                && (parameters.parent.isEmpty() || parameters.parent.contains(order.parentId))
                && !parameters.parentExclude.contains(order.parentId)
                && (parameters.search.isEmpty() || search.finds(order));
    }

    private static boolean hasStatus(Order order, ListParameters parameters) {
        return parameters.status.contains("any")
                ? !order.trashed() && !order.status.equals("auto-draft")
                : parameters.status.contains(order.status);
    }

    private Order found(long id, int status, String message) {
        Order order = state.order(id);
        if (order == null) {
            throw RestError.of(status, "woocommerce_rest_shop_order_invalid_id", message);
        }
        return order;
    }

    private JsonObject rendered(Order order, RestRequest request) {
        String decimals = request.text("dp");
        int shown = decimals != null && decimals.matches("\\d{1,2}")
                ? Math.min(20, Integer.parseInt(decimals))
                : state.settings.decimals();
        return new OrderRendering(state, request.base(), shown).order(order);
    }
}
