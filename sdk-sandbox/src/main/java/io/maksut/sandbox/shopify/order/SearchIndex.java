package io.maksut.sandbox.shopify.order;

import io.maksut.sandbox.shopify.order.OrderSort.Place;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What searches see of the orders, which is what they were a while ago. Thread-safe. */
final class SearchIndex {
    /** A version that is not to be seen yet; without an order the order is gone. */
    private record Waiting(
            Instant visibleFrom, long id, @Nullable Order order) {}

    private final Map<OrderSort, ConcurrentNavigableMap<Place, Order>> sorted = new EnumMap<>(OrderSort.class);
    private final Map<Long, Order> visible = new HashMap<>();
    private final Map<String, Set<Long>> byPaymentId = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    SearchIndex() {
        for (OrderSort sort : OrderSort.values()) {
            if (sort.indexed()) {
                sorted.put(sort, new ConcurrentSkipListMap<>());
            }
        }
    }

    synchronized void offer(long id, @Nullable Order order, Instant visibleFrom) {
        waiting.addLast(new Waiting(visibleFrom, id, order));
    }

    synchronized void show(Order order) {
        hide(order.id());
        visible.put(order.id(), order);
        sorted.forEach((sort, places) -> places.put(sort.place(order), order));
        paymentIds(order)
                .forEach(paymentId -> byPaymentId
                        .computeIfAbsent(paymentId, key -> new HashSet<>())
                        .add(order.id()));
    }

    /** Lets searches see what has waited long enough. */
    synchronized void settle(Instant now) {
        // A change that came later never becomes visible before an earlier one, whatever the lag was then.
        while (!waiting.isEmpty() && !waiting.getFirst().visibleFrom().isAfter(now)) {
            Waiting next = waiting.removeFirst();
            if (next.order() == null) {
                hide(next.id());
            } else {
                show(next.order());
            }
        }
    }

    private void hide(long id) {
        Order old = visible.remove(id);
        if (old != null) {
            sorted.forEach((sort, places) -> places.remove(sort.place(old)));
            paymentIds(old)
                    .forEach(paymentId -> byPaymentId.computeIfPresent(paymentId, (key, ids) -> {
                        ids.remove(id);
                        return ids.isEmpty() ? null : ids;
                    }));
        }
    }

    private static Stream<String> paymentIds(Order order) {
        return order.payments()
                .flatMap(payment -> Stream.ofNullable(payment.paymentId()))
                .map(paymentId -> paymentId.toLowerCase(Locale.ROOT));
    }

    /** In the order of the sort, or against it, all strictly after the place when there is one. */
    Iterator<Map.Entry<Place, Order>> from(OrderSort sort, boolean reverse, @Nullable Place after) {
        ConcurrentNavigableMap<Place, Order> places = sorted.get(sort);
        if (places == null) {
            return Collections.emptyIterator();
        }
        ConcurrentNavigableMap<Place, Order> directed = reverse ? places.descendingMap() : places;
        return (after == null ? directed : directed.tailMap(after, false))
                .entrySet()
                .iterator();
    }

    synchronized Set<Long> byPaymentId(String lowerCase) {
        return Set.copyOf(byPaymentId.getOrDefault(lowerCase, Set.of()));
    }

    @Nullable
    synchronized Order visible(long id) {
        return visible.get(id);
    }
}
