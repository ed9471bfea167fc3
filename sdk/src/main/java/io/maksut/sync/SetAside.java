package io.maksut.sync;

import io.maksut.payment.PaymentId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of the ledger that this version cannot read, as a newer version wrote it or it was changed by hand. It is
 * left as it is. If it is an operation, its whole payment waits until a version that can read it works on it. Immutable
 * and thread-safe.
 *
 * @param table of the ledger
 * @param rowId in that table
 * @param payment to which it belongs; null if that is not known
 * @param foundAt when it was first found to be unreadable
 * @param why which column, and what is wrong with it, in English; no stored value
 */
public record SetAside(String table, String rowId, @Nullable PaymentId payment, Instant foundAt, String why) {
    /** The payment to which it belongs; empty if that is not known. */
    public Optional<PaymentId> ofPayment() {
        return Optional.ofNullable(payment);
    }
}
