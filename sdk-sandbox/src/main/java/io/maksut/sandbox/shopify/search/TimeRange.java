package io.maksut.sandbox.shopify.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A point in time as searches name it, which is as long as it is exact: a second, a day, a month, a year. UTC. */
public record TimeRange(Instant from, Instant end) {
    /** Empty when the text is no time. */
    public static Optional<TimeRange> parse(String text, Instant now) {
        try {
            if (text.equals("now")) {
                return Optional.of(second(now));
            }
            if (text.contains("T")) {
                boolean zoned = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > 7;
                return Optional.of(second(
                        zoned
                                ? OffsetDateTime.parse(text).toInstant()
                                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)));
            }
            return Optional.of(
                    switch (text.length()) {
                        case 4 ->
                            days(
                                    Year.parse(text).atDay(1),
                                    Year.parse(text).plusYears(1).atDay(1));
                        case 7 ->
                            days(
                                    YearMonth.parse(text).atDay(1),
                                    YearMonth.parse(text).plusMonths(1).atDay(1));
                        default ->
                            days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
                    });
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static TimeRange second(Instant instant) {
        return new TimeRange(instant, instant.plusSeconds(1));
    }

    private static TimeRange days(LocalDate from, LocalDate end) {
        return new TimeRange(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                end.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
