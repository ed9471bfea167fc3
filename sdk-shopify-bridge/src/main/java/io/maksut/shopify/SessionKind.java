package io.maksut.shopify;

/** What a session of the Payments Apps API asks a payments app for. */
public enum SessionKind {
    // @formatter:off
    /** To give money back. */
    REFUND("RefundSession", Operation.RESOLVE_REFUND_SESSION, Operation.REJECT_REFUND_SESSION),
    /** To take what was authorised. */
    CAPTURE("CaptureSession", Operation.RESOLVE_CAPTURE_SESSION, Operation.REJECT_CAPTURE_SESSION),
    /** To release what was authorised. */
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

    /** In gids. */
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
