package io.maksut.woocommerce;

import io.maksut.payment.PaymentId;
import io.maksut.shop.ShopOrder;
import io.maksut.transport.CallContext;
import io.maksut.woocommerce.ShopClient.Page;
import io.maksut.woocommerce.ShopClient.Single;
import io.maksut.woocommerce.ShopRelease.Feature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads orders and their refunds, which WooCommerce keeps apart, and notes every order in the index. Reads afresh each
 * time. Thread-safe.
 */
final class OrderReader {
    /** The largest page that WooCommerce answers. */
    static final int PAGE = 100;

    private static final int LATEST_PAGES = 5;

    private final ShopClient client;
    private final OrderMapping mapping;
    private final OrderIndex index;

    OrderReader(ShopClient client, OrderMapping mapping, OrderIndex index) {
        this.client = client;
        this.mapping = mapping;
        this.index = index;
    }

    /** An order without its refunds, and the time of the read by the shop's clock. */
    record Reading(WireOrder order, Instant at) {}

    /** Empty only if the shop itself says that it has no such order. */
    Optional<Reading> read(long orderId, CallContext context) {
        Optional<Single> answer = client.find(
                "read order",
                RestQuery.of("/orders/" + orderId)
                        .with("_fields", WireOrder.FIELDS)
                        .with("dp", WireOrder.DECIMALS),
                context);
        Optional<Reading> reading = answer.map(it -> new Reading(it.as(WireOrder::of), it.at()));
        reading.ifPresent(it -> index.seen(List.of(it.order())));
        return reading;
    }

    /**
     * The order with its refunds.
     *
     * @param known the payment by which the order was found; null to use the one that the order names
     */
    ShopOrder complete(Reading reading, @Nullable PaymentId known, ShopProfile profile, CallContext context) {
        List<WireRefund> refunds = reading.order().refundIds().isEmpty()
                ? List.of()
                : refundsOf(reading.order().id(), context);
        return mapping.order(reading.order(), refunds, known, profile.storage(), reading.at());
    }

    /** Reads all refunds of one order. */
    List<WireRefund> refundsOf(long orderId, CallContext context) {
        List<WireRefund> refunds = new ArrayList<>();
        for (int number = 1; ; number++) {
            Page page = client.list("list refunds of order", ofOrder(orderId, number), context);
            refunds.addAll(page.each(WireRefund::of));
            if (page.items().size() < PAGE) {
                return refunds;
            }
        }
    }

    /** The orders of a page with their refunds, in as few requests as the shop's release allows. */
    List<ShopOrder> complete(List<WireOrder> orders, Instant at, ShopProfile profile, CallContext context) {
        Map<Long, List<WireRefund>> refunds = profile.release().has(Feature.REFUNDS_OF_ALL_ORDERS)
                ? together(orders, context)
                : oneByOne(orders, context);
        return orders.stream()
                .map(order ->
                        mapping.order(order, refunds.getOrDefault(order.id(), List.of()), null, profile.storage(), at))
                .toList();
    }

    /** By the ids in the orders: a hundred refunds of any orders in one request. */
    private Map<Long, List<WireRefund>> together(List<WireOrder> orders, CallContext context) {
        List<Long> ids = orders.stream()
                .flatMap(order -> order.refundIds().stream())
                .distinct()
                .toList();
        Map<Long, WireRefund> found = new HashMap<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + PAGE));
            client.list("list refunds", included(some), context)
                    .each(WireRefund::of)
                    .forEach(refund -> found.put(refund.id(), refund));
        }
        Map<Long, List<WireRefund>> byOrder = new HashMap<>();
        for (WireOrder order : orders) {
            // A missing one was deleted just now, or this list does not show it: then the order's own list is read.
            boolean all = found.keySet().containsAll(order.refundIds());
            byOrder.put(
                    order.id(),
                    all ? order.refundIds().stream().map(found::get).toList() : refundsOf(order.id(), context));
        }
        return byOrder;
    }

    private Map<Long, List<WireRefund>> oneByOne(List<WireOrder> orders, CallContext context) {
        Map<Long, CompletableFuture<Page>> asked = new HashMap<>();
        for (WireOrder order : orders) {
            if (!order.refundIds().isEmpty() && order.refundIds().size() < PAGE) {
                asked.put(order.id(), client.listLater("list refunds of order", ofOrder(order.id(), 1), context));
            }
        }
        Map<Long, List<WireRefund>> byOrder = new HashMap<>();
        for (WireOrder order : orders) {
            CompletableFuture<Page> page = asked.get(order.id());
            if (page != null) {
                byOrder.put(order.id(), context.await(page).each(WireRefund::of));
            } else if (!order.refundIds().isEmpty()) {
                byOrder.put(order.id(), refundsOf(order.id(), context));
            }
        }
        return byOrder;
    }

    /** Orders by their ids, without those in the bin. */
    List<WireOrder> withIds(Collection<Long> ids, CallContext context) {
        Page page = client.list(
                "list orders",
                RestQuery.of("/orders")
                        .with("include", ids)
                        .with("per_page", PAGE)
                        .with("_fields", WireOrder.FIELDS)
                        .with("dp", WireOrder.DECIMALS),
                context);
        List<WireOrder> orders = page.each(WireOrder::of).stream()
                .filter(order -> ids.contains(order.id()))
                .toList();
        index.seen(orders);
        return orders;
    }

    /**
     * Finds the order of a refund. Releases before 9.0 cannot tell it: there the latest orders are searched.
     *
     * @return empty if no such refund was found
     */
    Optional<Long> orderOf(long refundId, ShopRelease release, CallContext context) {
        if (release.has(Feature.REFUNDS_OF_ALL_ORDERS)) {
            return client.list("list refunds", included(List.of(refundId)), context).each(WireRefund::of).stream()
                    .filter(refund -> refund.id() == refundId && refund.orderId() > 0)
                    .map(WireRefund::orderId)
                    .findFirst();
        }
        RestQuery latest = RestQuery.of("/orders")
                .with("per_page", PAGE)
                .with("orderby", release.has(Feature.REFUND_MOVES_ORDER) ? "modified" : "date")
                .with("_fields", "id,refunds");
        for (int number = 1; number <= LATEST_PAGES; number++) {
            Page page = client.list("list orders", latest.with("page", number), context);
            Optional<Long> found = page.each(WireOrder::of).stream()
                    .filter(order -> order.refundIds().contains(refundId))
                    .map(WireOrder::id)
                    .findFirst();
            if (found.isPresent() || page.items().size() < PAGE) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static RestQuery ofOrder(long orderId, int page) {
        return RestQuery.of("/orders/" + orderId + "/refunds")
                .with("per_page", PAGE)
                .with("page", page)
                .with("orderby", "id")
                .with("order", "asc")
                .with("_fields", WireRefund.FIELDS)
                .with("dp", WireOrder.DECIMALS);
    }

    private static RestQuery included(List<Long> ids) {
        return RestQuery.of("/refunds")
                .with("include", ids)
                .with("per_page", PAGE)
                .with("_fields", WireRefund.FIELDS)
                .with("dp", WireOrder.DECIMALS);
    }
}
