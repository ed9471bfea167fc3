package io.maksut.samples.page.access;

/**
 * Somebody who may sign in.
 *
 * @param name by which they sign in, and which stands in the ledger beside what they did
 * @param blocked whether they may not sign in any more; who acted is never deleted
 */
public record User(String name, Role role, boolean blocked) {
    /** Whether this user has the right. */
    public boolean may(Role right) {
        return !blocked && role.may(right);
    }
}
