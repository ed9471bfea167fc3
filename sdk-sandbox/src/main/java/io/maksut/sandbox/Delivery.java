package io.maksut.sandbox;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For stand-ins: sends webhooks and callbacks to the code under test. Follows no redirects. Thread-safe. */
public final class Delivery {
    private final Duration timeLimit;
    private final HttpClient client;

    /** @param timeLimit for the whole answer */
    public Delivery(Duration timeLimit) {
        this.timeLimit = timeLimit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeLimit)
                .build();
    }

    /** The status of the answer, 0 when none came in time. */
    public int send(HttpRequest request) {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            // A limit on the request itself would end with the headers; a body that stalls must not hang the test.
            return answer.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            answer.cancel(true);
            return 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                return 0;
            }
            throw new IllegalStateException("cannot deliver to " + request.uri().getHost(), e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
