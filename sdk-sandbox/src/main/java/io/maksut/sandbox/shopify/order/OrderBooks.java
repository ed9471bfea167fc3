package io.maksut.sandbox.shopify.order;

import io.maksut.sandbox.shopify.order.OrderSort.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All orders of the shop and the index by which they are searched. Thread-safe; changes of one order go one by one. */
public final class OrderBooks {
    /** An order found, with the place it had in the index then. */
    public record Hit(Place place, Order order) {}

    private static final class Slot {
        private volatile Order order;

        Slot(Order order) {
            this.order = order;
        }
    }

    private final Clock clock;
    private final Map<Long, Slot> slots = new ConcurrentHashMap<>();
    private final Map<String, Map<Long, Long>> owners = new HashMap<>();
    private volatile SearchIndex index = new SearchIndex();
    private volatile @Nullable BulkOrders bulk;
    private volatile Duration searchLag = Duration.ZERO;

    public OrderBooks(Clock clock) {
        this.clock = clock;
        for (String type : List.of("OrderTransaction", "Refund", "LineItem", "Fulfillment", "Return")) {
            owners.put(type, new ConcurrentHashMap<>());
        }
    }

    /** No orders, no lag. */
    public void reset() {
        slots.clear();
        owners.values().forEach(Map::clear);
        index = new SearchIndex();
        bulk = null;
        searchLag = Duration.ZERO;
    }

    /** How long it takes until searches see a change. */
    public void searchLag(Duration lag) {
        searchLag = lag;
    }

    public void add(Order order) {
        if (slots.putIfAbsent(order.id(), new Slot(order)) != null) {
            throw new IllegalStateException("there is an order " + order);
        }
        changed(order);
    }

    /** @param firstId of the first of them; each takes two ids of every type */
    public void addBulk(int count, long firstId, Instant first, Duration step, String gateway, String currency) {
        synchronized (this) {
            if (bulk != null) {
                throw new IllegalStateException("there is a bulk already");
            }
            bulk = new BulkOrders(count, firstId, first, step, gateway, currency);
        }
    }

    /** The ids of the bulk orders from the one to before the other, oldest first. */
    public List<Long> bulkIds(int from, int end) {
        BulkOrders all = bulk;
        List<Long> ids = new ArrayList<>();
        for (int i = from; all != null && i < Math.min(end, all.count()); i++) {
            ids.add(all.id(i));
        }
        return ids;
    }

    public Optional<Order> find(long id) {
        Slot slot = slots.get(id);
        if (slot != null) {
            return Optional.of(slot.order);
        }
        BulkOrders all = bulk;
        int bulkIndex = all == null ? -1 : all.indexOf(id);
        if (all != null && bulkIndex >= 0 && all.id(bulkIndex) == id) {
            return Optional.of(all.order(bulkIndex));
        }
        // A bulk order may have got a slot meanwhile.
        return Optional.ofNullable(slots.get(id)).map(own -> own.order);
    }

    /** The order that has this part. */
    public Optional<Order> findOwner(String type, long partId) {
        Map<Long, Long> byPart = owners.get(type);
        Long orderId = byPart == null ? null : byPart.get(partId);
        if (orderId != null) {
            return find(orderId);
        }
        BulkOrders all = bulk;
        int bulkIndex = all == null || byPart == null ? -1 : all.indexOf(partId);
        if (all == null || bulkIndex < 0) {
            return Optional.empty();
        }
        Order order = all.order(bulkIndex);
        return parts(order)
                .filter(part -> part.type().equals(type) && part.id() == partId)
                .findFirst()
                .map(part -> order);
    }

    /** Puts another version in place of the order's present one; empty when there is no such order. */
    public Optional<Order> change(long id, UnaryOperator<Order> change) {
        Slot slot = own(id);
        if (slot == null) {
            return Optional.empty();
        }
        synchronized (slot) {
            if (slots.get(id) != slot) {
                return Optional.empty();
            }
            Order next = change.apply(slot.order);
            slot.order = next;
            changed(next);
            return Optional.of(next);
        }
    }

    public Optional<Order> delete(long id) {
        Slot slot = own(id);
        if (slot == null) {
            return Optional.empty();
        }
        synchronized (slot) {
            if (!slots.remove(id, slot)) {
                return Optional.empty();
            }
            index.offer(id, null, clock.instant().plus(searchLag));
            return Optional.of(slot.order);
        }
    }

    /** The slot of an order; a bulk order gets one. */
    private @Nullable Slot own(long id) {
        Slot slot = slots.get(id);
        BulkOrders all = bulk;
        if (slot != null || all == null) {
            return slot;
        }
        synchronized (all) {
            int bulkIndex = all.indexOf(id);
            if (bulkIndex < 0 || all.id(bulkIndex) != id) {
                return slots.get(id);
            }
            Order order = all.order(bulkIndex);
            Slot own = new Slot(order);
            slots.put(id, own);
            remember(order);
            index.show(order);
            all.hide(bulkIndex);
            return own;
        }
    }

    private void changed(Order order) {
        remember(order);
        index.offer(order.id(), order, clock.instant().plus(searchLag));
    }

