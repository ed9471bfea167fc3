package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whole seconds, shown twice: by the site's wall clock without a zone, and the same in GMT. */
final class SiteTime {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private static final Pattern BOUND = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d{2}(?::\\d{2})?)?");

    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private SiteTime() {}

    /** {@code name} by the site's clock and {@code name_gmt}, both null without a time. */
    static void add(JsonObject json, String name, @Nullable Instant time, ZoneId zone) {
        json.add(name, shown(time, zone));
        json.add(name + "_gmt", shown(time, ZoneOffset.UTC));
    }

    static JsonElement shown(@Nullable Instant time, ZoneId zone) {
        return time == null ? JsonNull.INSTANCE : new JsonPrimitive(SHOWN.format(time.atZone(zone)));
    }

    /**
     * The instant that a bound of a list means, or null when it is no date.
     *
     * @param datesAreGmt as it was asked for. WordPress first turns a bound into the site's wall clock, whatever its zone, and
     *     then compares it with the column in GMT: a bound with a zone is off by the site's offset then
     */
    static @Nullable Instant bound(String text, ZoneId zone, boolean datesAreGmt) {
        if (!BOUND.matcher(text).matches()) {
            return null;
        }
        try {
            LocalDateTime wallClock = wallClock(text.replace(' ', 'T').toUpperCase(Locale.ROOT), zone);
            return wallClock
                    .truncatedTo(ChronoUnit.SECONDS)
                    .atZone(datesAreGmt ? ZoneOffset.UTC : zone)
                    .toInstant();
        } catch (DateTimeException e) {
            // Such as the 31st of February.
            return null;
        }
    }

    private static LocalDateTime wallClock(String text, ZoneId zone) {
        String full =
                text.matches(".*[+-]\\d{2}") && text.length() > "yyyy-MM-ddTHH:mm:ss".length() ? text + ":00" : text;
        return READ.parseBest(full, OffsetDateTime::from, LocalDateTime::from) instanceof OffsetDateTime withZone
                ? withZone.atZoneSameInstant(zone).toLocalDateTime()
                : LocalDateTime.parse(full);
    }
}
