package io.maksut.storage;

/**
 * The lease has passed to another, or was released or finished: what was done under the lease must not be recorded. Thrown
 * within a transaction, it undoes it.
 */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String table, Lease lease) {
        super("lease " + lease.token() + " on row " + lease.id() + " of " + table + " is lost");
    }
}
