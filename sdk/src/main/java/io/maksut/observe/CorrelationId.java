package io.maksut.observe;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a request and all that comes of it: log lines, calls, operations, events, notes in the shop. It is a label and no key:
 * nothing is found, told apart or decided by it, and two requests may have the same. Immutable and thread-safe.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, so that it can stand in a log line, a note and a header, and
 *     can hold neither an address of a person nor a mark of ours, which have others
 */
public record CorrelationId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /**
     * @throws IllegalArgumentException if the value has another form
     */
    public CorrelationId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a correlation id has 1 to 64 characters of A-Z a-z 0-9 . _ -");
        }
    }

    /** A new one: 32 hexadecimal digits. */
    public static CorrelationId random() {
        return new CorrelationId(UUID.randomUUID().toString().replace("-", ""));
    }

    /** What a sender gave, whoever it is; a new one where that is null or has another form. Never a part of it. */
    public static CorrelationId orRandom(@Nullable String given) {
        return given != null && FORM.matcher(given).matches() ? new CorrelationId(given) : random();
    }

    @Override
    public String toString() {
        return value;
    }
}
