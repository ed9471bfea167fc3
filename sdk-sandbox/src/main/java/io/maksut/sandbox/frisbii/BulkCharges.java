package io.maksut.sandbox.frisbii;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Any number of charges that take no memory: each is computed from its index when asked for. One that is changed is
 * hidden here and kept by the state instead. Of 20 charges 16 are settled, 2 authorised, 1 cancelled, 1 failed, and each
 * has one transaction. Thread-safe.
 */
final class BulkCharges {
    static final String PREFIX = "bulk-";
    static final String CUSTOMER_PREFIX = "bulk-customer-";

    private static final Duration TO_SETTLE = Duration.ofMinutes(1);

    private final int count;
    private final Instant first;
    private final Duration step;
    private final int customers;
    private final Set<Integer> hidden = ConcurrentHashMap.newKeySet();

    BulkCharges(int count, Instant first, Duration step, int customers) {
        if (count < 0 || step.isNegative()) {
            throw new IllegalArgumentException("neither count nor step may be negative");
        }
        this.count = count;
        this.first = first;
        this.step = step;
        this.customers = customers;
    }

    /** The index in a handle, invoice id or transaction id of ours, or -1. */
    int indexOf(String name) {
        String digits;
        int radix = 10;
        if (name.startsWith(PREFIX) && !name.startsWith(CUSTOMER_PREFIX)) {
            digits = name.substring(PREFIX.length());
        } else if (name.length() == 32 && (name.startsWith("b0000001") || name.startsWith("b0000002"))) {
            digits = name.substring(8);
            radix = 16;
        } else {
            return -1;
        }
        try {
            int index = Integer.parseInt(digits, radix);
            boolean ours = index >= 0
                    && index < count
                    && (name.equals(handle(index)) || name.equals(id(1, index)) || name.equals(id(2, index)));
            return ours && !hidden.contains(index) ? index : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    void hide(int index) {
        hidden.add(index);
    }

    Charge charge(int index) {
        Instant created = created(index);
        Charge charge = new Charge(
                id(1, index),
                handle(index),
                CUSTOMER_PREFIX + index % customers,
                1_000 + index * 37L % 50_000,
                "EUR",
                created,
                index);
        charge.state = state(index);
        boolean settled = charge.state.equals("settled");
        Transaction transaction = new Transaction(
                id(2, index),
                settled || charge.state.equals("failed") ? "settle" : "authorization",
                charge.state,
                charge.amount,
                created,
                "card");
        charge.transactions.add(transaction);
        switch (charge.state) {
            case "settled" -> {
                charge.settled = created.plus(TO_SETTLE);
                charge.settledAmount = charge.amount;
            }
            case "failed" -> {
                transaction.fail(new Decline("insufficient_funds", "soft_declined", false));
                charge.error = transaction.error;
                charge.errorState = transaction.errorState;
            }
            default -> {
                charge.authorized = created;
                charge.authorizedAmount = charge.amount;
                charge.cancelled = charge.state.equals("cancelled") ? created.plus(TO_SETTLE) : null;
            }
        }
        return charge;
    }

    /** Newest first, all strictly before the place, of one customer or of all. */
    Iterator<Timeline.Entry<Charge>> created(Position before, @Nullable String customer) {
        return walk(before, Duration.ZERO, customer, index -> true, this::charge);
    }

    /** The settled ones by the time of settling. */
    Iterator<Timeline.Entry<Charge>> settled(Position before, @Nullable String customer) {
        return walk(before, TO_SETTLE, customer, index -> state(index).equals("settled"), this::charge);
    }

    Iterator<Timeline.Entry<TransactionOfCharge>> transactions(Position before) {
        return walk(before, Duration.ZERO, null, index -> true, index -> {
            Charge charge = charge(index);
            return new TransactionOfCharge(charge, charge.transactions.get(0));
        });
    }

    private <T> Iterator<Timeline.Entry<T>> walk(
            Position before, Duration shift, @Nullable String customer, IntPredicate wanted, IntFunction<T> make) {
        int start = countBefore(before, shift) - 1;
        int stride = 1;
        if (customer != null) {
            int number = customerNumber(customer);
            if (number < 0) {
                return Collections.emptyIterator();
            }
            stride = customers;
            start -= Math.floorMod(start - number, customers);
        }
        int from = start;
        int jump = stride;
        return new Iterator<>() {
            private int index = settle(from);

            private int settle(int candidate) {
                int i = candidate;
                while (i >= 0 && (hidden.contains(i) || !wanted.test(i))) {
                    i -= jump;
                }
                return i;
            }

            @Override
            public boolean hasNext() {
                return index >= 0;
            }

            @Override
            public Timeline.Entry<T> next() {
                if (index < 0) {
                    throw new NoSuchElementException();
                }
                int now = index;
                index = settle(now - jump);
                return new Timeline.Entry<>(place(now, shift), make.apply(now));
            }
        };
    }

    /** Binary search: how many charges lie before the place. */
    private int countBefore(Position place, Duration shift) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (place(middle, shift).compareTo(place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Position place(int index, Duration shift) {
        return new Position(created(index).plus(shift).toEpochMilli(), index);
    }

    private Instant created(int index) {
        return first.plus(step.multipliedBy(index));
    }

    private int customerNumber(String handle) {
        if (!handle.startsWith(CUSTOMER_PREFIX)) {
            return -1;
        }
        try {
            int number = Integer.parseInt(handle.substring(CUSTOMER_PREFIX.length()));
            return number < customers ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String state(int index) {
        return switch (index % 20) {
            case 7, 13 -> "authorized";
            case 11 -> "cancelled";
            case 17 -> "failed";
            default -> "settled";
        };
    }

    private static String handle(int index) {
        return String.format("%s%09d", PREFIX, index);
    }

    private static String id(int kind, int index) {
        return String.format("b000000%d%024x", kind, index);
    }
}
