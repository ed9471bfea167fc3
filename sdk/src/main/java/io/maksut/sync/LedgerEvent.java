package io.maksut.sync;

import io.maksut.observe.CorrelationId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the append-only history of a payment's operations; the entries replay how everything came about.
 * Immutable and thread-safe.
 *
 * @param id in the history; later entries have greater ones
 * @param refundId the operation in the ledger, for a record that of its direct refund; 0 for the payment as a whole
 * @param author the person who did it; null for the engine
 * @param correlationId of that operation; null for the payment as a whole
 * @param details in English: evidence, amounts, ids, reasons. A person's words stand as written.
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
        /** A shop asked for a refund. Captures, voids and started refunds have kinds of their own. */
        REQUESTED,
        /** The shop asked again under the same id for something else; the first request stands. */
        CONTRADICTED,
        /** A refund that was paid is missing in the shop; the order's next one is declined until its record is back. */
        RECORD_LOST,
        /** A person stated that the payment belongs to the order for which a refund was asked. */
        ORDER_CONFIRMED,
        /** A refund appeared in the shop, or changed there. */
        SEEN_IN_SHOP,
        /** A refund that the shop shows was linked to one that the ledger had under another id. */
        LINKED,
        /** The gateway answers to the name of the payment with another id: all stands under that from now on. */
        NAME_RESOLVED,
        /** The shop no longer shows a refund. */
        GONE_FROM_SHOP,
        /** The rule judged a direct refund. */
        DECIDED,
        /** An attempt was stored; it is sent after this. */
        SUBMITTED,
        /** A stored attempt that had moved nothing is sent again. */
        SENT_AGAIN,
        /** The outcome of an attempt is not known. */
        OUTCOME_UNKNOWN,
        /** Certainly nothing moved: an attempt was turned away, or none was sent yet. */
        NOT_MOVED,
        /** The gateway took the refund on; it may still fail. */
        PROCESSING,
        SUCCEEDED,
        DECLINED,
        /** A refund before capture ended: no money moves, and that much less is captured. */
        LOWERS_CAPTURE,
        /** Money of a refund that counted as unpaid went out after all: what was told is corrected. */
        PAID_LATE,
        /** A person has to look. */
        NEEDS_REVIEW,
        /** The shop was told. */
        TOLD,
        /** The shop could not be told, or written to; it is tried again. */
        FOLLOW_UP_FAILED,
        /** The record of a direct refund was stored; it is sent to the shop after this. */
        RECORD_SUBMITTED,
        /** The shop shows a direct refund now, or a person said so. */
        RECORDED,
        /** The merchant was told how to record a direct refund. */
        RECORD_BY_MERCHANT,
        /** A person said whether a request is the record of a direct refund or another refund. */
        ANSWERED,
        /** A person stated something on record. */
        STATED,
        /** A person withdrew a statement. */
        WITHDRAWN,
        /** A person had an operation tried again. */
        RETRIED,
        /** A person closed an operation. */
        CLOSED,
        /** A person had an observed refund paid. */
        ORDERED_PAID,
        /** Shop, ledger and gateway were found to differ. */
        DISCREPANCY_OPENED,
        DISCREPANCY_ACCEPTED,
        DISCREPANCY_GONE,
        /** What would have been done without watch-only mode. */
        WATCHED,
        /** Money operations were stopped, by a person or by the engine; of no single payment. */
        STOPPED,
        /** A person started stopped money operations again; of no single payment. */
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
        /** The shop has made it, and has it paid in its own way. */
        START_MADE,
        START_NEEDS_REVIEW,
        START_DECLINED,
        /** The release for an order that is over is not needed, or not possible any more. */
        VOID_CANCELLED,
        /** The gateway shows a capture that had counted as not made: what was told is corrected. */
        CAPTURED_LATE,
        /** The gateway shows a release that had counted as not made: what was told is corrected. */
        VOIDED_LATE,
        /** A capture or void that a shop asked for is not needed: it was done before, past the shop. */
        DONE_BEFORE,
        /** A kind that only a newer version knows; its name begins the details. Never written. */
        UNKNOWN
    }

    /** The person who did it; empty for the engine. */
    public Optional<String> by() {
        return Optional.ofNullable(author);
    }

    /** Leaves out author and details, which may be a person's words. */
    @Override
    public String toString() {
        return "LedgerEvent[" + id + ", " + kind + ", refund " + refundId + ", " + at + "]";
    }
}
