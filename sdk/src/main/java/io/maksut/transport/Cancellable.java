package io.maksut.transport;

/** Something under way that can be called off. Cancelling twice, or too late, does nothing. */
@FunctionalInterface
public interface Cancellable {
    void cancel();
}
