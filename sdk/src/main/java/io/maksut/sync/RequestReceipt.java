package io.maksut.sync;

import io.maksut.sync.LedgerOperation.Action;
import java.util.Locale;

/**
 * What became of a shop's request. It is stored when this is returned. Immutable and thread-safe.
 *
 * @param operation the refund, capture or void as it is in the ledger
 * @param kind whether it is new
 */
public record RequestReceipt(LedgerOperation operation, Kind kind) {
    /** Whether a request is new. */
    public enum Kind {
        NEW,
        /** The same came in before; it is the same operation. */
        REPEATED,
        /**
         * One came in before under the same id for another payment, amount or order; that one stands, this one counts for nothing,
         * and an open discrepancy ({@link DiscrepancyKind#REQUEST_EDITED}) tells a person.
         */
        CONTRADICTS
    }

    /** What became of a request, for the merchant, in English, Finnish or Latvian; any other language reads English. */
    public String explain(Locale locale) {
        Action action = operation.action();
        return Texts.text(
                locale,
                "receipt." + kind + (action == Action.CAPTURE || action == Action.VOID ? "." + action.stored() : ""),
                operation.amount().format(Texts.languageOf(locale)),
                operation.payment().reference());
    }
}
