package io.maksut.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link StandIn} on a loopback port over HTTP/1.1, and on another one over HTTPS if it has an identity, and shows
 * the planned faults on the wire. Thread-safe. Limits come first, then faults, then the stand-in.
 */
public final class SandboxServer implements AutoCloseable {
    private static final int THREADS = 64;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final RateLimits limits;
    private final FaultPlan faults;
    private final RequestJournal journal;
    private final Function<WireRequest, @Nullable String> idempotencyKey;
    private final StandIn standIn;
    private final Set<LateExecution> late = ConcurrentHashMap.newKeySet();
    private final WireMockServer server;
    private volatile boolean tellsTime;

    /**
     * Starts serving over HTTP only.
     *
     * @param port 0 for any free one
     * @param idempotencyKey how the protocol carries the key, for the journal
     */
    public SandboxServer(
            int port,
            RateLimits limits,
            FaultPlan faults,
            RequestJournal journal,
            Function<WireRequest, @Nullable String> idempotencyKey,
            StandIn standIn) {
        this(port, 0, null, limits, faults, journal, idempotencyKey, standIn);
    }

    /**
     * Starts serving.
     *
     * @param port 0 for any free one
     * @param httpsPort 0 for any free one
     * @param identity for HTTPS, or null for none of it
     * @param idempotencyKey how the protocol carries the key, for the journal
     */
    public SandboxServer(
            int port,
            int httpsPort,
            @Nullable TlsIdentity identity,
            RateLimits limits,
            FaultPlan faults,
            RequestJournal journal,
            Function<WireRequest, @Nullable String> idempotencyKey,
            StandIn standIn) {
        this.limits = limits;
        this.faults = faults;
        this.journal = journal;
        this.idempotencyKey = idempotencyKey;
        this.standIn = standIn;
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .port(port)
                .containerThreads(THREADS)
                .http2PlainDisabled(true)
                .gzipDisabled(true)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .extensions(new Dispatch());
        server = identity == null ? started(configuration) : startedWith(identity, configuration.httpsPort(httpsPort));
        server.stubFor(any(anyUrl()));
    }

    private static WireMockServer started(WireMockConfiguration configuration) {
        WireMockServer started = new WireMockServer(configuration);
        started.start();
        return started;
    }

    private static WireMockServer startedWith(TlsIdentity identity, WireMockConfiguration configuration) {
        try (TlsIdentity.KeyStoreFile file = identity.keyStoreFile()) {
            return started(configuration
                    .http2TlsDisabled(true)
                    .keystoreType(TlsIdentity.KEY_STORE_TYPE)
                    .keystorePath(file.path().toString())
                    .keystorePassword(file.password())
                    .keyManagerPassword(file.password()));
        }
    }

    /** Without a path and without a slash at the end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /**
     * The same over HTTPS.
     *
     * @throws IllegalStateException when it was started without an identity
     */
    public URI httpsUrl() {
        return URI.create("https://127.0.0.1:" + server.httpsPort());
    }

    /** Releases delayed answers and stops serving. */
    @Override
    public void close() {
        closing.countDown();
        server.stop();
    }

    private final class Dispatch implements ResponseTransformerV2 {
        @Override
        public String getName() {
            return "stand-in";
        }

        @Override
        public Response transform(Response stub, ServeEvent event) {
            return serve(wireRequest(event.getRequest()));
        }
    }

    private Response serve(WireRequest request) {
        RateLimits.Verdict verdict = limits.enter(request.method());
        if (verdict != RateLimits.Verdict.ADMITTED) {
            return written(request, null, standIn.refuse(request, verdict));
        }
        try {
            carryOutDue();
            Fault fault = faults.take(request);
            if (fault == null) {
                return written(request, null, standIn.answer(request));
            }
            return faulty(request, fault);
        } finally {
            limits.leave(request.method());
        }
    }

    /** Whether each answer has a {@code Date} header, of the stand-in's clock; from the start it has none. */
    public void tellTime(boolean told) {
        tellsTime = told;
    }

    /** Carries out what {@link LateExecution} has kept until now. */
    public void carryOutDue() {
        Instant now = standIn.now();
        late.forEach(execution -> execution.carryOutDue(now));
    }

