package io.maksut.samples.page.access;

/** What somebody may do; each role may do what the ones before it may. */
public enum Role {
    /** See payments, totals and exports. */
    LOOK,
    /** Capture, void and refund. */
    REFUND,
    /** Decide at the sync desk, state facts on record, see the audit log, manage users. */
    ADMINISTER;

    /** Whether this role includes the other. */
    public boolean may(Role other) {
        return compareTo(other) >= 0;
    }
}
