package io.maksut.samples.page.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who tries passwords: after five failures in a row for one name or from one address each further try has to wait,
 * twice as long each time. Thread-safe.
 */
public final class LoginThrottle {
    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;

    private record Failures(int count, Instant last) {}

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How long the next try has to wait; zero if it may be made now. */
    public synchronized Duration wait(String name, String address) {
        Instant now = clock.instant();
        Duration byName = left(failures.get(nameKey(name)), now);
        Duration byAddress = left(failures.get(addressKey(address)), now);
        return byName.compareTo(byAddress) > 0 ? byName : byAddress;
    }

    /** A try failed. */
    public synchronized void failed(String name, String address) {
        Instant now = clock.instant();
        failures.values().removeIf(it -> it.last().isBefore(now.minus(FORGOTTEN)));
        count(nameKey(name), now);
        count(addressKey(address), now);
        while (failures.size() > MOST_REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    /** Somebody signed in: what went before under this name was forgetfulness. The address stays suspect. */
    public synchronized void succeeded(String name) {
        failures.remove(nameKey(name));
    }

    private void count(String key, Instant now) {
        Failures before = failures.remove(key);
        failures.put(key, new Failures(before == null ? 1 : before.count() + 1, now));
    }

    private static Duration left(@org.jspecify.annotations.Nullable Failures failures, Instant now) {
        if (failures == null || failures.count() < FREE) {
            return Duration.ZERO;
        }
        int doubled = Math.min(failures.count() - FREE, 10);
        Duration pause = FIRST.multipliedBy(1L << doubled);
        Duration left = Duration.between(now, failures.last().plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static String nameKey(String name) {
        return "name " + name;
    }

    private static String addressKey(String address) {
        return "address " + address;
    }
}
