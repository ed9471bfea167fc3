package io.maksut.sync;

/** Money operations were stopped before an attempt was stored: it is not stored, and nothing is sent. */
final class MoneyStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MoneyStoppedException() {
        super("money operations are stopped");
    }
}
