package io.maksut.sandbox.frisbii;

import org.jspecify.annotations.Nullable;

/** A request that the gateway does not carry out, or whose transaction failed in a way that is answered as an error. */
final class Refusal extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    final ErrorCode code;
    final @Nullable String detail;
    final @Nullable String transactionError;

    Refusal(ErrorCode code, @Nullable String detail, @Nullable String transactionError) {
        super(detail == null ? code.error : code.error + ": " + detail);
        this.code = code;
        this.detail = detail;
        this.transactionError = transactionError;
    }
}
