package io.maksut.refund;

import io.maksut.text.Identifiers;
import java.time.Instant;

/**
 * Something a person stated on record about a payment or its shop: that a refund failed in the shop, that no shop exists,
 * or that a payment is released for a direct refund. Immutable and thread-safe.
 *
 * @param id the record's id in the ledger; not blank, at most 255 characters, no control characters
 * @param author who stated it
 * @param at when it was recorded
 * @param text the reason, or the shop's message
 */
public record Statement(String id, String author, Instant at, String text) {
    /**
     * @throws IllegalArgumentException if the id breaks the rules above, or author or text is blank; none is quoted
     */
    public Statement {
        Identifiers.require("Statement id", id);
        if (author.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException("A statement needs an author and a text");
        }
    }

    /** Leaves out the author and the text: both may hold personal data. */
    @Override
    public String toString() {
        return "Statement[" + id + ", " + at + "]";
    }
}
