package io.maksut.sandbox.frisbii;

import org.jspecify.annotations.Nullable;

/** A request that the gateway does not carry out. */
final class Refusal extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    final ErrorCode code;
    final @Nullable String detail;

    Refusal(ErrorCode code, @Nullable String detail) {
        super(detail == null ? code.error : code.error + ": " + detail);
        this.code = code;
        this.detail = detail;
    }
}
