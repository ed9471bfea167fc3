package io.maksut.samples.page.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did, or was about to do.
 *
 * @param subject what it was done to: a payment, a refund of the ledger, a user
 * @param outcome what came of it; null while that is not known, after a crash for ever
 */
public record AuditEntry(
        long id,
        Instant at,
        String author,
        String action,
        String subject,
        String details,
        @Nullable String outcome) {}
