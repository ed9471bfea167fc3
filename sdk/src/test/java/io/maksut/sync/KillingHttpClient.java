package io.maksut.sync;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A client of the JDK in whose hands a process dies around the request that moves money. */
final class KillingHttpClient extends HttpClient {
    private static final Duration ON_ITS_WAY = Duration.ofMillis(15);

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final Killer killer;

    KillingHttpClient(Killer killer) {
        this.killer = killer;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler) {
        boolean movesMoney =
                request.method().equals("POST") && request.uri().getPath().endsWith("/refund");
        if (!movesMoney) {
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

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> responseBodyHandler,
            HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
        return sendAsync(request, responseBodyHandler);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler)
            throws IOException, InterruptedException {
        return client.send(request, responseBodyHandler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
