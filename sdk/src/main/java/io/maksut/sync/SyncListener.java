package io.maksut.sync;

/**
 * Receives stored events, for metrics and alarms, on the working threads, several at a time, in the operation's
 * {@link io.maksut.observe.LogContext}: return soon. An exception is only logged. A crash may lose an event.
 */
@FunctionalInterface
public interface SyncListener {
    void on(SyncEvent event);
}
