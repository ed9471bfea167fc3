package io.maksut.woocommerce;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The position of a walk. Callers store it as text. Immutable and thread-safe.
 *
 * @param bound everything up to this second was seen; null at the beginning of a phase
 * @param second a second with more items than a page holds, which is being read by ids; null if there is none
 * @param offset the offset within that second
 * @param began when the walk began, by our clock
 * @param shopBegan when the walk began, by the shop's clock
 * @param total how many items the phases so far had when they began; -1 if the shop did not tell
 */
record WalkCursor(
        WalkPhase phase,
        @Nullable Instant bound,
        @Nullable Instant second,
        int offset,
        Instant began,
        Instant shopBegan,
        long total) {
    private static final String FORM = "1";
    private static final int PARTS = 8;

    static WalkCursor start(WalkPhase phase, @Nullable Instant bound, Instant began) {
        return new WalkCursor(phase, bound, null, 0, began, began, 0);
    }

    WalkCursor beganAt(Instant shopTime) {
        return new WalkCursor(phase, bound, second, offset, began, shopTime, total);
    }

    WalkCursor phase(WalkPhase next, @Nullable Instant from) {
        return new WalkCursor(next, from, null, 0, began, shopBegan, total);
    }

    /** Continues after this second, which was read to its end. */
    WalkCursor seenUntil(Instant last) {
        return new WalkCursor(phase, last, null, 0, began, shopBegan, total);
    }

    WalkCursor within(Instant crowded, int from) {
        return new WalkCursor(phase, bound, crowded, from, began, shopBegan, total);
    }

    WalkCursor counting(long more) {
        return new WalkCursor(
                phase, bound, second, offset, began, shopBegan, more < 0 || total < 0 ? -1 : total + more);
    }

    String text() {
        return String.join(
                "~",
                FORM,
                phase.name(),
                seconds(bound),
                seconds(second),
                Integer.toString(offset),
                seconds(began),
                seconds(shopBegan),
                Long.toString(total));
    }

    /** Empty if another version wrote the text, or it is damaged: the walk then begins anew. */
    static Optional<WalkCursor> of(String text) {
        String[] parts = text.split("~", -1);
        if (parts.length != PARTS || !parts[0].equals(FORM)) {
            return Optional.empty();
        }
        try {
            Instant began = instant(parts[5]);
            Instant shopBegan = instant(parts[6]);
            if (began == null || shopBegan == null) {
                return Optional.empty();
            }
            return Optional.of(new WalkCursor(
                    WalkPhase.valueOf(parts[1]),
                    instant(parts[2]),
                    instant(parts[3]),
                    Integer.parseInt(parts[4]),
                    began,
                    shopBegan,
                    Long.parseLong(parts[7])));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String seconds(@Nullable Instant time) {
        return time == null ? "" : Long.toString(time.getEpochSecond());
    }

    private static @Nullable Instant instant(String seconds) {
        return seconds.isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
