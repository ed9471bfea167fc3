package io.maksut.samples.page.view;

import io.maksut.sync.LedgerEvent;
import io.maksut.sync.LedgerOperation;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that happened to a payment.
 *
 * @param when for people; {@code at} says the same
 * @param text more about it; may be empty
 * @param evidence what decided it, in English as the ledger has it, one fact a line; may be empty
 * @param by who did it; empty for the gateway, the shop or the engine
 * @param tone of the mark beside it
 */
public record TimelineEntry(
        Instant at, String when, String title, String text, String evidence, String by, String tone) {
    /** The history of one refund, the latest first. */
    public static List<TimelineEntry> of(
            Stream<LedgerEvent> events, LedgerOperation refund, Texts texts, Formats formats) {
        return Timeline.of(events, refund, texts, formats);
    }

    /** For machines. */
    public String iso() {
        return at.toString();
    }
}
