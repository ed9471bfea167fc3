package io.maksut.sync;

import io.maksut.sync.LedgerOperation.Action;
import java.util.Locale;

/**
 * The answer to a shop's request, which is stored by then. Immutable and thread-safe.
 *
 * @param operation the refund, capture or void as it is in the ledger
 * @param kind whether the request is new
 */
public record RequestReceipt(LedgerOperation operation, Kind kind) {
    /** Whether a request is new. */
    public enum Kind {
        NEW,
        /** The same request came in before; this is its operation. */
        REPEATED,
        /**
         * A request with this id came in before, for another payment, amount or order. The first one stands, this one
         * is ignored, and an open discrepancy ({@link DiscrepancyKind#REQUEST_EDITED}) tells a person.
         */
        CONTRADICTS
    }

    /** The answer in words for the merchant, in English, Finnish or Latvian; English for any other language. */
    public String explain(Locale locale) {
        Action action = operation.action();
        return Texts.text(
                locale,
                "receipt." + kind + (action == Action.CAPTURE || action == Action.VOID ? "." + action.stored() : ""),
                operation.amount().format(Texts.languageOf(locale)),
                operation.payment().reference());
    }
}