    /** Forgets what waits to be carried out. */
    public void forgetLate() {
        late.forEach(LateExecution::drop);
        late.clear();
    }

    private Response later(WireRequest request, Fault fault, LateExecution execution) {
        Instant arrived = standIn.now();
        execution.add(arrived, () -> standIn.answerLate(request, arrived));
        late.add(execution);
        Reply meanwhile = fault.reply(request);
        return meanwhile == null ? reset(request, fault) : written(request, fault, meanwhile);
    }

    private Response reset(WireRequest request, Fault fault) {
        record(request, 0, fault);
        return Response.response()
                .fault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)
                .build();
    }

    private Response faulty(WireRequest request, Fault fault) {
        LateExecution execution = fault.late();
        if (execution != null) {
            return later(request, fault, execution);
        }
        CountDownLatch gate = fault.gate();
        if (gate != null) {
            awaitGate(gate);
        }
        Reply done = fault.processed() ? standIn.answer(request) : Reply.of(200, "text/plain", "");
        return switch (fault.onTheWire()) {
            case RESET, LATER -> reset(request, fault);
            case TRUNCATED -> {
                record(request, done.status(), fault);
                yield halfAtFirst(done, null);
            }
            case STALLED -> {
                record(request, done.status(), fault);
                yield halfAtFirst(done, fault.delay());
            }
            case EMPTIED -> written(request, fault, Reply.of(done.status(), "application/json", new byte[0]));
            case REPLACED -> written(request, fault, Objects.requireNonNullElse(fault.reply(request), done));
            case AS_IT_IS -> {
                pause(fault.delay());
                yield written(request, fault, done);
            }
        };
    }

    /** The full length announced, half of the body on the wire, and after the silence the rest; without one, the end. */
    private Response halfAtFirst(Reply reply, @Nullable Duration silence) {
        byte[] body = reply.body();
        Reply announced = reply.with("Content-Length", String.valueOf(body.length));
        return Response.response()
                .status(reply.status())
                .headers(headers(announced))
                .body(() -> new HalfAtFirst(body, silence))
                .build();
    }

    /** The server lets this stream write itself to the connection, which is the only way to flush in the middle. */
    private final class HalfAtFirst extends ByteArrayInputStream {
        private final @Nullable Duration silence;

        HalfAtFirst(byte[] body, @Nullable Duration silence) {
            super(body);
            this.silence = silence;
        }

        @Override
        public synchronized long transferTo(OutputStream out) throws IOException {
            int half = count / 2;
            out.write(buf, 0, half);
            out.flush();
            if (silence == null) {
                return half;
            }
            pause(silence);
            out.write(buf, half, count - half);
            return count;
        }
    }

    private void awaitGate(CountDownLatch gate) {
        try {
            boolean released = false;
            while (!released && closing.getCount() > 0) {
                released = gate.await(20, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration delay) {
        try {
            closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Response written(WireRequest request, @Nullable Fault fault, Reply reply) {
        record(request, reply.status(), fault);
        return Response.response()
                .status(reply.status())
                .headers(headers(reply))
                .body(reply.body())
                .build();
    }

    private HttpHeaders headers(Reply reply) {
        HttpHeaders headers = new HttpHeaders(reply.headers().entrySet().stream()
                .map(header -> HttpHeader.httpHeader(header.getKey(), header.getValue()))
                .toList());
        boolean tells = tellsTime && !headers.getHeader("Date").isPresent();
        return tells ? headers.plus(HttpHeader.httpHeader("Date", HTTP_DATE.format(standIn.now()))) : headers;
    }

    private void record(WireRequest request, int status, @Nullable Fault fault) {
        journal.add(new RecordedRequest(
                request.method(),
                request.path(),
                request.query(),
                request.body(),
                idempotencyKey.apply(request),
                status,
                fault == null ? null : fault.toString()));
    }

    private static WireRequest wireRequest(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : request.getAllHeaderKeys()) {
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name));
        }
        String url = request.getUrl();
        int mark = url.indexOf('?');
        return new WireRequest(
                request.getMethod().getName(),
                mark < 0 ? url : url.substring(0, mark),
                mark < 0 ? "" : url.substring(mark + 1),
                headers,
                request.getBodyAsString(),
                "https".equals(request.getScheme()));
    }
}