    private void remember(Order order) {
        parts(order).forEach(part -> {
            Map<Long, Long> byPart = owners.get(part.type());
            if (byPart != null) {
                byPart.put(part.id(), order.id());
            }
        });
    }

    private record Part(String type, long id) {}

    private static Stream<Part> parts(Order order) {
        return Stream.of(
                        order.transactions().stream().map(t -> new Part("OrderTransaction", t.id())),
                        order.refunds().stream().map(refund -> new Part("Refund", refund.id())),
                        order.lines().stream().map(line -> new Part("LineItem", line.id())),
                        order.fulfillments().stream().map(f -> new Part("Fulfillment", f.id())),
                        order.exchanges().stream().map(exchange -> new Part("Return", exchange.id())))
                .flatMap(parts -> parts);
    }

    // Searching

    /**
     * At most so many orders that the index finds, each as it is now.
     *
     * @param after strictly after this place in the direction of reading, null from the start
     * @param shown what the asker may see
     */
    public List<Hit> search(
            OrderSearch search,
            OrderSort sort,
            boolean reverse,
            @Nullable Place after,
            Predicate<Order> shown,
            int limit) {
        Instant now = clock.instant();
        index.settle(now);
        Predicate<Order> wanted = order -> search.matches(order) && shown.test(order);
        Iterator<Map.Entry<Place, Order>> found = candidates(search)
                .map(orders -> sorted(orders, sort, reverse, after))
                .orElseGet(() -> places(search, sort, reverse, after, now));
        List<Hit> hits = new ArrayList<>();
        while (hits.size() < limit && found.hasNext()) {
            Map.Entry<Place, Order> entry = found.next();
            if (wanted.test(entry.getValue())) {
                find(entry.getValue().id()).ifPresent(fresh -> hits.add(new Hit(entry.getKey(), fresh)));
            }
        }
        return hits;
    }

    /** The few orders that can match a search for one payment or one id. */
    private Optional<Stream<Order>> candidates(OrderSearch search) {
        Optional<String> paymentId = search.wanted("payment_id");
        if (paymentId.isPresent()) {
            return Optional.of(Stream.concat(
                    index.byPaymentId(paymentId.get()).stream().flatMap(id -> Stream.ofNullable(index.visible(id))),
                    bulkOrder(all -> all.indexOfPayment(paymentId.get()))));
        }
        return search.wanted("id")
                .map(Long::valueOf)
                .map(id -> Stream.concat(
                        Stream.ofNullable(index.visible(id)),
                        bulkOrder(all -> all.indexOf(id)).filter(order -> order.id() == id)));
    }

    private interface IndexOf {
        int in(BulkOrders all);
    }

    private Stream<Order> bulkOrder(IndexOf indexOf) {
        BulkOrders all = bulk;
        int bulkIndex = all == null ? -1 : indexOf.in(all);
        return all == null || bulkIndex < 0 ? Stream.of() : Stream.of(all.order(bulkIndex));
    }

    private Iterator<Map.Entry<Place, Order>> places(
            OrderSearch search, OrderSort sort, boolean reverse, @Nullable Place after, Instant now) {
        if (!sort.indexed()) {
            return sorted(stream(merged(OrderSort.ID, false, null)), sort, reverse, after);
        }
        OrderSearch.Bounds bounds = search.bounds(sort, now);
        Place edge = reverse
                ? new Place(bounds.end(), Long.MIN_VALUE)
                : new Place(Math.max(bounds.first(), Long.MIN_VALUE + 1) - 1, Long.MAX_VALUE);
        boolean cursorIsFurther = after != null && (reverse ? after.compareTo(edge) < 0 : after.compareTo(edge) > 0);
        Iterator<Map.Entry<Place, Order>> all = merged(sort, reverse, cursorIsFurther ? after : edge);
        return stream(all)
                .takeWhile(order -> reverse ? sort.key(order) >= bounds.first() : sort.key(order) < bounds.end())
                .map(order -> Map.entry(sort.place(order), order))
                .iterator();
    }

    private static Iterator<Map.Entry<Place, Order>> sorted(
            Stream<Order> orders, OrderSort sort, boolean reverse, @Nullable Place after) {
        Comparator<Map.Entry<Place, Order>> natural = Map.Entry.comparingByKey();
        Comparator<Map.Entry<Place, Order>> direction = reverse ? natural.reversed() : natural;
        return orders.map(order -> Map.entry(sort.place(order), order))
                .filter(entry -> after == null
                        || (reverse
                                ? entry.getKey().compareTo(after) < 0
                                : entry.getKey().compareTo(after) > 0))
                .sorted(direction)
                .iterator();
    }

    private static Stream<Order> stream(Iterator<Map.Entry<Place, Order>> entries) {
        Iterable<Map.Entry<Place, Order>> iterable = () -> entries;
        return StreamSupport.stream(iterable.spliterator(), false).map(Map.Entry::getValue);
    }

    private Iterator<Map.Entry<Place, Order>> merged(OrderSort sort, boolean reverse, @Nullable Place after) {
        Iterator<Map.Entry<Place, Order>> own = index.from(sort, reverse, after);
        BulkOrders all = bulk;
        return all == null ? own : new Merged(own, all.from(sort, reverse, after), reverse);
    }
}
