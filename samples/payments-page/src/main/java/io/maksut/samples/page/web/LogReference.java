package io.maksut.samples.page.web;

import io.javalin.http.Context;
import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import java.util.UUID;

/** The number under which the log has what went wrong with a request: people read it, the log has the details. */
final class LogReference {
    private static final String ATTRIBUTE = "log-reference";
    private static final int LENGTH = 8;

    private LogReference() {}

    /** The same one for the whole request. */
    static String of(Context context) {
        String known = context.attribute(ATTRIBUTE);
        if (known != null) {
            return known;
        }
        String number = UUID.randomUUID().toString().substring(0, LENGTH);
        context.attribute(ATTRIBUTE, number);
        return number;
    }

    /** In which the SDK works for the request: its log lines, calls and operations have the same number. */
    static LogContext context(Context context) {
        return LogContext.of(new CorrelationId(of(context)));
    }
}
