package io.maksut.sync;

import io.maksut.testkit.DelegatingHttpClient;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** What lies between an engine and its gateways: connections that are refused, and things that happen meanwhile. Thread-safe. */
final class WatchedNetwork extends DelegatingHttpClient {
    @SuppressWarnings("UnnecessaryLambda") // compared by identity
    private static final Runnable NOTHING = () -> {};

    private int refused;
    private int passing;
    private Runnable meanwhile = NOTHING;

    /** The next so many requests find nothing that listens. */
    synchronized void refuses(int requests) {
        refused = requests;
    }

    /** After so many reads that pass, this happens just before the next one leaves. */
    synchronized void beforeRead(int reads, Runnable elsewhere) {
        passing = reads;
        meanwhile = elsewhere;
    }

    synchronized void clear() {
        refused = 0;
        meanwhile = NOTHING;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler) {
        if (request.method().equals("GET")) {
            due().run();
        }
        if (leaves()) {
            return client.sendAsync(request, responseBodyHandler);
        }
        return CompletableFuture.failedFuture(new ConnectException("nothing listens"));
    }

    private synchronized boolean leaves() {
        if (refused > 0) {
            refused--;
            return false;
        }
        return true;
    }

    private synchronized Runnable due() {
        Runnable due = meanwhile;
        if (due != NOTHING && passing-- > 0) {
            return NOTHING;
        }
        meanwhile = NOTHING;
        return due;
    }
}
