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

/** What the user of any gateway account may choose of how it is asked, and the transport that comes of it. Not thread-safe. */
public final class ClientSettings {
    private LimitSettings limits = LimitSettings.defaults();
    private RetrySettings retry = RetrySettings.defaults();
    private Duration timeout = Duration.ofSeconds(60);
    private @Nullable HttpClient httpClient;
    private @Nullable TransportTime time;
    private @Nullable Clock clock;
    private @Nullable CallListener listener;

    /** How fast may be asked. Default: {@link LimitSettings#defaults}. */
    public void limits(int readsPerSecond, int writesPerSecond, int concurrentReads, int concurrentWrites) {
        this.limits = new LimitSettings(readsPerSecond, writesPerSecond, concurrentReads, concurrentWrites);
    }

    /** The most requests for one call that may safely be repeated. Default: 4. */
    public void attempts(int most) {
        this.retry = new RetrySettings(most, retry.base(), retry.cap());
    }

    /** The time that one whole call may take, unless it has its own. Default: 60 seconds. */
    public void timeout(Duration wholeCall) {
        this.timeout = Objects.requireNonNull(wholeCall);
    }

    /** The caller's HTTP client, which is not closed with the transport. Default: one of the transport's own. */
    public void httpClient(HttpClient client) {
        this.httpClient = Objects.requireNonNull(client);
    }

    /** Our time of day. Default: that of {@link #time}. */
    public void clock(Clock wallClock) {
        this.clock = Objects.requireNonNull(wallClock);
    }

    /** Is told of every call. Default: nobody. */
    public void listener(CallListener told) {
        this.listener = Objects.requireNonNull(told);
    }

    /** Who waits, and what time it is. Default: the system, closed with the transport. */
    public void time(TransportTime virtual) {
        this.time = Objects.requireNonNull(virtual);
    }

    /** Our time of day, whenever it is asked. */
    public Supplier<Instant> now() {
        if (clock != null) {
            return clock::instant;
        }
        return time != null ? time::now : Clock.systemUTC()::instant;
    }

    /**
     * A transport of this account.
     *
     * @param secrets are taken out of all that is said
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
