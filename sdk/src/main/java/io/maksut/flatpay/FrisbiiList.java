package io.maksut.flatpay;

import com.google.gson.JsonObject;
import io.maksut.error.GatewayRefusedException;
import io.maksut.json.JsonDocument;
import io.maksut.transport.StageFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a list, newest first. Where the gateway says that the list covers too much (code 144), it is read
 * in ranges of a month, or shorter where that is still too much. Each range ends where the newer one began, as {@code
 * from} is inclusive and {@code to} is exclusive. The code may come on any page: then what follows the last entry shown
 * is read in ranges, and entries already shown are left out. Times are local times of the account, in whole seconds.
 */
final class FrisbiiList {
    static final int PAGE_SIZE = 100;

    /** Without {@code from} the gateway looks back one month only. */
    static final String SINCE_EVER = "1970-01-01";

    /**
     * The gateway takes local times of the account's time zone, which it does not tell. The range is widened by the
     * most that a zone can be off; each payment is then compared with the exact range.
     */
    static final Duration ZONES = Duration.ofHours(15);

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration SHORTEST = Duration.ofHours(1);
    /** The most empty ranges that are passed over within one page. */
    private static final int EMPTY_RANGES = 50;

    private static final LocalDateTime BEGINNING = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final FrisbiiExchange exchange;
    private final FrisbiiRequests requests;
    private final Supplier<Instant> clock;

    FrisbiiList(FrisbiiExchange exchange, FrisbiiRequests requests, Supplier<Instant> clock) {
        this.exchange = exchange;
        this.requests = requests;
        this.clock = clock;
    }

    /** @param to exclusive; null if the range has no end */
    record Range(LocalDateTime from, @Nullable LocalDateTime to) {
        static final Range EVER = new Range(BEGINNING, null);
    }

    /**
     * The position at which a list continues.
     *
     * @param part the part of the whole range that is being read; null while the whole is read at once
     * @param longest the longest part that is tried; null if no part was too much
     * @param token the gateway's token of the next page in that part; null for its first
     * @param shown how far the list was shown; null if nothing was, or if it is not known
     * @param leftOut entries already shown, which a part read anew repeats; null if none does
     */
    record Position(
            @Nullable Range part,
            @Nullable Duration longest,
            @Nullable String token,
            @Nullable FrisbiiShown shown,
            @Nullable FrisbiiShown leftOut) {
        static final Position START = new Position(null, null, null, null, null);

        Position to(@Nullable Range next, @Nullable Duration most) {
            return new Position(next, most, null, shown, leftOut);
        }

        JsonObject toJson() {
            JsonObject json = new JsonObject();
            if (part != null) {
                json.addProperty("from", LOCAL.format(part.from()));
                json.addProperty("to", part.to() == null ? null : LOCAL.format(part.to()));
            }
            json.addProperty("longest", longest == null ? null : longest.toSeconds());
            json.addProperty("token", token);
            json.add("shown", shown == null ? null : shown.toJson());
            json.add("leftOut", leftOut == null ? null : leftOut.toJson());
            return json;
        }

        /** @throws IllegalArgumentException if the JSON is no position */
        static Position of(JsonDocument json) {
            try {
                Optional<LocalDateTime> from = json.text("from").map(it -> LocalDateTime.parse(it, LOCAL));
                LocalDateTime to = json.text("to")
                        .map(it -> LocalDateTime.parse(it, LOCAL))
                        .orElse(null);
                return new Position(
                        from.map(it -> new Range(it, to)).orElse(null),
                        json.integer("longest").map(Duration::ofSeconds).orElse(null),
                        json.text("token").orElse(null),
                        json.object("shown").map(FrisbiiShown::of).orElse(null),
                        json.object("leftOut").map(FrisbiiShown::of).orElse(null));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("no time of this gateway", e);
            }
        }
    }

    /** @param next where the list continues; null at its end */
    record Page(List<JsonDocument> content, @Nullable Position next) {}

    /**
     * Reads a page of the list.
     *
     * @param kind "charge", "customer" or "transaction"
     * @param filters without range, size and token
     */
    CompletableFuture<Page> page(String kind, List<Map.Entry<String, String>> filters, Range whole, Position position) {
        return page(kind, filters, whole, position, EMPTY_RANGES);
    }

    private CompletableFuture<Page> page(
            String kind, List<Map.Entry<String, String>> filters, Range whole, Position position, int emptyLeft) {
        return ask(kind, filters, whole, position).thenCompose(page -> {
            Position next = page.next();
            if (next == null || next.token() != null || !page.content().isEmpty() || emptyLeft == 0) {
                return CompletableFuture.completedFuture(page);
            }
            return page(kind, filters, whole, next, emptyLeft - 1);
        });
    }

