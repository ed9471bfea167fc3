package io.maksut.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many payments of each account the threads of one worker are at: a gateway that hangs, or an account with no end of work,
 * holds so many threads and no more, and the others serve the others. Thread-safe.
 */
final class AccountShares {
    private final int most;
    private final Map<String, Integer> atWork = new HashMap<>();

    /** {@code most}: payments of one account at a time. */
    AccountShares(int most) {
        this.most = most;
    }

    /** Takes a place; false if the account has none left. */
    synchronized boolean enter(String account) {
        int now = atWork.getOrDefault(account, 0);
        if (now >= most) {
            return false;
        }
        atWork.put(account, now + 1);
        return true;
    }

    /** Gives a place back. */
    synchronized void leave(String account) {
        atWork.computeIfPresent(account, (name, now) -> now > 1 ? now - 1 : null);
    }

    /** The accounts that have no place left. */
    synchronized List<String> full() {
        List<String> full = new ArrayList<>();
        atWork.forEach((account, now) -> {
            if (now >= most) {
                full.add(account);
            }
        });
        return full;
    }
}
