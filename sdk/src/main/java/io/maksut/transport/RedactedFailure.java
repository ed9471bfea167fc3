package io.maksut.transport;

import org.jspecify.annotations.Nullable;

/** Stands for a failure whose message may not be seen: its class name and redacted message, its stack. */
final class RedactedFailure extends Exception {
    private static final long serialVersionUID = 1L;

    static final int MAX_DEPTH = 10;

    RedactedFailure(Throwable original, Redaction redaction, int depth) {
        super(redaction.redact(original.toString()), causeOf(original, redaction, depth));
        setStackTrace(original.getStackTrace());
    }

    private static @Nullable Throwable causeOf(Throwable original, Redaction redaction, int depth) {
        Throwable cause = original.getCause();
        return cause == null || depth >= MAX_DEPTH ? null : new RedactedFailure(cause, redaction, depth + 1);
    }
}
