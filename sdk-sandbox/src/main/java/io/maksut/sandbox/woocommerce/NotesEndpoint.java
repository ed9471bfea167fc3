package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.ZoneOffset;

/** {@code /orders/<id>/notes}. Thread-safe. */
final class NotesEndpoint {
    private static final BodyRules RULES = BodyRules.none()
            .and(BodyRules.Type.STRING, "note")
            .and(BodyRules.Type.BOOLEAN, "customer_note", "added_by_user");

    private final ShopState state;

    NotesEndpoint(ShopState state) {
        this.state = state;
    }

    /** Newest first, by {@code type} if one is given. */
    RestAnswer list(RestRequest request) {
        String type = request.text("type");
        synchronized (state) {
            Order order = order(request);
            JsonArray items = new JsonArray();
            for (int i = order.notes.size() - 1; i >= 0; i--) {
                Note note = order.notes.get(i);
                if (type == null || type.equals("any") || type.equals(note.forCustomer() ? "customer" : "internal")) {
                    items.add(rendered(note, order, request));
                }
            }
            return RestAnswer.ok(items);
        }
    }

    RestAnswer create(RestRequest request) {
        RULES.check(request);
        String text = request.text("note");
        synchronized (state) {
            Order order = order(request);
            Note note = OrderNotes.add(
                    state,
                    order,
                    request.flag("added_by_user", false) ? "shop-api" : OrderNotes.SYSTEM,
                    text == null ? "" : text,
                    request.flag("customer_note", false),
                    request.hooks());
            return RestAnswer.created(rendered(note, order, request), url(order, request) + "/" + note.id());
        }
    }

    RestAnswer get(RestRequest request) {
        synchronized (state) {
            Order order = order(request);
            return RestAnswer.ok(rendered(note(order, request), order, request));
        }
    }

    RestAnswer delete(RestRequest request) {
        if (!request.flag("force", false)) {
            throw RestError.of(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.");
        }
        synchronized (state) {
            Order order = order(request);
            Note note = note(order, request);
            order.notes.remove(note);
            return RestAnswer.ok(rendered(note, order, request));
        }
    }

    private Order order(RestRequest request) {
        Order order = state.order(request.firstId());
        if (order == null) {
            throw RestError.of(404, "woocommerce_rest_order_invalid_id", "Invalid order ID.");
        }
        return order;
    }

    private static Note note(Order order, RestRequest request) {
        return order.notes.stream()
                .filter(note -> note.id() == request.secondId())
                .findFirst()
                .orElseThrow(() -> RestError.of(404, "woocommerce_rest_invalid_id", "Invalid resource ID."));
    }

    private JsonObject rendered(Note note, Order order, RestRequest request) {
        JsonObject json = new JsonObject();
        json.addProperty("id", note.id());
        json.addProperty("author", note.author());
        json.add("date_created", SiteTime.shown(note.created(), state.settings.zone()));
        json.add("date_created_gmt", SiteTime.shown(note.created(), ZoneOffset.UTC));
        json.addProperty("note", note.text());
        json.addProperty("customer_note", note.forCustomer());
        String url = url(order, request);
        JsonObject links = new JsonObject();
        links.add("self", Links.self(url + "/" + note.id(), "GET", "DELETE"));
        links.add("collection", Links.to(url));
        links.add("up", Links.to(request.base() + "/orders/" + order.id));
        json.add("_links", links);
        return json;
    }

    private static String url(Order order, RestRequest request) {
        return request.base() + "/orders/" + order.id + "/notes";
    }
}
