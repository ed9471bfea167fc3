package io.maksut.sync;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many payments of each account the threads of one worker are at: a gateway that hangs, or an account with no end of work,
 * holds so many threads and no more, and the others serve the others. Thread-safe.
 */
final class AccountShares {
    private final int most;
    /** The account of each payment that a thread is at, by the payment's claim. */
    private final Map<Long, String> atWork = new HashMap<>();

    /** {@code most}: payments of one account at a time. */
    AccountShares(int most) {
        this.most = most;
    }

    /** Takes a place for a payment; false if its account has none left. */
    synchronized boolean enter(long claimId, String account) {
        if (taken(account) >= most) {
            return false;
        }
        atWork.put(claimId, account);
        return true;
    }

    /** Gives the payment's place back, if it has one. */
    synchronized void leave(long claimId) {
        atWork.remove(claimId);
    }

    /** The accounts that have no place left. */
    synchronized List<String> full() {
        return atWork.values().stream()
                .distinct()
                .filter(it -> taken(it) >= most)
                .toList();
    }

    private int taken(String account) {
        return Collections.frequency(atWork.values(), account);
    }
}
