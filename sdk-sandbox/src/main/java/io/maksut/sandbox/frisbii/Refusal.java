package io.maksut.sandbox.frisbii;

import org.jspecify.annotations.Nullable;

/** A request that the gateway does not carry out. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final ErrorCode code;
    final @Nullable String detail;

    Refusal(ErrorCode code, @Nullable String detail) {
        super(code.error, null, false, false);
        this.code = code;
        this.detail = detail;
    }
}
