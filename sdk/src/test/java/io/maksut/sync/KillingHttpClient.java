package io.maksut.sync;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client of the JDK in whose hands a process dies around the request that moves money. */
final class KillingHttpClient extends DelegatingHttpClient {
    private static final Duration ON_ITS_WAY = Duration.ofMillis(15);

    private final Killer killer;

    KillingHttpClient(Killer killer) {
        this.killer = killer;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler) {
        if (!movesMoney(request)) {
            return client.sendAsync(request, responseBodyHandler);
        }
        killer.at(KillPoint.BEFORE_SUBMITTING);
        CompletableFuture<HttpResponse<T>> sent = client.sendAsync(request, responseBodyHandler);
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> killer.at(KillPoint.WHILE_SUBMITTING),
                CompletableFuture.delayedExecutor(ON_ITS_WAY.toMillis(), TimeUnit.MILLISECONDS));
        return sent.thenApply(answer -> {
            killer.at(KillPoint.AFTER_THE_ANSWER);
            return answer;
        });
    }

    private static boolean movesMoney(HttpRequest request) {
        String path = request.uri().getPath();
        return request.method().equals("POST")
                && (path.endsWith("/refund") || path.endsWith("/settle") || path.endsWith("/capture"));
    }
}
