package io.maksut.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.OutcomeUnknownException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the other side sends, the caller gets an answer or one of our exceptions, and a write is never called failed. */
class AnyBytesTest {
    private static final int CASES = 10_000;
    private static final String[] HEADERS = {
        "Content-Type: application/json",
        "Retry-After: 1",
        "Retry-After: -1",
        "Retry-After: Sun, 01 Mar 2026 12:00:05 GMT",
        "Location: http://localhost:1/",
        "Content-Encoding: gzip",
        "Transfer-Encoding: chunked",
        "Content-Length: 3",
        "Content-Length: 99999999999999999999",
        "Content-Length: x",
        "Connection: close",
        "Upgrade: h2c",
        "X-Request-Id: \u00ff\u0001 mari@example.test",
        "WWW-Authenticate: Basic realm=x",
        "Set-Cookie: a=b",
        ": empty",
        "NoColon",
        " folded"
    };

    /** One generated answer. */
    private record Reply(String latin1, boolean reset) {}

    private static Reply reply(Random random) {
        StringBuilder head = new StringBuilder();
        int status = random.nextInt(10) == 0
                ? random.nextInt(2000) - 10
                : 100 * (2 + random.nextInt(4)) + random.nextInt(32);
        head.append(random.nextInt(30) == 0 ? "HTTP/7 " : "HTTP/1.1 ")
                .append(status)
                .append(" Any\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append(HEADERS[random.nextInt(HEADERS.length)]).append("\r\n");
        }
        byte[] body = new byte[random.nextInt(200)];
        random.nextBytes(body);
        if (random.nextInt(3) > 0) {
            head.append("Content-Length: ")
                    .append(body.length + (random.nextInt(10) == 0 ? 1 : 0))
                    .append("\r\n");
        }
        head.append("\r\n");
        StringBuilder all = head.append(new String(body, StandardCharsets.ISO_8859_1));
        if (random.nextInt(5) == 0) {
            all.setLength(random.nextInt(all.length() + 1));
        }
        for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0; i > 0 && !all.isEmpty(); i--) {
            all.setCharAt(random.nextInt(all.length()), (char) random.nextInt(256));
        }
        return new Reply(all.toString(), random.nextInt(20) == 0);
    }

    /** Waits take no time, limits do: should the JDK's client ever hang on an answer, the limit must end it. */
    private static final class RealAlarms implements TransportTime {
        private final TransportTime scheduler = new VirtualTime();
        private final TransportTime alarms = TransportTime.system();

        @Override
        public Instant now() {
            return scheduler.now();
        }

        @Override
        public long nanoTime() {
            return alarms.nanoTime();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            return scheduler.after(delay, task);
        }

        @Override
        public Cancellable alarm(Duration delay, Runnable task) {
            return alarms.alarm(delay, task);
        }

        @Override
        public void close() {
            alarms.close();
        }
    }

    @Test
    @Timeout(120)
    void anyAnswerAtAllGivesAnAnswerOrOneOfOurExceptions() throws Exception {
        long seed = Long.getLong("maksut.seed", System.nanoTime());
        System.out.println("AnyBytesTest seed (set with -Dmaksut.seed): " + seed);
        Random random = new Random(seed);
        AtomicReference<Reply> next = new AtomicReference<>();
        AtomicInteger sentInCase = new AtomicInteger();
        Map<String, Integer> ends = new HashMap<>();
        try (TransportTime time = new RealAlarms();
                RawServer server = new RawServer((request, wire) -> {
                    Reply reply = next.get();
                    sentInCase.incrementAndGet();
                    wire.send(reply.latin1());
                    if (reply.reset()) {
                        wire.reset();
                    } else {
                        wire.close();
                    }
                });
                Transport transport = Transport.builder("any")
                        .time(time)
                        .attemptTimeout(Duration.ofSeconds(2))
                        .maxResponseBytes(150)
                        .retry(new RetrySettings(2, Duration.ofMillis(1), Duration.ofMillis(1)))
                        .limits(new LimitSettings(1_000_000, 1_000_000, 10, 10))
                        .breaker(new BreakerSettings(1_000_000, 1_000_000, 100, Duration.ofSeconds(1), 1))
                        .build()) {
            Call[] calls = {
                Calls.read(server.uri("/charge")).build(),
                Calls.keyedWrite(server.uri("/settle")).build(),
                Calls.once(server.uri("/refund")).build()
            };
            for (int i = 0; i < CASES; i++) {
                Call call = calls[i % 3];
                next.set(reply(random));
                sentInCase.set(0);
                String end = end(transport, call, "seed " + seed + ", case " + i);
                ends.merge(call.repeat() + " " + end, 1, Integer::sum);
                if (call.repeat() == Repeat.ONCE) {
                    // Not at all, when it meets a pooled connection that the server has just closed.
                    assertThat(sentInCase.get())
                            .as("seed %s, case %s: never twice", seed, i)
                            .isLessThanOrEqualTo(1);
                }
                if (server.requests().size() > 500) {
                    server.requests().clear();
                }
            }
            assertThat(transport.limiter(Repeat.READ).free()).isEqualTo(10);
            assertThat(transport.limiter(Repeat.ONCE).free()).isEqualTo(10);
        }
        System.out.println(new TreeMap<>(ends));
        // The generator reaches every kind of end; otherwise it has lost its meaning.
        assertThat(ends)
                .containsKeys("READ accepted", "KEYED_WRITE accepted", "ONCE accepted", "ONCE OutcomeUnknownException");
    }

    private static String end(Transport transport, Call call, String which) {
        try {
            Answer answer = Calls.send(transport, call);
            assertThat(answer.status()).as(which).isBetween(200, 299);
            return "accepted";
        } catch (MaksutException exception) {
            assertThat(exception.getMessage()).as(which).doesNotContain("mari");
            boolean saysNothingOfMoney =
                    exception instanceof GatewayUnavailableException || exception instanceof MalformedAnswerException;
            assertThat(saysNothingOfMoney && call.repeat().writes()).as(which).isFalse();
            assertThat(exception instanceof OutcomeUnknownException)
                    .as(which)
                    .isEqualTo(exception.money() == MoneyOutcome.UNKNOWN);
            return exception.getClass().getSimpleName();
        }
    }
}
