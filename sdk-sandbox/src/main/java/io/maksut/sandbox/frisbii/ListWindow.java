package io.maksut.sandbox.frisbii;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import org.jspecify.annotations.Nullable;

/**
 * The time window of a list, in local times of the account: from inclusive, to exclusive. Without from or interval it is
 * the month before to; filtered by customer it begins in 1970 (vendor's list documentation).
 */
record ListWindow(LocalDateTime from, LocalDateTime to) {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");
    private static final LocalDateTime BEGINNING = LocalDateTime.of(1970, 1, 1, 0, 0);

    static ListWindow of(Query query, LocalDateTime now, boolean everything) {
        String toText = query.first("to");
        String fromText = query.first("from");
        String interval = query.first("interval");
        // To is exclusive; what was created in this very millisecond is shown, or a clock that stands still would hide
        // it.
        LocalDateTime to = toText == null ? now.plus(1, ChronoUnit.MILLIS) : local(toText, "to");
        LocalDateTime from;
        if (interval != null) {
            from = back(to, interval);
        } else if (fromText != null) {
            from = local(fromText, "from");
        } else {
            from = everything ? BEGINNING : to.minusMonths(1);
        }
        if (from.isAfter(to)) {
            throw ErrorCode.FROM_AFTER_TO.refusal();
        }
        return new ListWindow(from, to);
    }

    static String shown(LocalDateTime local) {
        return SHOWN.format(local);
    }

    static LocalDateTime parseShown(String text) {
        return LocalDateTime.parse(text, SHOWN);
    }

    Instant start(ZoneId zone) {
        return from.atZone(zone).toInstant();
    }

    Instant end(ZoneId zone) {
        return to.atZone(zone).toInstant();
    }

    private static LocalDateTime local(String text, String name) {
        try {
            if (text.matches("\\d{8}")) {
                return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay();
            }
            if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
                return LocalDate.parse(text).atStartOfDay();
            }
            if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{3})?)?")) {
                return LocalDateTime.parse(text);
            }
        } catch (DateTimeException e) {
            throw bad(name);
        }
        throw bad(name);
    }

    private static LocalDateTime back(LocalDateTime to, String text) {
        try {
            TemporalAmount interval = text.contains("T") ? Duration.parse(text) : Period.parse(text);
            LocalDateTime from = to.minus(interval);
            return from.isBefore(BEGINNING) ? BEGINNING : from;
        } catch (DateTimeException | ArithmeticException e) {
            throw bad("interval");
        }
    }

    private static Refusal bad(@Nullable String name) {
        return ErrorCode.INVALID_REQUEST.because(name + " has the wrong form");
    }
}
