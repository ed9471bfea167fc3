package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static io.maksut.transport.Calls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.AuthenticationException;
import io.maksut.error.DeclinedException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import io.maksut.transport.ResponseClass.Refusal;
import io.maksut.transport.ResponseClass.Refused;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, under which key, and what the caller is told in the end. */
@Timeout(60)
class RepeatTest {
    private final VirtualTime time = new VirtualTime();
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> wire.answer(200, "{}"));
        transport = Transport.builder("test").time(time).build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    @Test
    void anAcceptedAnswerComesWithItsReport() {
        server.behave((request, wire) -> wire.answer(200, "{\"a\":\"\u00e4\"}", "X-Request-Id: req-1"));

        Answer answer = Calls.send(transport, keyedWrite(server.uri("/settle")).build());

        assertThat(answer.text()).isEqualTo("{\"a\":\"\u00e4\"}");
        assertThat(answer.header("x-request-id")).hasValue("req-1");
        assertThat(answer.report())
                .asString()
                .isEqualTo("settle charge, 1 attempt, HTTP 200, request id req-1, key " + Calls.KEY);
    }

    @Test
    void aKeyedWriteThatWasProcessedAndThenResetIsAnsweredAgainUnderTheSameKey() {
        server.behave((request, wire) -> {
            if (request.number() < 3) {
                wire.reset();
            } else {
                wire.answer(200, "{}");
            }
        });

        Answer answer = Calls.send(transport, keyedWrite(server.uri("/settle")).build());

        assertThat(answer.report().attempts()).isEqualTo(3);
        assertThat(server.requests())
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.body()).contains(Calls.KEY));
    }

    @Test
    void aKeyedWriteWithoutAnyClearAnswerHasAnUnknownOutcome() {
        server.behave((request, wire) -> wire.answer(500, "oops"));

        OutcomeUnknownException unknown = failure(
                OutcomeUnknownException.class,
                transport,
                keyedWrite(server.uri("/settle")).build());

        assertThat(server.requests()).hasSize(4);
        assertThat(unknown.call().attempts()).isEqualTo(4);
        assertThat(unknown.call().idempotencyKey()).hasValue(Calls.KEY);
        assertThat(unknown.call().httpStatus()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 429})
    void afterAnUnclearAttemptNoPlainRefusalIsCertain(int status) {
        server.behave((request, wire) -> {
            if (request.number() == 1) {
                wire.reset();
            } else {
                wire.answer(status, "{}");
            }
        });

        OutcomeUnknownException unknown = failure(
                OutcomeUnknownException.class,
                transport,
                keyedWrite(server.uri("/settle")).build());

        assertThat(unknown.getCause()).isInstanceOf(GatewayRefusedException.class);
        assertThat(server.requests()).hasSizeGreaterThan(1);
    }

    @Test
    void afterAnUnclearAttemptARefusedConnectionIsNotCertain() throws IOException {
        server.behave((request, wire) -> wire.reset());
        URI nobody = nobody("/settle");

        OutcomeUnknownException unknown = failure(
                OutcomeUnknownException.class,
                transport,
                keyedWrite(server.uri("/settle"))
                        .signer((request, attempt) -> attempt == 1 ? request : request.withUri(nobody))
                        .build());

        assertThat(unknown.call().attempts()).isEqualTo(1);
        assertThat(unknown.getCause()).hasMessageContaining("no connection could be made");
    }

    @Test
    void afterAnUnclearAttemptAConclusiveRefusalIsCertain() {
        server.behave((request, wire) -> wire.answer(request.number() == 1 ? 502 : 400, "{}"));
        Call call = keyedWrite(server.uri("/settle"))
                .judge(answer -> answer.status() == 400
                        ? new Refused(Refusal.DECLINED, "soft_declined", "Declined by issuer", true)
                        : AnswerJudge.byStatus().judge(answer))
                .build();

        DeclinedException declined = failure(DeclinedException.class, transport, call);

        assertThat(declined.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        assertThat(declined.call().gatewayCode()).hasValue("soft_declined");
        assertThat(declined.call().attempts()).isEqualTo(2);
    }

    @Test
    void aWriteWithoutAKeyIsNeverRepeatedOnceItMayHaveLeft() {
        server.behave((request, wire) -> wire.reset());

        failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).build());

        assertThat(server.requests()).hasSize(1);
        assertThat(time.scheduler()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 500, 502, 503, 504})
    void aWriteWithoutAKeyAndWithoutAClearAnswerHasAnUnknownOutcome(int status) {
        server.behave((request, wire) -> wire.answer(status, "", "Location: /elsewhere", "Retry-After: 1"));

        failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).build());

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aWriteWithoutAKeyOnAConnectionTheServerHadClosedIsSentOnce() {
        server.behave((request, wire) -> {
            wire.answer(200, "{}");
            if (request.number() == 2) {
                wire.close();
            }
        });
        Calls.send(transport, once(server.uri("/refund")).build());
        server.behave((request, wire) -> wire.reset());

        failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).build());

        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1).connection())
                .as("the pooled connection")
                .isEqualTo(1);
    }

    @Test
    void aReadOnAConnectionTheServerClosesInsteadOfAnsweringIsRepeated() {
        server.behave((request, wire) -> {
            if (request.number() == 2) {
                wire.close();
            } else {
                wire.answer(200, "{}");
            }
        });
        Calls.send(transport, read(server.uri("/charge")).build());

        Calls.send(transport, read(server.uri("/charge")).build());

        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "keyed", "once"})
    void aRefusedConnectionIsTriedAgainAndThenCertainlyNotSent(String kind) throws IOException {
        URI nobody = nobody("/?api_username=abc123");
        Call call =
                (kind.equals("read") ? read(nobody) : kind.equals("keyed") ? keyedWrite(nobody) : once(nobody)).build();

        NotSentException notSent = failure(NotSentException.class, transport, call);

        assertThat(notSent.call().attempts()).isZero();
        assertThat(time.scheduler()).hasSize(3);
        assertThat(notSent).hasStackTraceContaining("ConnectException");
        assertThat(notSent).hasMessageNotContaining("abc123");
    }

    private static URI nobody(String path) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return URI.create("http://localhost:" + socket.getLocalPort() + path);
        }
    }

    @Test
    void anUnresolvedHostIsNotSent() {
        URI nowhere = URI.create("http://no-such-host.invalid/");

        assertThat(failure(NotSentException.class, transport, once(nowhere).build())
                        .call()
                        .attempts())
                .isZero();
    }

    @Test
    void anAnswerOf429WasNotProcessed() {
        server.behave((request, wire) -> wire.answer(429, "{}"));

        RateLimitedException limited = failure(
                RateLimitedException.class,
                transport,
                keyedWrite(server.uri("/settle")).build());

        assertThat(limited.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void a429IsNotRepeatedWithoutAKey() {
        server.behave((request, wire) -> wire.answer(429, "{}"));

        failure(
                RateLimitedException.class,
                transport,
                once(server.uri("/refund")).build());

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void refusalsAreNotRepeated() {
        record Case(int status, Class<? extends MaksutException> type) {}
        for (Case refused : List.of(
                new Case(400, GatewayRefusedException.class),
                new Case(401, AuthenticationException.class),
                new Case(403, AuthenticationException.class),
                new Case(404, NotFoundException.class),
                new Case(422, GatewayRefusedException.class))) {
            server.requests().clear();
            server.behave((request, wire) -> wire.answer(refused.status(), "{}"));

            MaksutException exception = failure(
                    refused.type(), transport, keyedWrite(server.uri("/settle")).build());

            assertThat(exception).isExactlyInstanceOf(refused.type());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aReadThatFailsToTheEndIsUnavailable() {
        server.behave((request, wire) -> wire.answer(503, "{}"));

        GatewayUnavailableException unavailable = failure(
                GatewayUnavailableException.class,
                transport,
                read(server.uri("/charge")).build());

        assertThat(unavailable.call().attempts()).isEqualTo(4);
    }

    @Test
    void eachAttemptIsSignedAnew() {
        server.behave((request, wire) -> wire.answer(request.number() < 3 ? 500 : 200, "{}"));

        Calls.send(
                transport,
                keyedWrite(server.uri("/settle"))
                        .signer((request, attempt) -> request.withHeader("X-Nonce", "n" + attempt))
                        .build());

        assertThat(server.requests())
                .extracting(request -> request.header("X-Nonce"))
                .containsExactly("n1", "n2", "n3");
    }

    @Test
    void theExceptionHasTheStackOfTheCaller() {
        server.behave((request, wire) -> wire.answer(404, "{}"));

        NotFoundException exception = failure(
                NotFoundException.class, transport, read(server.uri("/charge")).build());

        assertThat(exception.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(Calls.class.getName()));
    }
}
