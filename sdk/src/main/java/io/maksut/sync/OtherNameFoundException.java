package io.maksut.sync;

/**
 * The ledger has something of the payment under a name that was not taken into account when an operation was judged: its
 * attempt is not stored, and nothing is sent.
 */
final class OtherNameFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherNameFoundException() {
        super("the ledger has something of the payment under another name");
    }
}
