package io.maksut.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The JDK's HTTP client completes its futures on the common pool: on JDK 25 always, on JDK 17 where that has two workers or more.
 * The application may have each of them wait for its database.
 */
class BusyCommonPoolTest {
    private static final CallSettings SOON = new CallSettings(Duration.ofSeconds(20), Map.of());

    private final CountDownLatch queried = new CountDownLatch(1);
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> wire.answer(200, "{}"));
        transport = Transport.builder("test").build();
        CountDownLatch busy = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
        IntStream.range(0, ForkJoinPool.getCommonPoolParallelism())
                .forEach(worker -> ForkJoinPool.commonPool().execute(() -> {
                    busy.countDown();
                    query();
                }));
        await(busy);
    }

    private void query() {
        await(queried);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        queried.countDown();
        transport.close();
        server.close();
    }

    @Test
    void anAnswerReachesACallerWhileTheApplicationKeepsTheCommonPoolBusy() {
        CallContext context = transport.begin(SOON);

        Answer answer =
                context.await(context.send(Calls.read(server.uri("/charge")).build()));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anAnswerReachesAFutureWhileTheApplicationKeepsTheCommonPoolBusy() throws Exception {
        CallContext context = transport.begin(SOON);

        Answer answer = context.send(Calls.read(server.uri("/charge")).build()).get(20, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(200);
    }
}
