package io.maksut.sync;

import io.maksut.observe.CorrelationId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a payment's refunds, captures and voids, as the append-only history has it: together they replay how
 * everything came about. Immutable and thread-safe.
 *
 * @param id in the history; later events have greater ones
 * @param refundId the refund in the ledger; 0 if it concerns the payment as a whole
 * @param author the person who did it; null for the engine
 * @param correlationId of the operation that it is about; null if it concerns the payment as a whole
 * @param details in English: evidence, amounts, ids, reasons. What a person wrote stands as written.
 */
public record LedgerEvent(
        long id,
        long refundId,
        Instant at,
        Kind kind,
        @Nullable String author,
        @Nullable CorrelationId correlationId,
        String details) {
    /** The kinds of events. */
    public enum Kind {
        /** A shop asked for a refund. Captures and voids have words of their own. */
        REQUESTED,
        /** The shop asked again under the same id for something else; the first request stands. */
        CONTRADICTED,
        /** A refund that was paid is missing in the shop; the next one of the order waits for its record. */
        RECORD_LOST,
        /** A person stated that the payment is that of the order for which a refund was asked. */
        ORDER_CONFIRMED,
        /** A refund was seen in the shop, or changed there. */
        SEEN_IN_SHOP,
        /** What the shop shows is a refund that the ledger had under another name. */
        LINKED,
        /** A refund that the shop showed is gone there. */
        GONE_FROM_SHOP,
        /** A wished direct refund was ruled on. */
        DECIDED,
        /** An attempt was written down; it is sent after this. */
        SUBMITTED,
        /** The same attempt, which had moved nothing, is sent again. */
        SENT_AGAIN,
        /** The outcome of an attempt is not known. */
        OUTCOME_UNKNOWN,
        /** An attempt certainly moved nothing. */
        NOT_MOVED,
        /** The gateway took the refund on. */
        PROCESSING,
        SUCCEEDED,
        DECLINED,
        /** A refund of what was not captured yet: no money moves, and that much less is captured. */
        LOWERS_CAPTURE,
        /** Money went out that had been taken for not moved: what was told is corrected. */
        PAID_LATE,
        /** A person has to look. */
        NEEDS_REVIEW,
        /** The shop was told. */
        TOLD,
        /** The shop could not be told, or written to; it is tried again. */
        FOLLOW_UP_FAILED,
        /** What records a direct refund was written down; it is sent to the shop after this. */
        RECORD_SUBMITTED,
        /** The shop shows a direct refund now. */
        RECORDED,
        /** The merchant was told how to record a direct refund. */
        RECORD_BY_MERCHANT,
        /** A person said whether a request is the record of a direct refund or another refund. */
        ANSWERED,
        /** A person stated something on record. */
        STATED,
        /** A person took a statement back. */
        WITHDRAWN,
        /** A person had it looked at again. */
        RETRIED,
        /** A person closed it. */
        CLOSED,
        /** A person had a refund paid that had merely appeared in the shop. */
        ORDERED_PAID,
        /** Shop and gateway were found to differ. */
        DISCREPANCY_OPENED,
        DISCREPANCY_ACCEPTED,
        DISCREPANCY_GONE,
        /** What would have been done, had the engine not only watched. */
        WATCHED,
        /** Money operations were stopped, by a person or by the engine; it concerns no single payment. */
        STOPPED,
        /** A person let them go on. */
        STARTED,
        CAPTURE_REQUESTED,
        CAPTURE_SUBMITTED,
        CAPTURED,
        CAPTURE_NEEDS_REVIEW,
        CAPTURE_CANCELLED,
        /** A capture that a shop asked for was declined. */
        CAPTURE_DECLINED,
        VOID_REQUESTED,
        VOID_SUBMITTED,
        VOIDED,
        VOID_NEEDS_REVIEW,
        VOID_DECLINED,
        /** A caller wants a shop to make a refund. */
        START_REQUESTED,
        START_SUBMITTED,
        /** The shop has made it, and asks for its money in its own way. */
        START_MADE,
        START_NEEDS_REVIEW,
        START_DECLINED,
        /** The release for an order that is over is not needed, or not possible any more. */
        VOID_CANCELLED,
        /** The gateway shows a capture that had been taken for not made: what was told is corrected. */
        CAPTURED_LATE,
        /** The same of a release. */
        VOIDED_LATE,
        /** A capture or a void that a shop asked for is not needed: it was done before, past the shop. */
        DONE_BEFORE,
        /** Of a kind that only a newer version knows; its name begins the details. Never written. */
        UNKNOWN
    }

    /** The person who did it; empty for the engine. */
    public Optional<String> by() {
        return Optional.ofNullable(author);
    }

    /** Leaves out author and details: a person may have written them. */
    @Override
    public String toString() {
        return "LedgerEvent[" + id + ", " + kind + ", refund " + refundId + ", " + at + "]";
    }
}
