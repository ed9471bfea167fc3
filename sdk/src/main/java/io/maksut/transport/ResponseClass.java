package io.maksut.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one answer means for the call. Messages may be the gateway's own text: they are redacted before use. */
public sealed interface ResponseClass {

    /** The gateway's own error code; null if it gave none. */
    @Nullable
    String code();

    /** The gateway's own message; empty if it gave none. */
    String message();

    /** Carried out. */
    record Accepted() implements ResponseClass {
        @Override
        public @Nullable String code() {
            return null;
        }

        @Override
        public String message() {
            return "";
        }
    }

    /**
     * Understood and refused; the same call will be refused again. For a write only where {@link AnswerJudge} allows
     * it: in the server's own error form, with a known code.
     *
     * @param code the gateway's own error code; null only for a read
     * @param conclusive whether the answer also proves that no earlier attempt of this call was, or ever will be,
     *     carried out. A gateway that replays the result of an idempotency key may say so; a bare HTTP status may not.
     */
    record Refused(Refusal kind, @Nullable String code, String message, boolean conclusive) implements ResponseClass {}

    /**
     * Certainly not processed; may be repeated. For a write only where the server says so in its own form: a bare HTTP
     * 429 may be a proxy's.
     *
     * @param pause how long the server wants no request, where it says so other than by Retry-After; else null
     */
    record NotProcessed(
            @Nullable String code, String message, @Nullable Duration pause) implements ResponseClass {
        /** Without a pause of its own. */
        public NotProcessed(@Nullable String code, String message) {
            this(code, message, null);
        }
    }

    /** The answer does not tell whether the call was carried out. */
    record Unclear(@Nullable String code, String message) implements ResponseClass {}

    /** The kind of refusal, which determines the exception. */
    enum Refusal {
        NOT_FOUND,
        AUTHENTICATION,
        DECLINED,
        OTHER
    }
}
