package io.maksut.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One movement of money, or of a reservation, that really happened at the bank. Immutable.
 *
 * @param handle the payment
 * @param amountMinor in minor units of the currency, positive
 * @param currency ISO 4217
 * @param idempotencyKey of the request that caused it, null when there was none
 * @param at when
 */
public record Movement(
        Kind kind,
        String handle,
        long amountMinor,
        String currency,
        @Nullable String idempotencyKey,
        Instant at,
        By by) {
    /** What moved. */
    public enum Kind {
        AUTHORISE,
        CAPTURE,
        VOID,
        REFUND,
        /** The customer's bank sent a refund back. */
        REFUND_RETURNED
    }

    /** Who caused it. */
    public enum By {
        /** A request of the client under test. */
        API,
        /** The customer on the hosted payment page. */
        CUSTOMER,
        /** Staff in the gateway's own portal. */
        STAFF,
        /** It was so before the test began. */
        SEED
    }
}
