package io.maksut.transport;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One request on the wire and its answer, within one time limit that also covers the body: the JDK's own request timeout
 * ends with the headers (JDK-8208693).
 */
final class Exchange {
    /** The result of the exchange. */
    sealed interface Reception {
        /** The complete answer. */
        final class Received implements Reception {
            private final ResponseInfo head;
            private final byte[] body;

            Received(ResponseInfo head, byte[] body) {
                this.head = head;
                this.body = body;
            }

            int status() {
                return head.statusCode();
            }

            HttpHeaders headers() {
                return head.headers();
            }

            byte[] body() {
                return body;
            }
        }

        /**
         * No complete answer.
         *
         * @param head status and headers of the answer, if they came
         * @param mayHaveLeft false if it is certain that the server cannot have got the request
         * @param stopped whether this side ended it, which says nothing about the server
         */
        record Failed(
                @Nullable ResponseInfo head,
                boolean mayHaveLeft,
                boolean stopped,
                String what,
                @Nullable Throwable cause)
                implements Reception {}
    }

    private final CompletableFuture<Reception> done = new CompletableFuture<>();
    private CompletableFuture<Reception> over = done;
    private final @Nullable OutgoingBody body;
    private volatile @Nullable ResponseInfo head;

    private Exchange(@Nullable OutgoingBody body) {
        this.body = body;
    }

    /**
     * Sends the request.
     *
     * @param extra further headers; those of the request win
     */
    static Exchange start(
            HttpClient client,
            Request request,
            Map<String, String> extra,
            boolean once,
            Duration limit,
            int maxBytes,
            Scheduler scheduler) {
        byte[] bytes = request.sharedBody();
        OutgoingBody body = bytes == null || bytes.length == 0 ? null : new OutgoingBody(bytes, once);
        Exchange exchange = new Exchange(body);
        HttpRequest outgoing = outgoing(request, extra, body);
        // Set before anything is sent: nothing that can fail may stand between sending and following the answer.
        Cancellable alarm = scheduler.alarm(limit, () -> exchange.giveUp("no complete answer came in time", false));
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = client.sendAsync(outgoing, head -> exchange.answeredBy(head, maxBytes));
        } catch (RuntimeException | Error failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        exchange.follow(answer, alarm);
        return exchange;
    }

    /**
     * Takes the answer from its body: the client completes its future on the common pool, which the application may keep
     * busy (with one worker on two processors since JDK 25), and an answer that is there would count as lost.
     */
    private BodySubscriber<byte[]> answeredBy(ResponseInfo info, int maxBytes) {
        head = info;
        IncomingBody incoming = new IncomingBody(
                maxBytes, info.headers().firstValue("Content-Length").orElse(null));
        CompletionStage<?> unused = incoming.getBody().whenComplete((bytes, failure) -> {
            if (failure == null) {
                done.complete(new Reception.Received(info, bytes));
            } else {
                failed(failure);
            }
        });
        return incoming;
    }

    private void follow(CompletableFuture<HttpResponse<byte[]>> answer, Cancellable alarm) {
        CompletableFuture<?> unused = answer.whenComplete((response, failure) -> {
            if (failure != null) {
                failed(failure);
            }
        });
        over = done.whenComplete((reception, failure) -> {
            alarm.cancel();
            if (reception instanceof Reception.Failed && !answer.isDone()) {
                answer.cancel(true);
            }
        });
    }

    /** Always completes normally, at the latest when the limit has passed. By then alarm and request are cancelled. */
    CompletableFuture<Reception> over() {
        return over;
    }

    /** Ends the exchange from this side. */
    void stop(String why) {
        giveUp(why, true);
    }

    private void giveUp(String what, boolean stopped) {
        boolean mayHaveLeft = body == null || !body.withhold();
        done.complete(new Reception.Failed(head, mayHaveLeft, stopped, what, null));
    }

    private void failed(Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        boolean mayHaveLeft = body == null ? !neverConnected(cause) : !body.withhold();
        done.complete(new Reception.Failed(head, mayHaveLeft, false, what(cause, mayHaveLeft), cause));
    }

    /** Without a body to watch, only the failure tells whether the request may have left. */
    private static boolean neverConnected(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
    }

    private static String what(Throwable cause, boolean mayHaveLeft) {
        if (cause instanceof IncomingBody.TooLarge || cause instanceof CancellationException) {
            return cause instanceof IncomingBody.TooLarge ? "the answer is too large" : "it was cancelled";
        }
        return mayHaveLeft ? "the connection broke before a complete answer came" : "no connection could be made";
    }

    private static HttpRequest outgoing(Request request, Map<String, String> extra, @Nullable OutgoingBody body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
        builder.method(request.method(), body == null ? BodyPublishers.noBody() : body);
        extra.forEach((name, value) -> {
            if (!request.headers().containsKey(name)) {
                builder.setHeader(name, value);
            }
        });
        request.headers().forEach(builder::setHeader);
        if (!request.secure()) {
            // By default the client asks plain HTTP servers to upgrade to HTTP/2, which some answer badly.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        return builder.build();
    }
}
