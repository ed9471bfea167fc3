package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static io.maksut.transport.Calls.read;
import static io.maksut.transport.Calls.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time limits, waits between attempts, and Retry-After. */
@Timeout(60)
class DeadlineTest {
    private final VirtualTime time = new VirtualTime();
    private final Semaphore stalled = new Semaphore(0);
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> wire.answer(200, "{}"));
        transport = Transport.builder("test")
                .time(time)
                .random(() -> Long.MAX_VALUE)
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private void stallAfter(String bytes) {
        server.behave((request, wire) -> {
            wire.send(bytes);
            stalled.release();
            wire.stall();
        });
    }

    private void awaitStall() throws InterruptedException {
        assertThat(stalled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"state\":",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"st"
            })
    void aStalledAnswerEndsWithTheDeadlineAlsoInTheMiddleOfTheBody(String bytes) throws Exception {
        stallAfter(bytes);
        CallContext context = transport.begin(within(Duration.ofSeconds(15)));
        CompletableFuture<Answer> answer =
                context.send(read(server.uri("/charge")).build());
        awaitStall();
        assertThat(answer).isNotDone();

        time.advance(Duration.ofSeconds(15));

        GatewayUnavailableException unavailable = failure(GatewayUnavailableException.class, answer, context);
        assertThat(unavailable).hasMessageContaining("no complete answer came in time");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aStalledAnswerToAWriteIsUnknownAndItsStatusIsReported() throws Exception {
        stallAfter("HTTP/1.1 200 OK\r\nX-Request-Id: r-9\r\nContent-Length: 100\r\n\r\n{");
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> answer =
                context.send(once(server.uri("/refund")).build());
        awaitStall();

        // The head was sent before the semaphore; the client may still be reading it.
        while (!answer.isDone()) {
            time.advance(Duration.ofSeconds(20));
            Thread.onSpinWait();
        }

        failure(OutcomeUnknownException.class, answer, context);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aStalledAttemptOfAKeyedWriteIsRepeatedUnderTheSameKey() throws Exception {
        stallAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> answer =
                context.send(keyedWrite(server.uri("/settle")).build());
        awaitStall();
        server.behave((request, wire) -> wire.answer(200, "{}"));

        time.advance(Duration.ofSeconds(20));

        assertThat(context.await(answer).report().attempts()).isEqualTo(2);
        assertThat(server.requests())
                .allSatisfy(request -> assertThat(request.body()).contains(Calls.KEY));
    }

    @Test
    void inRealTimeAStalledBodyEndsToo() {
        stallAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        try (Transport real = Transport.builder("real").build()) {
            CallContext context = real.begin(within(Duration.ofMillis(300)));
            long started = System.nanoTime();

            failure(
                    GatewayUnavailableException.class,
                    context.send(read(server.uri("/charge")).build()),
                    context);

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        }
    }

    @Test
    void oneDeadlineCoversAllCallsOfAnOperation() {
        CallContext context = transport.begin(within(Duration.ofSeconds(5)));
        context.await(context.send(read(server.uri("/charge")).build()));
        assertThat(context.remaining()).isEqualTo(Duration.ofSeconds(5));
        time.advance(Duration.ofSeconds(5));

        NotSentException notSent = failure(
                NotSentException.class,
                context.send(keyedWrite(server.uri("/settle")).build()),
                context);

        assertThat(notSent).hasMessageContaining("the deadline had passed");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void waitsDoubleUpToTheCapAndAreAtMostThat() {
        server.behave((request, wire) -> wire.answer(500, ""));
        try (Transport patient = Transport.builder("patient")
                .time(time)
                .random(() -> -1L >>> 1)
                .retry(new RetrySettings(8, Duration.ofMillis(200), Duration.ofSeconds(5)))
                .build()) {
            failure(
                    GatewayUnavailableException.class,
                    patient,
                    read(server.uri("/charge")).build());
        }

        int[] most = {200, 400, 800, 1600, 3200, 5000, 5000};
        assertThat(time.scheduler()).hasSize(7);
        for (int i = 0; i < most.length; i++) {
            assertThat(time.scheduler().get(i)).isBetween(Duration.ZERO, Duration.ofMillis(most[i]));
        }
    }

    @Test
    void jitterUsesTheWholeRangeFromNothingToTheDoubledWait() {
        Random random = new Random(4711);
        server.behave((request, wire) -> wire.answer(500, ""));
        try (Transport busy = Transport.builder("busy")
                .time(time)
                .random(random)
                .retry(new RetrySettings(2, Duration.ofMillis(100), Duration.ofSeconds(5)))
                .breaker(new BreakerSettings(1000, 1000, 100, Duration.ofSeconds(1), 1))
                .limits(new LimitSettings(1000, 1000, 10, 10))
                .build()) {
            for (int i = 0; i < 200; i++) {
                failure(
                        GatewayUnavailableException.class,
                        busy,
                        read(server.uri("/charge")).build());
            }
        }

        assertThat(time.scheduler())
                .hasSize(200)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofMillis(100)));
        assertThat(time.scheduler()).anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(10)));
        assertThat(time.scheduler()).anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(90)));
    }

    @ParameterizedTest
    @CsvSource({"429,7", "503,7"})
    void retryAfterInSecondsIsObeyed(int status, String value) {
        server.behave((request, wire) -> {
            if (request.number() == 1) {
                wire.answer(status, "", "Retry-After: " + value);
            } else {
                wire.answer(200, "");
            }
        });

        Calls.send(transport, keyedWrite(server.uri("/settle")).build());

        assertThat(time.scheduler()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void retryAfterAsADateIsObeyed() {
        assertThat(time.now()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        server.behave((request, wire) -> {
            if (request.number() == 1) {
                wire.answer(503, "", "Retry-After: Sun, 01 Mar 2026 12:00:09 GMT");
            } else {
                wire.answer(200, "");
            }
        });

        Calls.send(transport, read(server.uri("/charge")).build());

        assertThat(time.scheduler()).containsExactly(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "3600", "999999999999999999999999", "Mon, 01 Mar 2027 12:00:00 GMT"})
    void aRetryAfterBeyondTheDeadlineFailsAtOnce(String value) {
        server.behave((request, wire) -> wire.answer(429, "", "Retry-After: " + value));

        failure(
                RateLimitedException.class,
                transport,
                keyedWrite(server.uri("/settle")).build());

        assertThat(server.requests()).hasSize(1);
        assertThat(time.elapsed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5",
                "1.5",
                "soon",
                "",
                "\u0665",
                "Sun, 99 Mar 2026 12:00:09 GMT",
                "Sat, 01 Mar 2025 12:00:00 GMT"
            })
    void aRetryAfterThatSaysNothingLeavesTheUsualWait(String value) {
        server.behave((request, wire) -> {
            if (request.number() == 1) {
                wire.answer(429, "", "Retry-After: " + value);
            } else {
                wire.answer(200, "");
            }
        });

        Calls.send(transport, read(server.uri("/charge")).build());

        assertThat(time.scheduler())
                .hasSize(1)
                .allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(200)));
    }

    @Test
    void retryAfterOnAnyOtherAnswerIsNotObeyed() {
        server.behave((request, wire) -> {
            if (request.number() == 1) {
                wire.answer(500, "", "Retry-After: 7");
            } else {
                wire.answer(200, "");
            }
        });

        Calls.send(transport, read(server.uri("/charge")).build());

        assertThat(time.scheduler())
                .hasSize(1)
                .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(1)));
    }

    @Test
    void aPauseThatTheAnswersBodyAsksForIsObeyed() {
        server.behave((request, wire) -> wire.answer(200, request.number() == 1 ? "busy" : "done"));
        AnswerJudge judge = answer -> answer.text().equals("busy")
                ? new ResponseClass.NotProcessed("BUSY", "busy", Duration.ofSeconds(11))
                : new ResponseClass.Accepted();

        Calls.send(transport, read(server.uri("/orders")).judge(judge).build());

        assertThat(time.scheduler()).containsExactly(Duration.ofSeconds(11));
    }

    @Test
    void aPauseThatTheAnswersBodyAsksForBeyondTheDeadlineFailsAtOnce() {
        server.behave((request, wire) -> wire.answer(200, "busy"));

        failure(
                RateLimitedException.class,
                transport,
                keyedWrite(server.uri("/settle"))
                        .judge(answer -> new ResponseClass.NotProcessed("BUSY", "busy", Duration.ofHours(1)))
                        .build());

        assertThat(server.requests()).hasSize(1);
        assertThat(time.elapsed()).isZero();
    }

    @Test
    void noAlarmIsLeftWhenNothingIsUnderWay() {
        server.behave((request, wire) -> wire.answer(request.number() % 2 == 0 ? 200 : 500, ""));
        for (int i = 0; i < 5; i++) {
            Calls.send(transport, keyedWrite(server.uri("/settle")).build());
        }

        assertThat(time.alarms()).isZero();
    }
}
