package io.maksut.index;

import io.maksut.payment.Payment;
import java.time.Duration;
import java.time.Instant;

/**
 * A payment as the index remembers it. Of the gateway's own words only those for status and method are kept; the whole
 * answer, which is full of personal data, is not. Times are cut to microseconds. Immutable and thread-safe.
 *
 * @param payment as it was at {@link #seenAt}
 * @param erased whether its customer was erased: customer, card and bank are empty, whatever the gateway may know
 */
public record IndexedPayment(Payment payment, boolean erased) {
    /** When this was the truth: when the payment was read from the gateway. */
    public Instant seenAt() {
        return payment.timestamps().readAt();
    }

    /** Whether more than {@code age} has gone by at {@code now} since the payment was read from the gateway. */
    public boolean isOlderThan(Duration age, Instant now) {
        return seenAt().isBefore(now.minus(age));
    }
}
