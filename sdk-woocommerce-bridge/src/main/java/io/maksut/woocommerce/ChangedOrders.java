package io.maksut.woocommerce;

import io.maksut.shop.OrderPage;
import io.maksut.shop.ShopOrder;
import io.maksut.transport.CallContext;
import io.maksut.woocommerce.OrderWalk.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pages of what changed in the shop; every order that is read goes into the index. Thread-safe. */
final class ChangedOrders {
    private final OrderWalk walk;
    private final OrderReader reader;
    private final OrderIndex index;

    ChangedOrders(OrderWalk walk, OrderReader reader, OrderIndex index) {
        this.walk = walk;
        this.reader = reader;
        this.index = index;
    }

    OrderPage page(Instant since, @Nullable String cursor, ShopProfile profile, CallContext context) {
        List<WalkPhase> phases = WalkPhase.since(since, profile.release());
        @Nullable
        WalkCursor from = cursor == null ? null : WalkCursor.of(cursor).orElse(null);
        Step step = walk.next(phases, since, from, context);
        index.seen(step.orders());
        List<ShopOrder> orders = new ArrayList<>(reader.complete(step.orders(), step.at(), profile, context));
        orders.addAll(ordersOf(step, since, profile, context));
        if (step.next() == null && step.here().phase().isOfAll()) {
            index.ended(step.here());
        }
        return new OrderPage(
                orders,
                step.next() == null ? null : step.next().text(),
                step.here().shopBegan());
    }

    /** The orders of a page of refunds, without those that the walk has shown already because they changed too. */
    private List<ShopOrder> ordersOf(Step step, Instant since, ShopProfile profile, CallContext context) {
        Set<Long> parents = step.refunds().stream()
                .map(WireRefund::orderId)
                .filter(id -> id > 0)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (parents.isEmpty()) {
            return List.of();
        }
        List<WireOrder> orders = new ArrayList<>(reader.withIds(parents, context));
        Set<Long> found = orders.stream().map(WireOrder::id).collect(Collectors.toSet());
        for (Long id : parents) {
            if (!found.contains(id)) {
                reader.read(id, context).ifPresent(reading -> orders.add(reading.order())); // in the bin, or deleted
            }
        }
        orders.removeIf(order -> order.modified() != null && !order.modified().isBefore(since));
        return reader.complete(orders, step.at(), profile, context);
    }
}
