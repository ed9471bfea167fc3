package io.maksut.storage;

import java.time.Instant;

/**
 * One worker's right to one row, for a while.
 *
 * @param id the row's
 * @param token how often the row has been claimed, this time included; no two leases of a row have the same
 * @param until from then on others may claim the row; by the clock of whoever holds the lease
 */
public record Lease(long id, long token, Instant until) {}