    private CompletableFuture<Page> ask(
            String kind, List<Map.Entry<String, String>> filters, Range whole, Position position) {
        Range asked = position.part() == null ? whole : position.part();
        CompletableFuture<Page> page = exchange.read(
                requests.list(kind, parameters(filters, asked, position)), json -> page(json, whole, position));
        return page.exceptionallyCompose(failure -> {
            Throwable cause = StageFailure.cause(failure);
            Optional<FrisbiiError> error = cause instanceof GatewayRefusedException refused
                    ? refused.call().gatewayCode().flatMap(FrisbiiError::of)
                    : Optional.empty();
            if (error.isEmpty()) {
                return CompletableFuture.failedFuture(cause);
            }
            boolean begins = position.token() == null;
            if (begins && error.get() == FrisbiiError.FROM_AFTER_TO && position.part() != null && asked.to() == null) {
                // By the gateway's clock, the whole part is in the future.
                return CompletableFuture.completedFuture(new Page(List.of(), older(whole, position, true)));
            }
            Position narrower = error.get() != FrisbiiError.QUERY_TOO_LONG
                    ? null
                    : begins ? narrower(asked, position) : rest(asked, position);
            return narrower == null ? CompletableFuture.failedFuture(cause) : ask(kind, filters, whole, narrower);
        });
    }

    private Page page(JsonDocument json, Range whole, Position position) {
        List<JsonDocument> all = json.elements("content");
        FrisbiiShown leftOut = position.leftOut();
        List<JsonDocument> content = leftOut == null
                ? all
                : all.stream().filter(entry -> !leftOut.has(entry)).toList();
        FrisbiiShown shown = FrisbiiShown.after(position.shown(), content);
        String token = FrisbiiExchange.nextToken(json, position.token());
        Position here = new Position(position.part(), position.longest(), token, shown, leftOut);
        return new Page(content, token != null ? here : older(whole, here, all.isEmpty()));
    }

    private static List<Map.Entry<String, String>> parameters(
            List<Map.Entry<String, String>> filters, Range asked, Position position) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        parameters.add(Map.entry("size", Integer.toString(PAGE_SIZE)));
        parameters.add(Map.entry("from", asked.from().isAfter(BEGINNING) ? LOCAL.format(asked.from()) : SINCE_EVER));
        if (asked.to() != null) {
            parameters.add(Map.entry("to", LOCAL.format(asked.to())));
        }
        parameters.addAll(filters);
        if (position.token() != null) {
            parameters.add(Map.entry("next_page_token", position.token()));
        }
        return parameters;
    }

    /** The newest month of the whole range, or else the newer half of the range; null if that is too short. */
    private @Nullable Position narrower(Range asked, Position position) {
        LocalDateTime end = end(asked);
        Duration length = Duration.between(asked.from(), end);
        Duration shorter = position.part() == null && length.compareTo(MONTH) > 0
                ? MONTH
                : length.dividedBy(2).truncatedTo(ChronoUnit.SECONDS);
        return shorter.compareTo(SHORTEST) < 0 ? null : position.to(new Range(end.minus(shorter), asked.to()), shorter);
    }

    /**
     * The newest part of what was not shown; null if that is too short or unknown. Its end is known as an instant and
     * sent as a local time, so it is set as late as any time zone can have it.
     */
    private @Nullable Position rest(Range asked, Position position) {
        FrisbiiShown shown = position.shown();
        if (shown == null) {
            return null;
        }
        LocalDateTime latest = local(shown.at().plus(ZONES)).plusSeconds(1);
        LocalDateTime end = asked.to() != null && asked.to().isBefore(latest) ? asked.to() : latest;
        Position anew = new Position(position.part(), position.longest(), null, shown, shown);
        return narrower(new Range(asked.from(), end), anew);
    }

    /** The part before this one, twice as long if this one was empty; null if the whole range begins here. */
    private @Nullable Position older(Range whole, Position position, boolean wasEmpty) {
        Range part = position.part();
        if (part == null || !part.from().isAfter(whole.from())) {
            return null;
        }
        Duration length = Duration.between(part.from(), end(part));
        Duration wanted = wasEmpty ? length.multipliedBy(2) : length;
        Duration longest = position.longest();
        Duration next = longest != null && wanted.compareTo(longest) > 0 ? longest : wanted;
        Duration atLeast = next.compareTo(SHORTEST) < 0 ? SHORTEST : next;
        boolean reachesBack = Duration.between(whole.from(), part.from()).compareTo(atLeast) <= 0;
        LocalDateTime from = reachesBack ? whole.from() : part.from().minus(atLeast);
        return position.to(new Range(from, part.from()), longest);
    }

    static LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    }

    private LocalDateTime end(Range range) {
        return range.to() != null
                ? range.to()
                : LocalDateTime.ofInstant(clock.get(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    }
}
