package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /orders/<id>/refunds} and {@code /refunds}. Thread-safe. */
final class RefundsEndpoint {
    private static final BodyRules RULES = BodyRules.none()
            .and(BodyRules.Type.STRING, "amount", "reason")
            .and(BodyRules.Type.INTEGER, "refunded_by")
            .and(BodyRules.Type.ARRAY, "meta_data", "shipping_lines", "fee_lines")
            .and(BodyRules.Type.BOOLEAN, "api_refund");

    private final ShopState state;
    private final RefundCreation creation;

    RefundsEndpoint(ShopState state, RefundCreation creation) {
        this.state = state;
        this.creation = creation;
    }

    /** The link to what was made is broken in every version: the pattern of the route stands where the order's id should. */
    RestAnswer create(RestRequest request) {
        BodyRules rules =
                state.settings.has(Since.CHOICE_OF_RESTOCK) ? RULES.and(BodyRules.Type.BOOLEAN, "api_restock") : RULES;
        rules.check(request);
        Refund refund = creation.create(request.firstId(), RefundOrder.of(request, state.settings), request.hooks());
        synchronized (state) {
            return RestAnswer.created(
                    rendering(request).created(refund),
                    request.base() + "/orders/(?P<order_id>[\\d]+)/refunds/" + refund.id);
        }
    }

    /** Of an order that does not exist there are none: that is no error. */
    RestAnswer listOfOrder(RestRequest request) {
        long id = request.firstId();
        return list(
                request,
                request.base() + "/orders/" + id + "/refunds",
                () -> {
                    NavigableSet<Refund> refunds = new TreeSet<>(Post.BY_CREATION);
                    Order order = state.order(id);
                    if (order != null) {
                        refunds.addAll(order.refunds);
                    }
                    return refunds;
                },
                rendering -> rendering::listed);
    }

    /** Refunds of all orders; {@code parent} is accepted and ignored. */
    RestAnswer listAll(RestRequest request) {
        return list(request, request.base() + "/refunds", state::refunds, rendering -> rendering::listedWithOrder);
    }

    RestAnswer get(RestRequest request) {
        synchronized (state) {
            Refund refund = found(request.secondId());
            RestError wrong = wrongOrder(request.firstId(), refund);
            if (wrong != null) {
                throw wrong;
            }
            return RestAnswer.ok(rendering(request).single(refund));
        }
    }

    /**
     * Final whatever {@code force} says, and no gateway learns of it. WooCommerce deletes after it has made the answer, without
     * a look at whether the answer is an error: under the wrong order the refund goes all the same, and if the id is that of an
     * order, the order does.
     */
    RestAnswer delete(RestRequest request) {
        synchronized (state) {
            Order mistaken = state.order(request.secondId());
            if (mistaken != null) {
                state.delete(mistaken);
                throw notOfThisOrder();
            }
            Refund refund = found(request.secondId());
            RestError wrong = wrongOrder(request.firstId(), refund);
            RestAnswer answer = RestAnswer.ok(rendering(request).single(refund));
            state.delete(refund);
            if (wrong != null) {
                throw wrong;
            }
            return answer;
        }
    }

    private RestAnswer list(
            RestRequest request,
            String collection,
            Supplier<NavigableSet<Refund>> refunds,
            Function<RefundRendering, Function<Refund, JsonObject>> shape) {
        ListParameters parameters = new ListParameters(request, state.settings, false);
        synchronized (state) {
            Listing.Page<Refund> page = new Listing(state, parameters).of(refunds.get(), wanted(parameters));
            Function<Refund, JsonObject> rendering =
                    shape.apply(new RefundRendering(state.settings, request.base(), parameters.decimals));
            JsonArray items = new JsonArray();
            page.items().forEach(refund -> items.add(rendering.apply(refund)));
            if (!items.isEmpty()) {
                parameters.echoed.putIfAbsent("dp", Integer.toString(parameters.decimals));
            }
            return Paging.answer(items, page.total(), page.pages(), parameters.page, collection, parameters.echoed);
        }
    }

    /** Tables of orders search ids and names of lines, posts the reason. */
    private Predicate<Refund> wanted(ListParameters parameters) {
        String term = parameters.search.toLowerCase(Locale.ROOT);
        return refund -> !refund.trashed
                && !parameters.parentExclude.contains(refund.order.id)
                && (term.isEmpty()
                        || (state.settings.orderTables()
                                ? Long.toString(refund.id).equals(term)
                                        || refund.items.stream()
                                                .anyMatch(item -> item.name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .contains(term))
                                : refund.reason.toLowerCase(Locale.ROOT).contains(term)));
    }

    private Refund found(long id) {
        Refund refund = state.refund(id);
        if (refund == null) {
            if (state.order(id) != null) {
                throw notOfThisOrder();
            }
            throw RestError.of(404, "woocommerce_rest_shop_order_refund_invalid_id", "Invalid ID.");
        }
        return refund;
    }

    private @Nullable RestError wrongOrder(long orderId, Refund refund) {
        if (state.order(orderId) == null) {
            return RestError.withLostStatus("woocommerce_rest_invalid_order_id", "Invalid order ID.", 404);
        }
        return refund.order.id == orderId ? null : notOfThisOrder();
    }

    private static RestError notOfThisOrder() {
        return RestError.withLostStatus("woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID.", 404);
    }

    private RefundRendering rendering(RestRequest request) {
        String decimals = request.text("dp");
        int shown = decimals != null && decimals.matches("\\d{1,2}")
                ? Math.min(20, Integer.parseInt(decimals))
                : state.settings.decimals();
        return new RefundRendering(state.settings, request.base(), shown);
    }
}
