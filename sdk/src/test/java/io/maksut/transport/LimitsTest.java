package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static io.maksut.transport.Calls.read;
import static io.maksut.transport.Calls.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much one client asks at most, as the other side sees it. */
@Timeout(60)
class LimitsTest {
    private final VirtualTime time = new VirtualTime();
    private final List<Duration> arrivals = new CopyOnWriteArrayList<>();
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> {
            arrivals.add(time.elapsed());
            wire.answer(200, "{}");
        });
        transport = Transport.builder("test").time(time).build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private void assertAtMostPerSecond(int limit) {
        for (int second = 0; second < 20; second++) {
            int from = second;
            assertThat(arrivals)
                    .filteredOn(arrival -> arrival.toSeconds() == from)
                    .hasSizeLessThanOrEqualTo(limit);
        }
    }

    @Test
    void tenWritesASecondReachTheWire() {
        for (int i = 0; i < 35; i++) {
            Calls.send(transport, keyedWrite(server.uri("/settle")).build());
        }

        assertAtMostPerSecond(10);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void twentyFiveReadsASecondReachTheWireAndDoNotWaitForWrites() {
        for (int i = 0; i < 60; i++) {
            Calls.send(transport, read(server.uri("/charge")).build());
        }

        assertAtMostPerSecond(25);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            Calls.send(transport, once(server.uri("/refund")).build());
        }
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void ofDividedLimitsOnePartReachesTheWire() {
        transport.divideLimits(() -> 4);
        for (int i = 0; i < 10; i++) {
            Calls.send(transport, keyedWrite(server.uri("/settle")).build());
        }

        assertThat(time.elapsed()).as("2.5 writes a second").isEqualTo(Duration.ofMillis(3_200));
        for (int i = 0; i < 12; i++) {
            Calls.send(transport, read(server.uri("/charge")).build());
        }
        assertThat(time.elapsed())
                .as("6.25 reads a second, and none was made before")
                .isEqualTo(Duration.ofMillis(3_200 + 960));
    }

    @Test
    void repeatedAttemptsCountToo() {
        server.behave((request, wire) -> {
            arrivals.add(time.elapsed());
            wire.answer(request.number() % 4 == 0 ? 200 : 429, "{}");
        });
        for (int i = 0; i < 10; i++) {
            Calls.send(transport, keyedWrite(server.uri("/settle")).build());
        }

        assertThat(arrivals).hasSize(40);
        assertAtMostPerSecond(10);
    }

    @Test
    void tenReadsAtOnceAndTenConnectionsReachTheWire() throws Exception {
        Semaphore arrived = new Semaphore(0);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.behave((request, wire) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            arrived.release();
            awaitQuietly(goOn);
            atOnce.decrementAndGet();
            wire.answer(200, "{}");
        });
        CallContext context = transport.begin(CallSettings.defaults());
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(context.send(read(server.uri("/charge")).build()));
        }
        assertThat(arrived.tryAcquire(10, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(transport.limiter(Repeat.READ).free()).isZero();

        goOn.countDown();

        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(most).hasValue(10);
        assertThat(server.connections()).isLessThanOrEqualTo(10);
        assertThat(server.requests()).hasSize(200);
        assertThat(transport.limiter(Repeat.READ).free()).isEqualTo(10);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWaitThatWouldPassTheDeadlineFailsAtOnceAndUsesUpNothing() {
        for (int i = 0; i < 10; i++) {
            Calls.send(transport, once(server.uri("/refund")).build());
        }
        time.reviewWaits();
        for (int i = 0; i < 100; i++) {
            CallContext hurried = transport.begin(within(Duration.ofMillis(300)));
            NotSentException notSent = failure(
                    NotSentException.class,
                    hurried.send(once(server.uri("/refund")).build()),
                    hurried);
            assertThat(notSent).hasMessageContaining("rate limit");
        }
        CallContext patient = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> answer =
                patient.send(once(server.uri("/refund")).build());
        assertThat(answer).isNotDone();

        time.advance(Duration.ofSeconds(1));

        assertThat(patient.await(answer).status()).isEqualTo(200);
        assertThat(server.requests()).hasSize(11);
    }

    @Test
    void thoseWhoCannotBeReachedInTimeBehindALongQueueFailAtOnce() {
        time.reviewWaits();
        CallContext patient = transport.begin(CallSettings.defaults());
        List<CompletableFuture<Answer>> queue = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            queue.add(patient.send(once(server.uri("/refund")).build()));
        }
        for (CompletableFuture<Answer> answer : queue.subList(0, 10)) {
            patient.await(answer);
        }
        CallContext hurried = transport.begin(within(Duration.ofSeconds(3)));

        CompletableFuture<Answer> hopeless =
                hurried.send(once(server.uri("/refund")).build());

        failure(NotSentException.class, hopeless, hurried);
        patient.cancel();
        assertThat(queue).allSatisfy(answer -> assertThat(answer).isDone());
    }

    @Test
    void everyPlaceIsGivenBackHoweverACallEnds() throws IOException {
        URI uri = server.uri("/settle");
        List<RawServer.Behaviour> ends = List.of(
                (request, wire) -> wire.answer(200, "{}"),
                (request, wire) -> wire.answer(404, "{}"),
                (request, wire) -> wire.answer(429, "{}"),
                (request, wire) -> wire.answer(500, "{}"),
                (request, wire) -> wire.reset(),
                (request, wire) -> wire.send("nonsense\r\n\r\n"),
                (request, wire) -> wire.answer(200, "x".repeat(100)));
        try (Transport small = Transport.builder("small")
                .time(time)
                .maxResponseBytes(50)
                .limits(new LimitSettings(1000, 1000, 2, 2))
                .breaker(new BreakerSettings(1000, 1000, 100, Duration.ofSeconds(1), 1))
                .build()) {
            for (RawServer.Behaviour end : ends) {
                server.behave(end);
                for (int i = 0; i < 3; i++) {
                    ended(small, read(uri).build());
                    ended(small, keyedWrite(uri).build());
                    ended(small, once(uri).build());
                    ended(small, once(uri).signer(Calls.CANNOT_SIGN).build());
                    ended(
                            small,
                            once(uri)
                                    .judge(answer -> {
                                        throw new IllegalStateException("no idea");
                                    })
                                    .build());
                }
            }
            assertThat(small.limiter(Repeat.READ).free()).isEqualTo(2);
            assertThat(small.limiter(Repeat.ONCE).free()).isEqualTo(2);
        }
        assertThat(time.alarms()).isZero();
    }

    private static void ended(Transport transport, Call call) {
        try {
            Calls.send(transport, call);
        } catch (MaksutException expected) {
            assertThat(expected.call().operation()).isEqualTo(call.operation());
        }
    }
}
