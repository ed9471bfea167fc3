package io.maksut.sync;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits how many payments of one account the threads of one worker work on: a gateway that hangs, or an account with
 * endless work, occupies so many threads and no more. Thread-safe.
 */
final class AccountShares {
    private final int most;
    /** The account of each payment that is being worked on, by the id of its claim. */
    private final Map<Long, String> atWork = new HashMap<>();

    /** @param most payments of one account at a time */
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

    /** Accounts without a free place. */
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
