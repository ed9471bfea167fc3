package io.maksut.sandbox.shopify.webhook;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times as webhooks show them, in the shop's zone: 2026-11-20T10:00:01+02:00. */
final class RestTime {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private final ZoneId zone;

    RestTime(ZoneId zone) {
        this.zone = zone;
    }

    String text(Instant instant) {
        return FORM.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }
}
