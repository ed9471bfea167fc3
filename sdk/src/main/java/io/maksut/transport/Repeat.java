package io.maksut.transport;

/** How often a request may be sent. */
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
