package io.maksut.sandbox.everypay;

import com.google.gson.JsonObject;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;

/** The gateway's own refusals as faults: nothing is done, whatever the request was. */
public final class EveryPayFaults {
    private EveryPayFaults() {}

    /** 422, such as 3045 (issuer timed out) or 3057 (issuer is signed off). */
    public static Fault declined(int code, String message) {
        return Fault.answer(error(422, code, message));
    }

    /** An error under status 200, as some clients have met. */
    public static Fault errorInsideSuccess(int code, String message) {
        return Fault.answer(error(200, code, message));
    }

    static Reply error(int status, int code, String message) {
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("message", message);
        JsonObject body = new JsonObject();
        body.add("error", error);
        return Reply.json(status, body.toString());
    }
}
