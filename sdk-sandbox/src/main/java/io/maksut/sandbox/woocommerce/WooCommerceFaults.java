package io.maksut.sandbox.woocommerce;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import java.time.Duration;

/** What hosts and other plugins put before the shop, or instead of it, as faults. */
public final class WooCommerceFaults {
    private WooCommerceFaults() {}

    /** A security plugin or firewall: 403 with an HTML page; nothing is done. */
    public static Fault blockedByFirewall() {
        return Fault.answer(html(403, "Access to this page has been blocked"));
    }

    /** A host's limit: 429 with an HTML page; nothing is done. */
    public static Fault tooManyRequests(Duration retryAfter) {
        return Fault.answer(html(429, "Too many requests").with("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    /** WordPress during an update: 503 with an HTML page; nothing is done. */
    public static Fault maintenance() {
        return Fault.answer(html(503, "Briefly unavailable for scheduled maintenance. Check back in a minute.")
                .with("Retry-After", "600"));
    }

    /** 500 as after a fatal error in PHP; nothing is done. */
    public static Fault fatalError() {
        return Fault.answer(fatal());
    }

    /** The same although everything was done. */
    public static Fault fatalErrorAfterProcessing() {
        return Fault.answerAfterProcessing(fatal());
    }

    private static Reply fatal() {
        RestError error = RestError.fatal();
        return Reply.of(error.status, "application/json; charset=UTF-8", JsonEncoding.text(error.body));
    }

    private static Reply html(int status, String title) {
        return Reply.of(
                status,
                "text/html; charset=UTF-8",
                "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title
                        + "</h1></body></html>\n");
    }
}
