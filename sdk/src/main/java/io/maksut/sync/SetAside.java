package io.maksut.sync;

import io.maksut.payment.PaymentId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of the ledger that this version cannot read: a newer version wrote it, or somebody changed it by hand. It is left as
 * it is. Of a refund or a capture the whole payment is set aside: nothing is done at it until a version that knows the record
 * works on it. Immutable and thread-safe.
 *
 * @param table of the ledger
 * @param rowId in that table
 * @param payment whose record it is; null if that is not known
 * @param foundAt when it was first found to be unreadable
 * @param why which column, and what is wrong with it, in English; no stored value
 */
public record SetAside(String table, String rowId, @Nullable PaymentId payment, Instant foundAt, String why) {
    /** Whose record it is, if that is known. */
    public Optional<PaymentId> ofPayment() {
        return Optional.ofNullable(payment);
    }
}
