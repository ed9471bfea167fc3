package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static io.maksut.transport.Calls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A side that does not answer properly is left alone for a while, and nothing is sent meanwhile. */
@Timeout(60)
class BreakerTest {
    private final VirtualTime time = new VirtualTime();
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> wire.answer(500, ""));
        transport = Transport.builder("test").time(time).build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            failure(
                    OutcomeUnknownException.class,
                    transport,
                    once(server.uri("/refund")).build());
        }
    }

    @Test
    void afterTenFailuresNothingIsSentAndTheExceptionSaysWhy() {
        fail(10);

        NotSentException notSent = failure(
                NotSentException.class, transport, read(server.uri("/charge")).build());

        assertThat(notSent).hasMessageContaining("circuit breaker is open");
        assertThat(server.requests()).hasSize(10);
    }

    @Test
    void afterTheOpenTimeItIsTriedAgainAndClosesWhenAnswersCome() {
        fail(10);
        time.advance(Duration.ofSeconds(31));
        server.behave((request, wire) -> wire.answer(200, ""));

        for (int i = 0; i < 20; i++) {
            assertThat(Calls.send(transport, once(server.uri("/refund")).build())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void ifTheProbesFailItOpensAgain() {
        fail(10);
        time.advance(Duration.ofSeconds(31));

        fail(3);

        failure(NotSentException.class, transport, once(server.uri("/refund")).build());
        assertThat(server.requests()).hasSize(13);
    }

    @Test
    void brokenConnectionsCount() {
        server.behave((request, wire) -> wire.reset());

        fail(10);

        failure(NotSentException.class, transport, once(server.uri("/refund")).build());
        assertThat(server.requests()).hasSize(10);
    }

    @Test
    void refusalsAndRateLimitsDoNotCount() {
        server.behave((request, wire) -> wire.answer(request.number() % 2 == 0 ? 404 : 429, ""));
        for (int i = 0; i < 30; i++) {
            failure(
                    GatewayRefusedException.class,
                    transport,
                    once(server.uri("/refund")).build());
        }

        assertThat(server.requests()).hasSize(30);
    }

    @Test
    void aWriteThatWasUnclearStaysUnknownWhenTheBreakerOpens() {
        fail(9);

        OutcomeUnknownException unknown = failure(
                OutcomeUnknownException.class,
                transport,
                keyedWrite(server.uri("/settle")).build());

        assertThat(unknown).hasMessageContaining("circuit breaker is open");
        assertThat(unknown.getCause()).isInstanceOf(MaksutException.class);
        assertThat(server.requests()).hasSize(10);
    }

    @Test
    void whatWasCalledOffOrNeverSignedNeitherCountsNorUsesUpAProbe() throws Exception {
        fail(10);
        time.advance(Duration.ofSeconds(31));
        Semaphore stalled = new Semaphore(0);
        server.behave((request, wire) -> {
            stalled.release();
            wire.awaitEnd();
        });
        for (int i = 0; i < 10; i++) {
            failure(
                    NotSentException.class,
                    transport,
                    once(server.uri("/refund")).signer(Calls.CANNOT_SIGN).build());
            CallContext context = transport.begin(CallSettings.defaults());
            CompletableFuture<Answer> answer =
                    context.send(once(server.uri("/refund")).build());
            assertThat(stalled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            context.cancel();
            failure(OutcomeUnknownException.class, answer, context);
        }
        server.behave((request, wire) -> wire.answer(200, ""));

        assertThat(Calls.send(transport, once(server.uri("/refund")).build()).status())
                .isEqualTo(200);
    }

    @Test
    void manyCallsWaitingWhenItOpensAllEnd() throws Exception {
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<?>[] answers = new CompletableFuture<?>[2000];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = context.send(once(server.uri("/refund")).build());
        }

        CompletableFuture<Void> all = CompletableFuture.allOf(answers);

        assertThat(all).failsWithin(Duration.ofSeconds(60));
        assertThat(transport.limiter(Repeat.ONCE).free()).isEqualTo(10);
        assertThat(server.requests()).hasSizeLessThan(100);
    }
}
