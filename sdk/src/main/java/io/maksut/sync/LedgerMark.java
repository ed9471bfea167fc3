package io.maksut.sync;

import java.time.Instant;

/**
 * Identity and latest event of a ledger, kept outside its database: a mark inside would be restored with the database,
 * and could not show that it was set back. Immutable and thread-safe.
 *
 * @param ledger the identity of the ledger, made once with its tables
 * @param event the id of its latest event; 0 if it had none
 * @param at when that event happened; for a ledger without events when it was made
 */
public record LedgerMark(String ledger, long event, Instant at) {}
