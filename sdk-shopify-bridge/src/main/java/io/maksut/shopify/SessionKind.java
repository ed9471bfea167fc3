package io.maksut.shopify;

/** What a session of the Payments Apps API asks for. */
public enum SessionKind {
    // @formatter:off
    /** Refund money. */
    REFUND("RefundSession", Operation.RESOLVE_REFUND_SESSION, Operation.REJECT_REFUND_SESSION),
    /** Capture what was authorised. */
    CAPTURE("CaptureSession", Operation.RESOLVE_CAPTURE_SESSION, Operation.REJECT_CAPTURE_SESSION),
    /** Release what was authorised. */
    VOID("VoidSession", Operation.RESOLVE_VOID_SESSION, Operation.REJECT_VOID_SESSION);
    // @formatter:on

    private final String type;
    private final Operation resolve;
    private final Operation reject;

    SessionKind(String type, Operation resolve, Operation reject) {
        this.type = type;
        this.resolve = resolve;
        this.reject = reject;
    }

    /** The type in gids. */
    String type() {
        return type;
    }

    Operation resolve() {
        return resolve;
    }

    Operation reject() {
        return reject;
    }
}
