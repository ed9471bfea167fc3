package io.maksut.testkit;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client of the JDK in whose hands a process dies around the requests that are told it: those that move money, or write into a shop. */
public final class KillingHttpClient extends DelegatingHttpClient {
    private static final Duration ON_ITS_WAY = Duration.ofMillis(15);

    private final Killer killer;
    private final Function<HttpRequest, Optional<KilledWork>> work;

    /** @param work what the request does; empty if it is not of interest */
    public KillingHttpClient(HttpClient client, Killer killer, Function<HttpRequest, Optional<KilledWork>> work) {
        super(client);
        this.killer = killer;
        this.work = work;
    }

    /** Around what is asked of gateways. */
    public static KillingHttpClient atGateways(Killer killer) {
        return new KillingHttpClient(
                HttpClient.newBuilder().version(Version.HTTP_1_1).build(), killer, KillingHttpClient::atGateway);
    }

    private static Optional<KilledWork> atGateway(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return Optional.empty();
        }
        String path = request.uri().getPath();
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "refund" -> Optional.of(KilledWork.REFUND);
            case "settle", "capture" -> Optional.of(KilledWork.CAPTURE);
            case "cancel", "void" -> Optional.of(KilledWork.VOID);
            default -> Optional.empty();
        };
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler) {
        Set<KilledWork> of = work.apply(request).map(Set::of).orElse(Set.of());
        if (of.isEmpty()) {
            return client.sendAsync(request, responseBodyHandler);
        }
        killer.at(KillPoint.BEFORE_SUBMITTING, of);
        CompletableFuture<HttpResponse<T>> sent =
                client.sendAsync(request, head -> new DyingSubscriber<>(responseBodyHandler.apply(head), of));
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> killer.at(KillPoint.WHILE_SUBMITTING, of),
                CompletableFuture.delayedExecutor(ON_ITS_WAY.toMillis(), TimeUnit.MILLISECONDS));
        return sent;
    }

    /** Dies when the answer is complete, before anybody has it. */
    private final class DyingSubscriber<T> implements HttpResponse.BodySubscriber<T> {
        private final HttpResponse.BodySubscriber<T> real;
        private final Set<KilledWork> of;

        DyingSubscriber(HttpResponse.BodySubscriber<T> real, Set<KilledWork> of) {
            this.real = real;
            this.of = of;
        }

        @Override
        public CompletionStage<T> getBody() {
            return real.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            real.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            real.onNext(part);
        }

        @Override
        public void onError(Throwable failure) {
            real.onError(failure);
        }

        @Override
        public void onComplete() {
            killer.at(KillPoint.AFTER_THE_ANSWER, of);
            real.onComplete();
        }
    }
}
