package io.maksut.sandbox.shopify.order;

import io.maksut.sandbox.shopify.order.OrderSort.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Any number of orders that take no memory: each is computed from its index when asked for. One that is changed is hidden
 * here and kept by the books instead. Of 20 orders 17 are paid, 2 authorised, 1 refunded. Thread-safe.
 */
final class BulkOrders {
    static final String PAYMENT_PREFIX = "bulk-";

    private static final long STEP = 2;
    private static final long FIRST_NUMBER = 10_000_000;

    private final int count;
    private final long firstId;
    private final Instant first;
    private final Duration step;
    private final String gateway;
    private final String currency;
    private final Set<Integer> hidden = ConcurrentHashMap.newKeySet();

    BulkOrders(int count, long firstId, Instant first, Duration step, String gateway, String currency) {
        if (count < 0 || step.isNegative()) {
            throw new IllegalArgumentException("neither count nor step may be negative");
        }
        this.count = count;
        this.firstId = firstId;
        this.first = first;
        this.step = step;
        this.gateway = gateway;
        this.currency = currency;
    }

    int count() {
        return count;
    }

    /** The id of the order, and of its line item, its payment, its refund and the refund's transaction less 1. */
    long id(int index) {
        return firstId + STEP * index;
    }

    /** The index of the order that has this id, or a part with it; -1 for none of ours. */
    int indexOf(long id) {
        long even = id - firstId - Math.floorMod(id - firstId, STEP);
        long index = even / STEP;
        return even >= 0 && index < count && !hidden.contains((int) index) ? (int) index : -1;
    }

    int indexOfPayment(String paymentId) {
        if (!paymentId.matches(PAYMENT_PREFIX + "[0-9]{9}")) {
            return -1;
        }
        int index = Integer.parseInt(paymentId.substring(PAYMENT_PREFIX.length()));
        return index < count && !hidden.contains(index) ? index : -1;
    }

    void hide(int index) {
        hidden.add(index);
    }

    Order order(int index) {
        long id = id(index);
        Instant at = first.plus(step.multipliedBy(index));
        Money total = Money.ofMinor(1_000 + index * 37L % 50_000, currency);
        Placement placement = new Placement(
                id,
                FIRST_NUMBER + index,
                "#" + (FIRST_NUMBER + index),
                at,
                at,
                new Placement.Customer(id, "bulk-" + index % 10_000 + "@example.com", null, "Bulk", "Customer"),
                currency,
                currency,
                BigDecimal.ONE,
                false,
                "web",
                String.format("B%08d", index),
                null,
                null);
        boolean refunded = index % 20 == 11;
        boolean authorized = index % 20 == 7 || index % 20 == 13;
        LineItem line =
                new LineItem(id, "Bulk item", "BULK", 1, total, Money.zero(currency), refunded ? 1 : 0, 0, false, null);
        Transaction payment = transaction(
                id, authorized ? Transaction.AUTHORIZATION : Transaction.SALE, total, null, paymentId(index), at);
        Order plain = new Order(
                placement,
                at,
                null,
                List.of(),
                null,
                null,
                false,
                total,
                List.of(line),
                null,
                List.of(payment),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return refunded ? refunded(plain, payment, at) : plain;
    }

    private Order refunded(Order order, Transaction payment, Instant at) {
        long id = order.id();
        Money nothing = Money.zero(currency);
        Refund refund = new Refund(
                id,
                at,
                at,
                at,
                null,
                List.of(new Refund.RefundedLine(id, id, 1, "NO_RESTOCK", payment.amount(), nothing)),
                nothing,
                new Refund.Ids(id, id),
                List.of(id + 1),
                true,
                null,
                new Refund.Ids(id, id + 1),
                null,
                true);
        return order.draft()
                .transaction(transaction(
                        id + 1, Transaction.REFUND, payment.amount(), payment.id(), payment.paymentId(), at))
                .refund(refund)
                .order();
    }

    private Transaction transaction(
            long id, String kind, Money amount, @Nullable Long parent, @Nullable String paymentId, Instant at) {
        return new Transaction(
                id,
                kind,
                Transaction.SUCCESS,
                gateway,
                amount,
                parent,
                paymentId,
                null,
                null,
                null,
                false,
                at,
                at,
                null,
                false);
    }

    private static String paymentId(int index) {
        return String.format("%s%09d", PAYMENT_PREFIX, index);
    }

    /** As {@link SearchIndex#from}: all indexed sorts put these orders into the order of their indices. */
    Iterator<Map.Entry<Place, Order>> from(OrderSort sort, boolean reverse, @Nullable Place after) {
        if (count == 0) {
            return Collections.emptyIterator();
        }
        int start = start(sort, reverse, after);
        return new Iterator<>() {
            private int index = visible(start);

            private int visible(int candidate) {
                int i = candidate;
                while (i >= 0 && i < count && hidden.contains(i)) {
                    i += reverse ? -1 : 1;
                }
                return i;
            }

            @Override
            public boolean hasNext() {
                return index >= 0 && index < count;
            }

            @Override
            public Map.Entry<Place, Order> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Order order = order(index);
                index = visible(reverse ? index - 1 : index + 1);
                return new SimpleImmutableEntry<>(sort.place(order), order);
            }
        };
    }

    /** Binary search for the first index strictly after the place. */
    private int start(OrderSort sort, boolean reverse, @Nullable Place after) {
        if (after == null) {
            return reverse ? count - 1 : 0;
        }
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int compared = sort.place(order(middle)).compareTo(after);
            if (reverse ? compared < 0 : compared <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return reverse ? low - 1 : low;
    }
}
