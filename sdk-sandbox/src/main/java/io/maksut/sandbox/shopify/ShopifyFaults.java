package io.maksut.sandbox.shopify;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;

/** Faults in the shop's own words; nothing is processed unless it says so. */
public final class ShopifyFaults {
    private ShopifyFaults() {}

    /** Status 200 with the error THROTTLED and a bucket that needs so many seconds for a query of 100 points. */
    public static Fault throttled(int seconds) {
        int available = Math.max(0, 100 - seconds * 100);
        return Fault.answer(Reply.json(
                200,
                "{\"errors\":[{\"message\":\"Throttled\",\"extensions\":{\"code\":\"THROTTLED\",\"documentation\":"
                        + "\"https://shopify.dev/api/usage/rate-limits\"}}],\"extensions\":{\"cost\":{"
                        + "\"requestedQueryCost\":" + (available + seconds * 100) + ",\"actualQueryCost\":null,"
                        + "\"throttleStatus\":{\"maximumAvailable\":2000.0,\"currentlyAvailable\":" + available
                        + ",\"restoreRate\":100.0}}}}"));
    }

    /** Status 200 with the error INTERNAL_SERVER_ERROR and no data. */
    public static Fault internalError() {
        return Fault.answer(internal());
    }

    /** The same although everything was done. */
    public static Fault internalErrorAfterProcessing() {
        return Fault.answerAfterProcessing(internal());
    }

    /** Status 401 with a text as errors. */
    public static Fault badToken() {
        return text(401, "[API] Invalid API key or access token (unrecognized login or wrong password)");
    }

    /** Status 404 with a text as errors. */
    public static Fault notFound() {
        return text(404, "Not Found");
    }

    /** Status 429 of the network in front of the shop, with Retry-After. */
    public static Fault tooManyRequests(int seconds) {
        return Fault.answer(
                Reply.json(429, "{\"errors\":\"Too Many Requests\"}").with("Retry-After", String.valueOf(seconds)));
    }

    private static Fault text(int status, String errors) {
        return Fault.answer(Reply.json(status, "{\"errors\":\"" + errors + "\"}"));
    }

    private static Reply internal() {
        return Reply.json(
                200,
                "{\"errors\":[{\"message\":\"Internal error. Looks like something went wrong.\","
                        + "\"extensions\":{\"code\":\"INTERNAL_SERVER_ERROR\"}}]}");
    }
}
