package io.maksut.storage;

/**
 * Another worker has the lease, or it was released or finished: what was done under it must not be recorded. Thrown
 * within a transaction, it rolls the transaction back.
 */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String table, Lease lease) {
        super("lease " + lease.token() + " on row " + lease.id() + " of " + table + " is lost");
    }
}
