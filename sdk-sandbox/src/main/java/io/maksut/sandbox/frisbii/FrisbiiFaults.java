package io.maksut.sandbox.frisbii;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Faults in the gateway's own words and in the shape of its errors. */
public final class FrisbiiFaults {
    private static final String REQUEST_ID = "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0";

    private FrisbiiFaults() {}

    /** 429 with code 122; nothing is done. */
    public static Fault rateLimited() {
        return refused(ErrorCode.RATE_LIMIT.code);
    }

    /** 429 with code 122 and a Retry-After in whole seconds; nothing is done. */
    public static Fault rateLimited(Duration retryAfter) {
        Function<WireRequest, Reply> error = error(ErrorCode.RATE_LIMIT);
        return Fault.answer(
                "code 122",
                request -> error.apply(request).with("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }

    /** 429 with code 123; nothing is done. */
    public static Fault tooManyAtOnce() {
        return refused(ErrorCode.CONCURRENCY_LIMIT.code);
    }

    /** Code 74: another request is changing the invoice at this moment; nothing is done. */
    public static Fault concurrentUpdate() {
        return refused(ErrorCode.CONCURRENT_UPDATE.code);
    }

    /**
     * The gateway's own error with this code, its status and its text; nothing is done.
     *
     * @throws IllegalArgumentException when the sandbox does not know the code
     */
    public static Fault refused(int code) {
        return Fault.answer("code " + code, error(ErrorCode.numbered(code)));
    }

    /**
     * The same, although everything was done, as with code 78.
     *
     * @throws IllegalArgumentException when the sandbox does not know the code
     */
    public static Fault refusedAfterProcessing(int code) {
        return Fault.answerAfterProcessing("code " + code + " after processing", error(ErrorCode.numbered(code)));
    }

    /** Any error object; nothing is done. */
    public static Fault error(int status, int code, String error) {
        return Fault.answer("code " + code, error(new Rendering.WireError(status, code, error, error, null)));
    }

    private static Function<WireRequest, Reply> error(ErrorCode code) {
        return error(new Rendering.WireError(code.status, code.code, code.error, code.error, null));
    }

    private static Function<WireRequest, Reply> error(Rendering.WireError error) {
        return request -> Rendering.error(error, request.path(), Instant.now(), REQUEST_ID);
    }
}
