package io.maksut.transport;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

public final class Transport implements AutoCloseable {
    public static Builder builder(String name) {
        return new Builder();
    }

    public CallContext begin(CallSettings settings) {
        return new CallContext(new Deadline(TransportTime.system(), Duration.ofSeconds(60)), settings.headers());
    }

    public CompletableFuture<Answer> send(Call call, CallContext context) {
        return new CompletableFuture<>();
    }

    public static <T> T await(CompletableFuture<T> future, CallContext context) {
        return future.join();
    }

    @Override
    public void close() {}

    public static final class Builder {
        public Builder httpClient(HttpClient value) {
            return this;
        }

        public Builder time(TransportTime value) {
            return this;
        }

        public Builder random(RandomGenerator value) {
            return this;
        }

        public Builder retry(RetrySettings value) {
            return this;
        }

        public Builder limits(LimitSettings value) {
            return this;
        }

        public Builder breaker(BreakerSettings value) {
            return this;
        }

        public Builder connectTimeout(Duration value) {
            return this;
        }

        public Builder attemptTimeout(Duration value) {
            return this;
        }

        public Builder defaultDeadline(Duration value) {
            return this;
        }

        public Builder maxResponseBytes(int value) {
            return this;
        }

        public Builder redaction(Redaction value) {
            return this;
        }

        public Transport build() {
            return new Transport();
        }
    }
}
