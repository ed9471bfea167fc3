package io.maksut.sandbox.frisbii;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code key} of charge, settle and refund: the first request with a key is carried out, later ones get its
 * answer, and a later one that asks for something else is refused. A refused request does not use up its key. How long a
 * key is kept is not told: for ever, unless a test sets an age. Thread-safe.
 */
final class IdempotencyKeys {
    private record Answered(String request, JsonObject answer, Instant at) {}

    private static final class Use {
        @Nullable
        Answered answered;
    }

    private final Map<String, Use> uses = new ConcurrentHashMap<>();
    private final Supplier<Instant> now;
    private volatile @Nullable Duration kept;

    IdempotencyKeys(Supplier<Instant> now) {
        this.now = now;
    }

    /** From now on a key is forgotten so long after it was used; null for never. */
    void keepFor(@Nullable Duration age) {
        kept = age;
    }

    /**
     * Works under a lock of the key, so that of two requests with the same key only one is carried out.
     *
     * @param request what another request with the same key must agree on
     */
    JsonObject once(Operation operation, @Nullable String key, String request, Supplier<JsonObject> work) {
        if (key == null) {
            return work.get();
        }
        Use use = uses.computeIfAbsent(operation + " " + key, name -> new Use());
        synchronized (use) {
            Answered before = use.answered;
            if (before == null || forgotten(before)) {
                JsonObject answer = work.get();
                use.answered = new Answered(request, answer, now.get());
                return answer;
            }
            if (!before.request().equals(request)) {
                throw ErrorCode.INVALID_REQUEST.because("The key was used for another request");
            }
            return before.answer();
        }
    }

    /**
     * A copy that came in first and is carried out last: a decline that a repetition under its key met in between does not
     * hold it back, the success of one does.
     */
    JsonObject late(Operation operation, @Nullable String key, String request, Supplier<JsonObject> work) {
        Use use = key == null ? null : uses.get(operation + " " + key);
        if (use != null) {
            synchronized (use) {
                Answered before = use.answered;
                if (before != null
                        && "failed".equals(before.answer().get("state").getAsString())) {
                    use.answered = null;
                }
            }
        }
        return once(operation, key, request, work);
    }

    private boolean forgotten(Answered answered) {
        Duration age = kept;
        return age != null && !now.get().isBefore(answered.at().plus(age));
    }
}
