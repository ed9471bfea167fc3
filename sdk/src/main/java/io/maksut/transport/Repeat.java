package io.maksut.transport;

/** How often a request may go on its way. */
public enum Repeat {
    /** Changes nothing: repeated freely. */
    READ,
    /** Changes something, under an idempotency key that is the same on every attempt: repeated under that key. */
    KEYED_WRITE,
    /** Changes something, without a key: never repeated once bytes may have left. */
    ONCE;

    boolean writes() {
        return this != READ;
    }
}
