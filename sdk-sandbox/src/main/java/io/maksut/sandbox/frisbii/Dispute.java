package io.maksut.sandbox.frisbii;

import java.time.Instant;

/** A chargeback case that a customer opened. */
record Dispute(String id, String invoice, long amount, String state, String reason, Instant created) {}
