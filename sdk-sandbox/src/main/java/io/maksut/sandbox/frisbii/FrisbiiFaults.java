package io.maksut.sandbox.frisbii;

import com.google.gson.JsonObject;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import java.time.Duration;

/** Faults in the gateway's own words; nothing is processed. */
public final class FrisbiiFaults {
    private FrisbiiFaults() {}

    /** 429 with code 122. */
    public static Fault rateLimited() {
        return error(429, 122, ErrorCode.RATE_LIMIT.error);
    }

    /** 429 with code 122 and a Retry-After in whole seconds. */
    public static Fault rateLimited(Duration retryAfter) {
        return Fault.answer(reply(429, 122, ErrorCode.RATE_LIMIT.error)
                .with("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }

    /** 429 with code 123. */
    public static Fault tooManyAtOnce() {
        return error(429, 123, ErrorCode.CONCURRENCY_LIMIT.error);
    }

    /** Any error object. */
    public static Fault error(int status, int code, String error) {
        return Fault.answer(reply(status, code, error));
    }

    private static Reply reply(int status, int code, String error) {
        JsonObject json = new JsonObject();
        json.addProperty("code", code);
        json.addProperty("error", error);
        json.addProperty("http_status", status);
        json.addProperty("http_reason", FrisbiiGateway.reason(status));
        return Reply.json(status, json.toString());
    }
}
