package io.maksut.refund;

/**
 * An authorised person let a direct refund of a stuck payment pass (the way out of domain rule rows 8, 11 and 12). Good
 * once. Immutable and thread-safe.
 *
 * @param statement who, when and why
 * @param used whether a direct refund has used it
 */
public record Release(Statement statement, boolean used) {}
