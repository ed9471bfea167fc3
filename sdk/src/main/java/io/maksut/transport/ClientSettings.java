package io.maksut.transport;

import io.maksut.observe.CallListener;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings that all gateways' clients have in common, and the transport that is built from them. Not thread-safe. */
public final class ClientSettings {
    private LimitSettings limits = LimitSettings.defaults();
    private RetrySettings retry = RetrySettings.defaults();
    private Duration timeout = Duration.ofSeconds(60);
    private @Nullable HttpClient httpClient;
    private @Nullable TransportTime time;
    private @Nullable Clock clock;
    private @Nullable CallListener listener;

    /** Request limits of the account. Default: {@link LimitSettings#defaults}. */
    public void limits(int readsPerSecond, int writesPerSecond, int concurrentReads, int concurrentWrites) {
        this.limits = new LimitSettings(readsPerSecond, writesPerSecond, concurrentReads, concurrentWrites);
    }

    /** The most attempts of a call that is safe to repeat. Default: 4. */
    public void attempts(int most) {
        this.retry = new RetrySettings(most, retry.base(), retry.cap());
    }

    /** Time limit of one whole call, unless the call sets its own. Default: 60 seconds. */
    public void timeout(Duration wholeCall) {
        this.timeout = Objects.requireNonNull(wholeCall);
    }

    /** A client of the caller's, which is not closed with the transport. Default: a client of the transport's own. */
    public void httpClient(HttpClient client) {
        this.httpClient = Objects.requireNonNull(client);
    }

    /** The wall clock. Default: that of {@link #time}. */
    public void clock(Clock wallClock) {
        this.clock = Objects.requireNonNull(wallClock);
    }

    /** Receives the events of calls and of the circuit breaker. Default: none. */
    public void listener(CallListener told) {
        this.listener = Objects.requireNonNull(told);
    }

    /** The transport's clocks and timers. Default: the system's, closed with the transport. */
    public void time(TransportTime virtual) {
        this.time = Objects.requireNonNull(virtual);
    }

    /** Reads the wall clock. */
    public Supplier<Instant> now() {
        if (clock != null) {
            return clock::instant;
        }
        return time != null ? time::now : Clock.systemUTC()::instant;
    }

    /**
     * Builds the account's transport.
     *
     * @param secrets are redacted from logs and exceptions
     */
    public Transport transport(String account, Set<String> secrets) {
        Transport.Builder transport = Transport.builder(account)
                .limits(limits)
                .retry(retry)
                .listener(listener)
                .defaultDeadline(timeout)
                .redaction(Redaction.of(secrets));
        if (time != null) {
            transport.time(time);
        }
        if (httpClient != null) {
            transport.httpClient(httpClient);
        }
        return transport.build();
    }
}
