package io.maksut.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stand-in's own record of what money really moved, whatever its answers said. Append-only, thread-safe. Compare a
 * client's belief with these books.
 */
public final class Books {
    private final List<Movement> movements = new ArrayList<>();
    private final Map<String, List<Movement>> byHandle = new HashMap<>();

    /** All movements, oldest first. */
    public synchronized List<Movement> movements() {
        return List.copyOf(movements);
    }

    /** The movements of one payment, oldest first. */
    public synchronized List<Movement> movements(String handle) {
        return List.copyOf(byHandle.getOrDefault(handle, List.of()));
    }

    /** How many movements of this kind the payment has. */
    public long count(Movement.Kind kind, String handle) {
        return movements(handle).stream().filter(m -> m.kind() == kind).count();
    }

    /** The sum of the payment's movements of this kind, in minor units. */
    public long sum(Movement.Kind kind, String handle) {
        return movements(handle).stream()
                .filter(m -> m.kind() == kind)
                .mapToLong(Movement::amountMinor)
                .reduce(0, Math::addExact);
    }

    /** {@code sum(CAPTURE, handle)}, in minor units. */
    public long captured(String handle) {
        return sum(Movement.Kind.CAPTURE, handle);
    }

    /** {@code sum(REFUND, handle) - sum(REFUND_RETURNED, handle)}, in minor units. */
    public long refunded(String handle) {
        return Math.subtractExact(sum(Movement.Kind.REFUND, handle), sum(Movement.Kind.REFUND_RETURNED, handle));
    }

    /** For stand-ins: appends one. */
    public synchronized void add(Movement movement) {
        movements.add(movement);
        byHandle.computeIfAbsent(movement.handle(), handle -> new ArrayList<>(2))
                .add(movement);
    }

    public synchronized void clear() {
        movements.clear();
        byHandle.clear();
    }
}
