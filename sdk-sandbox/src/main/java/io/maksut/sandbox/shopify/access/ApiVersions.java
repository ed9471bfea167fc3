package io.maksut.sandbox.shopify.access;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The calendar of API versions: one a quarter, from its first day 17:00 UTC, accessible for a year and fifteen days. A
 * version that is no longer accessible is answered by the oldest that is. Thread-safe.
 */
public final class ApiVersions {
    public static final String UNSTABLE = "unstable";

    private static final Pattern FORM = Pattern.compile("20[0-9]{2}-(01|04|07|10)");

    private final Clock clock;

    public ApiVersions(Clock clock) {
        this.clock = clock;
    }

    /** The version that really answers a request for this one; empty when there is no such version. */
    public Optional<String> served(String requested) {
        if (requested.equals(UNSTABLE)) {
            return Optional.of(UNSTABLE);
        }
        if (!FORM.matcher(requested).matches() || requested.compareTo(candidate()) > 0) {
            return Optional.empty();
        }
        String oldest = stable().get(0);
        return Optional.of(requested.compareTo(oldest) < 0 ? oldest : requested);
    }

    /** The accessible stable ones, oldest first. */
    public List<String> stable() {
        Instant now = clock.instant();
        List<String> versions = new ArrayList<>();
        YearMonth version = newest(now);
        while (now.isBefore(accessibleUntil(version))) {
            versions.add(0, version.toString());
            version = version.minusMonths(3);
        }
        return versions;
    }

    public String newest() {
        return newest(clock.instant()).toString();
    }

    /** The version after the newest. */
    public String candidate() {
        return newest(clock.instant()).plusMonths(3).toString();
    }

    private static YearMonth newest(Instant now) {
        LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        YearMonth quarter = YearMonth.of(time.getYear(), (time.getMonthValue() - 1) / 3 * 3 + 1);
        return now.isBefore(released(quarter)) ? quarter.minusMonths(3) : quarter;
    }

    private static Instant released(YearMonth version) {
        return version.atDay(1).atTime(17, 0).toInstant(ZoneOffset.UTC);
    }

    private static Instant accessibleUntil(YearMonth version) {
        return version.plusYears(1).atDay(16).atTime(15, 0).toInstant(ZoneOffset.UTC);
    }
}
