package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a list into pages, newest first. The token names the last place shown and the window of the first page, so pages
 * neither repeat nor skip when new entries arrive. Work per page is that of the entries read, not of the list.
 */
final class Pages {
    private static final int MIN = 10;
    private static final int MAX = 100;
    private static final int DEFAULT = 20;

    private final Query query;
    private final ZoneId zone;
    private final int size;
    private final String range;
    private final ListWindow window;
    private final Position before;

    /** @param path of the list, so that a token of one is refused by another */
    Pages(String path, Query query, LocalDateTime now, ZoneId zone, boolean everything) {
        this.query = query;
        this.zone = zone;
        this.size = size(query.first("size"));
        String asked = query.first("range");
        this.range = asked == null ? "created" : asked;
        String token = query.first("next_page_token");
        if (token == null) {
            window = ListWindow.of(query, now, everything);
            before = Position.at(window.end(zone));
        } else {
            // window, place and what it is a list of
            String[] parts = decoded(token).split("\\|", 5);
            if (parts.length != 5 || !parts[4].equals(path + query.withoutToken())) {
                throw badToken();
            }
            try {
                window = new ListWindow(ListWindow.parseShown(parts[0]), ListWindow.parseShown(parts[1]));
                before = new Position(Long.parseLong(parts[2]), Long.parseLong(parts[3]));
            } catch (DateTimeException | NumberFormatException e) {
                throw badToken();
            }
        }
    }

    boolean bySettling() {
        return range.equals("settled");
    }

    /** How much time the list spans. */
    Duration length() {
        return Duration.between(window.from(), window.to());
    }

    void allowRanges(String... allowed) {
        for (String one : allowed) {
            if (one.equals(range)) {
                return;
            }
        }
        throw ErrorCode.INVALID_REQUEST.because("range not known");
    }

    /** Where to begin reading: all entries strictly before this. */
    Position before() {
        return before;
    }

    <T> JsonObject page(
            String path, Iterator<Timeline.Entry<T>> newestFirst, Predicate<T> wanted, Function<T, JsonObject> render) {
        long start = window.start(zone).toEpochMilli();
        JsonArray content = new JsonArray();
        Position last = null;
        boolean more = false;
        while (newestFirst.hasNext()) {
            Timeline.Entry<T> entry = newestFirst.next();
            if (entry.position().millis() < start) {
                break;
            }
            if (entry.position().compareTo(before) >= 0 || !wanted.test(entry.value())) {
                continue;
            }
            if (content.size() == size) {
                more = true;
                break;
            }
            content.add(render.apply(entry.value()));
            last = entry.position();
        }
        JsonObject page = new JsonObject();
        page.addProperty("size", size);
        page.addProperty("count", content.size());
        page.addProperty("from", ListWindow.shown(window.from()));
        page.addProperty("to", ListWindow.shown(window.to()));
        page.addProperty("range", range);
        page.add("content", content);
        if (more && last != null) {
            page.addProperty("next_page_token", token(path, last));
        }
        return page;
    }

    private String token(String path, Position last) {
        String text = String.join(
                "|",
                ListWindow.shown(window.from()),
                ListWindow.shown(window.to()),
                String.valueOf(last.millis()),
                String.valueOf(last.sequence()),
                path + query.withoutToken());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badToken();
        }
    }

    private static int size(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < MIN || Integer.parseInt(text) > MAX) {
            throw ErrorCode.INVALID_REQUEST.because("size must be 10 to 100");
        }
        return Integer.parseInt(text);
    }

    private static Refusal badToken() {
        return ErrorCode.INVALID_REQUEST.because("next_page_token does not belong to this list");
    }
}
