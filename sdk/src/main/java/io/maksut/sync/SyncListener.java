package io.maksut.sync;

/**
 * Is told what happened, after it was stored: for metrics and alarms. Called on the threads that work, several at a time, in the
 * {@link io.maksut.observe.LogContext} of the operation that it tells of: it returns soon. What it throws is logged and changes nothing. An event may be missed in a crash; the ledger has them all.
 */
@FunctionalInterface
public interface SyncListener {
    void on(SyncEvent event);
}
