package io.maksut.transport;

import io.maksut.error.CallReport;
import java.net.http.HttpHeaders;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happened to one call so far. Used by one attempt at a time. */
final class History {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private int begun;
    private int sent;
    private int status;
    private @Nullable String requestId;
    private boolean unclear;
    private boolean notProcessed;
    private @Nullable String last;
    private @Nullable String before;

    /** The number of the attempt that starts now, from 1. */
    int begin() {
        return ++begun;
    }

    int begun() {
        return begun;
    }

    /** A request was sent, or may have been; {@code headers} are those of its answer, null if none came. */
    void sent(int answerStatus, @Nullable HttpHeaders headers) {
        sent++;
        status = answerStatus;
        requestId = headers == null
                ? null
                : headers.firstValue("X-Request-Id")
                        .or(() -> headers.firstValue("Request-Id"))
                        .filter(id -> REQUEST_ID.matcher(id).matches())
                        .orElse(null);
    }

    void add(Outcome outcome) {
        unclear |= outcome.unclear();
        notProcessed |= outcome.notProcessed();
        before = last;
        last = outcome.what();
    }

    /** Whether any attempt may have been carried out without a clear answer. */
    boolean unclear() {
        return unclear;
    }

    boolean notProcessed() {
        return notProcessed;
    }

    /** What became of the attempt before the last one, for messages; null if there was none. */
    @Nullable
    String before() {
        return before;
    }

    CallReport report(Call call, @Nullable String gatewayCode) {
        return CallReport.of(call.operation(), sent, call.idempotencyKey(), requestId, status, gatewayCode);
    }
}
