package io.maksut.shop;

import io.maksut.payment.PaymentId;

/**
 * How a capture or a release that a shop asked for has ended. Immutable and thread-safe.
 *
 * @param requestId {@link AuthorisationRequest#id}
 * @param kind what was asked for
 * @param verdict what became of it
 * @param message for the merchant, in the request's language: why it was declined; else empty. No personal data.
 */
public record AuthorisationAnswer(String requestId, Kind kind, PaymentId payment, Verdict verdict, String message) {
    /** What was asked for. */
    public enum Kind {
        CAPTURE,
        RELEASE
    }

    /** What became of it. */
    public enum Verdict {
        /** It is done at the gateway, by this request or before it. */
        DONE,
        /** It is certain that it was not done, and will not be for this request. */
        DECLINED,
        /** As {@link #DECLINED}, of a capture: nothing is reserved any more. */
        NOTHING_RESERVED
    }
}
