package io.maksut.transport;

/** Something under way that can be cancelled. Cancelling it twice, or when it is over, does nothing. */
@FunctionalInterface
public interface Cancellable {
    void cancel();
}
