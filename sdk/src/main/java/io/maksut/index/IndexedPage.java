package io.maksut.index;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Some payments of a search, newest first, and where to go on. Immutable and thread-safe. */
public final class IndexedPage {
    private final List<IndexedPayment> payments;
    private final int unreadable;
    private final @Nullable String next;

    IndexedPage(List<IndexedPayment> payments, int unreadable, @Nullable String next) {
        this.payments = List.copyOf(payments);
        this.unreadable = unreadable;
        this.next = next;
    }

    /** At most as many as were asked for; {@link #unreadable} counts those that are left out. Unmodifiable. */
    public List<IndexedPayment> payments() {
        return payments;
    }

    /**
     * How many payments were left out because this version cannot read their rows: a newer one wrote them. They come
     * back when they are read from the gateway and seen again.
     */
    public int unreadable() {
        return unreadable;
    }

    /** The cursor of the next page, empty on the last. It may be stored, and names a place: it does not expire. */
    public Optional<String> next() {
        return Optional.ofNullable(next);
    }

    @Override
    public String toString() {
        return "IndexedPage[" + payments.size() + " payments" + (next == null ? ", last" : "") + "]";
    }
}
