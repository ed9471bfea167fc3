package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static io.maksut.transport.Calls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interrupt, cancel and close stop a call at once, wherever it is, and say what is certain. */
@Timeout(60)
class StopTest {
    private final VirtualTime time = new VirtualTime();
    private final Semaphore stalled = new Semaphore(0);
    private final CountDownLatch connectionGone = new CountDownLatch(1);
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> {
            stalled.release();
            wire.awaitEnd();
            connectionGone.countDown();
        });
        transport = Transport.builder("test")
                .time(time)
                .limits(new LimitSettings(1000, 1000, 1, 1))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private void awaitStall() throws InterruptedException {
        assertThat(stalled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    private record Ended(MaksutException exception, boolean interrupted) {}

    /** Sends it in a thread, and interrupts that thread when {@code moment} has come. */
    private Ended interrupted(Call call, Moment moment) throws Exception {
        AtomicReference<Ended> ended = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            MaksutException exception = failure(MaksutException.class, transport, call);
            ended.set(new Ended(exception, Thread.currentThread().isInterrupted()));
        });
        caller.start();
        moment.await();
        caller.interrupt();
        caller.join(20_000);
        return ended.get();
    }

    private interface Moment {
        void await() throws Exception;
    }

    @Test
    void anInterruptInFlightLeavesAWriteUnknownAndKeepsTheFlag() throws Exception {
        Ended ended = interrupted(once(server.uri("/refund")).build(), this::awaitStall);

        assertThat(ended.exception()).isInstanceOf(OutcomeUnknownException.class);
        assertThat(ended.interrupted()).isTrue();
        assertThat(connectionGone.await(20, TimeUnit.SECONDS))
                .as("the connection is let go")
                .isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anInterruptInFlightDoesNotRepeatAKeyedWrite() throws Exception {
        Ended ended = interrupted(keyedWrite(server.uri("/settle")).build(), this::awaitStall);

        assertThat(ended.exception()).isInstanceOf(OutcomeUnknownException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anInterruptInFlightLeavesAReadUnavailable() throws Exception {
        assertThat(interrupted(read(server.uri("/charge")).build(), this::awaitStall)
                        .exception())
                .isInstanceOf(GatewayUnavailableException.class);
    }

    @Test
    void anInterruptWhileWaitingForOneOfTheConcurrentPlacesSendsNothing() throws Exception {
        CallContext first = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> occupied =
                first.send(once(server.uri("/refund")).build());
        awaitStall();

        Ended ended = interrupted(once(server.uri("/refund")).build(), () -> awaitUntil(() -> time.alarms() == 2));

        assertThat(ended.exception()).isInstanceOf(NotSentException.class);
        assertThat(ended.interrupted()).isTrue();
        assertThat(server.requests()).hasSize(1);
        first.cancel();
        failure(OutcomeUnknownException.class, occupied, first);
        assertThat(transport.limiter(Repeat.ONCE).free()).isEqualTo(1);
    }

    @Test
    void anInterruptDuringTheWaitBeforeTheNextAttemptStopsAtOnce() throws Exception {
        server.behave((request, wire) -> wire.answer(429, ""));
        time.reviewWaits();

        Ended ended = interrupted(
                keyedWrite(server.uri("/settle")).build(),
                () -> awaitUntil(() -> time.scheduler().size() == 1));

        assertThat(ended.exception().getMessage()).contains("cancelled");
        assertThat(ended.exception().money()).isEqualTo(io.maksut.error.MoneyOutcome.NOT_MOVED);
        assertThat(server.requests()).hasSize(1);
        assertThat(time.alarms()).isZero();
    }

    private static void awaitUntil(java.util.function.BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void cancellingTheFutureStopsTheCall() throws Exception {
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> answer =
                context.send(keyedWrite(server.uri("/settle")).build());
        awaitStall();

        answer.cancel(true);

        assertThat(connectionGone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(context.cancelled()).isTrue();
        assertThat(transport.limiter(Repeat.ONCE).free()).isEqualTo(1);
        assertThat(time.alarms()).isZero();
    }

    @Test
    void cancellingADerivedFutureStopsTheCallIfItWasTied() throws Exception {
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Integer> status = context.stopsWith(
                context.send(read(server.uri("/charge")).build()).thenApply(Answer::status));
        awaitStall();

        status.cancel(true);

        assertThat(connectionGone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingIsSentUnderACancelledContext() {
        CallContext context = transport.begin(CallSettings.defaults());
        context.cancel();

        failure(NotSentException.class, context.send(once(server.uri("/refund")).build()), context);

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void closingEndsWhatIsUnderWayAndSendsNothingMore() throws Exception {
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> answer =
                context.send(keyedWrite(server.uri("/settle")).build());
        awaitStall();

        transport.close();

        failure(OutcomeUnknownException.class, answer, context);
        NotSentException notSent = failure(
                NotSentException.class, transport, once(server.uri("/refund")).build());
        assertThat(notSent).hasMessageContaining("closed");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void closingLeavesAClientThatWasPassedInAlone() throws Exception {
        server.behave((request, wire) -> wire.answer(200, ""));
        HttpClient client = HttpClient.newHttpClient();
        try (Transport first = Transport.builder("first").httpClient(client).build()) {
            Calls.send(first, read(server.uri("/charge")).build());
        }
        try (Transport second = Transport.builder("second").httpClient(client).build()) {
            assertThat(Calls.send(second, read(server.uri("/charge")).build()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theTimerThreadEndsWithTheTransport() throws Exception {
        server.behave((request, wire) -> wire.answer(200, ""));
        Transport real = Transport.builder("real").build();
        Calls.send(real, read(server.uri("/charge")).build());
        assertThat(timers()).isPositive();

        real.close();

        awaitUntil(() -> timers() == 0);
    }

    private static long timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("maksut-timer") && thread.isAlive())
                .count();
    }

    /** Time that breaks where it is told to. */
    private record BrokenTime(TransportTime time, boolean alarmsToo) implements TransportTime {
        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            throw new IllegalStateException("no timer");
        }

        @Override
        public Cancellable alarm(Duration delay, Runnable task) {
            return alarmsToo ? after(delay, task) : time.alarm(delay, task);
        }
    }

    @Test
    void aPartThatBreaksAfterSomethingWasSentLeavesItUnknownAndNotForEver() {
        server.behave((request, wire) -> wire.answer(500, ""));
        try (Transport broken =
                Transport.builder("broken").time(new BrokenTime(time, false)).build()) {
            OutcomeUnknownException unknown = failure(
                    OutcomeUnknownException.class,
                    broken,
                    keyedWrite(server.uri("/settle")).build());

            assertThat(unknown).hasStackTraceContaining("no timer");
            failure(
                    GatewayUnavailableException.class,
                    broken,
                    read(server.uri("/charge")).build());
        }
    }

    @Test
    void withoutAnAlarmNothingIsSent() {
        try (Transport broken =
                Transport.builder("broken").time(new BrokenTime(time, true)).build()) {
            failure(NotSentException.class, broken, once(server.uri("/refund")).build());

            assertThat(broken.limiter(Repeat.ONCE).free()).isEqualTo(10);
        }
        assertThat(server.requests()).isEmpty();
    }
}
