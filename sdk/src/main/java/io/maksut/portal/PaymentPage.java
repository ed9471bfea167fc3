package io.maksut.portal;

import io.maksut.payment.Payment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some payments of a search, in order, and where to go on. A page may be empty although more follow: filters that are
 * applied on the way may have let nothing through. Immutable and thread-safe.
 */
public final class PaymentPage {
    private final List<Payment> payments;
    private final @Nullable String next;

    /** {@code next} is null on the last page. */
    public PaymentPage(List<Payment> payments, @Nullable String next) {
        this.payments = List.copyOf(payments);
        this.next = next;
    }

    /** In the order of the search; may be empty although {@link #next} is there. Unmodifiable. */
    public List<Payment> payments() {
        return payments;
    }

    /** The cursor of the next page, empty on the last. It is text that may be stored and used after a restart. */
    public Optional<String> next() {
        return Optional.ofNullable(next);
    }

    @Override
    public String toString() {
        return "PaymentPage[" + payments.size() + " payments" + (next == null ? ", last" : "") + "]";
    }
}
