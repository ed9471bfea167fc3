package io.maksut.sandbox.frisbii;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One attempt to authorise, settle or refund; guarded by the monitor of its charge. */
final class Transaction {
    final String id;
    final String type;
    final long amount;
    final Instant created;
    final String paymentType;
    String state;

    @Nullable
    String error;

    @Nullable
    String errorState;

    @Nullable
    String creditNote;

    @Nullable
    String refunds;

    @Nullable
    String key;

    Transaction(String id, String type, String state, long amount, Instant created, String paymentType) {
        this.id = id;
        this.type = type;
        this.state = state;
        this.amount = amount;
        this.created = created;
        this.paymentType = paymentType;
    }

    Transaction copy() {
        Transaction copy = new Transaction(id, type, state, amount, created, paymentType);
        copy.error = error;
        copy.errorState = errorState;
        copy.creditNote = creditNote;
        copy.refunds = refunds;
        copy.key = key;
        return copy;
    }

    void fail(Decline decline) {
        state = "failed";
        error = decline.error();
        errorState = decline.errorState();
    }
}
