package io.maksut.transport;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One logical call: the request, how often it may be sent, and how its answer is judged. Immutable and thread-safe. */
public final class Call {
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z0-9 _.:-]{0,63}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private final String operation;
    private final Request request;
    private final Repeat repeat;
    private final @Nullable String idempotencyKey;
    private final AttemptSigner signer;
    private final AnswerJudge judge;
    private final boolean repeated;

    private Call(Builder builder, boolean repeated) {
        this.repeated = repeated;
        this.operation = builder.operation;
        this.request = builder.request;
        this.repeat = builder.repeat;
        this.idempotencyKey = builder.idempotencyKey;
        this.signer = builder.signer;
        this.judge = builder.judge;
    }

    /**
     * Starts a call.
     *
     * @param operation a fixed name such as "settle charge"; appears in logs, messages and reports
     * @throws IllegalArgumentException if the name is not a short ASCII name
     */
    public static Builder builder(String operation, Request request) {
        return new Builder(operation, request);
    }

    public String operation() {
        return operation;
    }

    public Request request() {
        return request;
    }

    public Repeat repeat() {
        return repeat;
    }

    /** Null if this call has none. */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /** The same call with a single attempt: for a caller that repeats it by other means. */
    public Call unrepeated() {
        Builder same =
                new Builder(operation, request).repeat(repeat).signer(signer).judge(judge);
        same.idempotencyKey = idempotencyKey;
        return new Call(same, false);
    }

    boolean repeated() {
        return repeated;
    }

    AttemptSigner signer() {
        return signer;
    }

    AnswerJudge judge() {
        return judge;
    }

    @Override
    public String toString() {
        return operation + " " + repeat + (idempotencyKey == null ? "" : ", key " + idempotencyKey);
    }

    /** Collects a call. Not thread-safe. */
    public static final class Builder {
        private final String operation;
        private final Request request;
        private Repeat repeat;
        private @Nullable String idempotencyKey;
        private AttemptSigner signer = AttemptSigner.NONE;
        private AnswerJudge judge = AnswerJudge.byStatus();

        private Builder(String operation, Request request) {
            if (!OPERATION.matcher(operation).matches()) {
                throw new IllegalArgumentException("an operation is a short fixed name");
            }
            this.operation = operation;
            this.request = request;
            this.repeat = reads(request) ? Repeat.READ : Repeat.ONCE;
        }

        /** Default: {@link Repeat#READ} for GET and HEAD, {@link Repeat#ONCE} for the rest. */
        public Builder repeat(Repeat value) {
            this.repeat = value;
            return this;
        }

        /**
         * The key that the request carries (in a header or its body), made before the first attempt. This setting names
         * the key in reports; it does not add it to the request. Default: none.
         */
        public Builder idempotencyKey(String value) {
            if (!KEY.matcher(value).matches()) {
                throw new IllegalArgumentException("an idempotency key is 1 to 255 visible ASCII characters");
            }
            this.idempotencyKey = value;
            return this;
        }

        /** Default: sends the request as it is. */
        public Builder signer(AttemptSigner value) {
            this.signer = value;
            return this;
        }

        /** Default: {@link AnswerJudge#byStatus}. */
        public Builder judge(AnswerJudge value) {
            this.judge = value;
            return this;
        }

        /**
         * Builds the call.
         *
         * @throws IllegalArgumentException if a keyed write has no key, or if a GET or HEAD is not a read: the JDK
         *     client repeats these by itself when the connection was closed, so "once" could not be kept
         */
        public Call build() {
            if (repeat == Repeat.KEYED_WRITE && idempotencyKey == null) {
                throw new IllegalArgumentException("a keyed write needs its idempotency key");
            }
            if (repeat != Repeat.READ && reads(request)) {
                throw new IllegalArgumentException(request.method() + " can only be a read");
            }
            return new Call(this, true);
        }

        private static boolean reads(Request request) {
            return request.method().equals("GET") || request.method().equals("HEAD");
        }
    }
}
