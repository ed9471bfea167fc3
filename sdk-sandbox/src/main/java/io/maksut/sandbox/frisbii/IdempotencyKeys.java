package io.maksut.sandbox.frisbii;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code key} of charge, settle and refund: the first request with a key is carried out, later ones get its
 * answer, and a later one that asks for something else is refused. A refused request does not use up its key. Thread-safe.
 */
final class IdempotencyKeys {
    private record Answered(String request, JsonObject answer) {}

    private static final class Use {
        @Nullable
        Answered answered;
    }

    private final Map<String, Use> uses = new ConcurrentHashMap<>();

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
            if (before == null) {
                JsonObject answer = work.get();
                use.answered = new Answered(request, answer);
                return answer;
            }
            if (!before.request().equals(request)) {
                throw ErrorCode.INVALID_REQUEST.because("The key was used for another request");
            }
            return before.answer();
        }
    }
}
