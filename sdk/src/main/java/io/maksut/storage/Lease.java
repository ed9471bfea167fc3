package io.maksut.storage;

import java.time.Instant;

/**
 * One worker's right to one row, for a while.
 *
 * @param id the id of the row
 * @param token how often the row was claimed, this time included; each lease of a row has another token
 * @param until from when on others may claim the row, by the holder's clock
 */
public record Lease(long id, long token, Instant until) {}
