package io.maksut.sandbox.woocommerce;

import io.maksut.sandbox.Reply;
import java.util.Collection;
import java.util.List;

/** The headers that WordPress puts on every answer of its REST API. Immutable. */
final class Replies {
    private static final String JSON = "application/json; charset=UTF-8";

    private final String root;

    /** @param root the URL of WordPress's REST root, with a slash at the end */
    Replies(String root) {
        this.root = root;
    }

    /** @param known whether the request was somebody's: the answers to nobody may be cached */
    Reply of(RestAnswer answer, Collection<String> allowed, boolean known) {
        Reply reply = common(Reply.of(answer.status(), JSON, JsonEncoding.text(answer.body())), allowed, known);
        for (RestAnswer.Header header : answer.headers()) {
            // Links to pages take the place of the link to the root.
            reply = reply.with(header.name(), header.value());
        }
        return reply;
    }

    Reply of(RestError error, Collection<String> allowed, boolean known) {
        boolean routed = error.ending == RestError.Ending.ANSWERED;
        return common(Reply.of(error.status, JSON, JsonEncoding.text(error.body)), routed ? allowed : List.of(), known);
    }

    private Reply common(Reply bare, Collection<String> allowed, boolean known) {
        Reply reply = bare.with("X-Robots-Tag", "noindex")
                .with("Link", "<" + root + ">; rel=\"https://api.w.org/\"")
                .with("X-Content-Type-Options", "nosniff")
                .with("Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link")
                .with(
                        "Access-Control-Allow-Headers",
                        "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type");
        if (!allowed.isEmpty()) {
            reply = reply.with("Allow", String.join(", ", allowed));
        }
        return known
                ? reply.with("Expires", "Wed, 11 Jan 1984 05:00:00 GMT")
                        .with("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private")
                : reply.with("Vary", "Origin");
    }
}
