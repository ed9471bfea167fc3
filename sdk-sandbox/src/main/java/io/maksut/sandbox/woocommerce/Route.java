package io.maksut.sandbox.woocommerce;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One method, or several that mean the same, of one path. Immutable.
 *
 * @param path after the REST root
 * @param refusal what one without the right is told
 */
record Route(List<String> methods, Pattern path, Refusal refusal, Handler handler) {
    static final List<String> EDIT = List.of("POST", "PUT", "PATCH");

    /** Answers the request, or throws a {@link RestError}. */
    interface Handler {
        RestAnswer handle(RestRequest request);
    }

    /** The words for a missing right, by what was asked for. */
    enum Refusal {
        // @formatter:off
        LIST("view",     "Sorry, you cannot list resources."),
        VIEW("view",     "Sorry, you cannot view this resource."),
        CREATE("create", "Sorry, you are not allowed to create resources."),
        EDIT("edit",     "Sorry, you are not allowed to edit this resource."),
        DELETE("delete", "Sorry, you are not allowed to delete this resource."),
        BATCH("batch",   "Sorry, you are not allowed to batch manipulate this resource.");
        // @formatter:on

        final String code;
        final String message;

        Refusal(String right, String message) {
            this.code = "woocommerce_rest_cannot_" + right;
            this.message = message;
        }
    }

    /** In the path, {@code #} stands for an id and {@code *} for a word. */
    static Route of(List<String> methods, String path, Refusal refusal, Handler handler) {
        String regex = path.replace("#", "(\\d+)").replace("*", "([\\w-]+)");
        return new Route(methods, Pattern.compile(regex), refusal, handler);
    }

    static Route of(String method, String path, Refusal refusal, Handler handler) {
        return of(List.of(method), path, refusal, handler);
    }
}
