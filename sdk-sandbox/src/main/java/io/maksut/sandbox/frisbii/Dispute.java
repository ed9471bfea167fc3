package io.maksut.sandbox.frisbii;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A chargeback case that a customer opened; {@code resolved} and what follows are null until it is over. */
record Dispute(
        String id,
        String invoice,
        long amount,
        String state,
        String reason,
        Instant created,
        Instant updated,
        @Nullable Instant resolved,
        @Nullable String outcome,
        @Nullable Long outcomeAmount) {}
