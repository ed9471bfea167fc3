package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static io.maksut.transport.Calls.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.CallReport;
import io.maksut.error.DeclinedException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.ResponseClass.Accepted;
import io.maksut.transport.ResponseClass.Refusal;
import io.maksut.transport.ResponseClass.Refused;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are odd, hostile or too much; and what goes out on the wire. */
@Timeout(60)
class AnswersTest {
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> wire.answer(200, "{}"));
        transport = Transport.builder("test")
                .time(new VirtualTime())
                .maxResponseBytes(1000)
                .redaction(Redaction.of(java.util.List.of("priv_hunter2")))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    @Test
    void whatWasParsedForTheJudgeIsNotParsedAgain() {
        AtomicReference<JsonDocument> judged = new AtomicReference<>();
        Call call = Calls.read(server.uri("/charge"))
                .judge(answer -> {
                    judged.set(answer.json());
                    return new ResponseClass.Accepted();
                })
                .build();

        assertThat(Calls.send(transport, call).json()).isSameAs(judged.get());
    }

    @Test
    void whatIsNotJsonIsSaidAgainToWhoeverAsksAgain() {
        server.behave((request, wire) -> wire.answer(200, "<html>"));
        Answer answer = Calls.send(transport, Calls.read(server.uri("/charge")).build());

        assertThatThrownBy(answer::json).isInstanceOf(JsonFormatException.class);
        assertThatThrownBy(answer::json).isInstanceOf(JsonFormatException.class);
        assertThat(answer.text()).isEqualTo("<html>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1001\r\n\r\n",
                "Content-Length: 9223372036854775807\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3e9\r\n",
                "\r\n"
            })
    void anAnswerAboveTheSizeLimitIsNotTakenIn(String rest) {
        server.behave((request, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n" + rest + "x".repeat(1001));
            wire.awaitEnd();
        });

        failure(
                MalformedAnswerException.class,
                transport,
                read(server.uri("/charge")).build());
        failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).build());
    }

    @Test
    void anAnswerAtTheSizeLimitIsTakenIn() {
        server.behave((request, wire) -> wire.answer(200, "x".repeat(1000)));

        assertThat(Calls.send(transport, read(server.uri("/charge")).build()).body())
                .hasSize(1000);
    }

    @Test
    void aTruncatedAnswerIsUnclearAndItsStatusIsReported() {
        server.behave((request, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nX-Request-Id: r1\r\nContent-Length: 100\r\n\r\n{\"state\":\"settled\"");
            wire.close();
        });

        failure(
                GatewayUnavailableException.class,
                transport,
                read(server.uri("/charge")).build());
        OutcomeUnknownException unknown = failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).build());
        assertThat(unknown.call().httpStatus()).isEqualTo(200);
        assertThat(unknown.call().requestId()).hasValue("r1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 99999 X\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\n : x\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void anAnswerThatIsNotHttpEndsWithOneOfOurExceptionsOrAnAnswer(String bytes) {
        server.behave((request, wire) -> {
            wire.send(bytes);
            wire.close();
        });
        for (Call call : new Call[] {
            read(server.uri("/charge")).build(), once(server.uri("/refund")).build()
        }) {
            try {
                assertThat(Calls.send(transport, call).status()).isEqualTo(200);
            } catch (MaksutException expected) {
                assertThat(expected).isInstanceOfAny(GatewayUnavailableException.class, OutcomeUnknownException.class);
            }
        }
    }

    @Test
    void aFloodOfHeadersEnds() {
        server.behave((request, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 20_000; i++) {
                wire.send("X-Flood-" + i + ": " + "y".repeat(200) + "\r\n");
            }
            wire.send("Content-Length: 0\r\n\r\n");
        });
        try {
            assertThat(Calls.send(transport, read(server.uri("/charge")).build())
                            .status())
                    .isEqualTo(200);
        } catch (MaksutException limitedByTheClient) {
            assertThat(limitedByTheClient).isInstanceOf(GatewayUnavailableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNeverFollowed(int status) {
        server.behave((request, wire) -> wire.answer(status, "", "Location: " + server.uri("/elsewhere")));

        failure(
                GatewayUnavailableException.class,
                transport,
                read(server.uri("/charge")).build());

        assertThat(server.requests()).noneMatch(request -> request.head().contains("/elsewhere"));
    }

    @Test
    void aClientThatFollowsRedirectsIsRefused() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> Transport.builder("test").httpClient(following));
    }

    @Test
    void plainHttpIsHttp11WithoutUpgradeCompressionOrExpectation() {
        Calls.send(transport, keyedWrite(server.uri("/settle?api_username=x")).build());

        RawServer.Got request = server.requests().get(0);
        assertThat(request.head()).startsWith("POST /settle?api_username=x HTTP/1.1\r\n");
        for (String header : new String[] {"Upgrade", "HTTP2-Settings", "Accept-Encoding", "Expect"}) {
            assertThat(request.header(header)).as(header).isEmpty();
        }
    }

    @Test
    void extraHeadersOfTheCallerGoOutAndNeverReplaceOurs() {
        CallContext context = transport.begin(new CallSettings(null, Map.of("X-Trace", "t1", "x-own", "theirs")));
        Call call = read(server.uri("/charge"))
                .signer((request, attempt) ->
                        request.withHeader("Authorization", "Basic abc").withHeader("X-Own", "ours"))
                .build();

        context.await(context.send(call));

        RawServer.Got request = server.requests().get(0);
        assertThat(request.header("X-Trace")).isEqualTo("t1");
        assertThat(request.header("X-Own")).isEqualTo("ours");
        assertThat(request.header("Authorization")).isEqualTo("Basic abc");
        assertThat(request.head()).doesNotContain("theirs");
    }

    @Test
    void bytesThatAreNotUtf8AreReplaced() throws IOException {
        server.behave((request, wire) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\u00ffb"));

        Answer answer = Calls.send(transport, read(server.uri("/charge")).build());

        assertThat(answer.text()).isEqualTo("a\ufffdb");
        assertThat(answer.reader().read()).isEqualTo('a');
        assertThat(answer.body()).isEqualTo("a\u00ffb".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aJudgeMayDeclineAnAnswerOf200() {
        Call call = keyedWrite(server.uri("/settle"))
                .judge(answer ->
                        new Refused(Refusal.DECLINED, "hard_declined", "No funds, ask mari@example.test", true))
                .build();

        DeclinedException declined = failure(DeclinedException.class, transport, call);

        assertThat(declined).hasMessageContaining("No funds").hasMessageNotContaining("mari");
        assertThat(declined.call().gatewayCode()).hasValue("hard_declined");
    }

    private static final AnswerJudge CONFUSED = answer -> {
        throw new NumberFormatException("For input string: \"mari@example.test priv_hunter2\"");
    };

    @Test
    void aJudgeThatThrowsMakesAReadMalformedAndAWriteUnclear() {
        MalformedAnswerException malformed = failure(
                MalformedAnswerException.class,
                transport,
                read(server.uri("/charge")).judge(CONFUSED).build());
        OutcomeUnknownException unknown = failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).judge(CONFUSED).build());

        for (MaksutException exception : new MaksutException[] {malformed, unknown}) {
            assertThat(exception).hasStackTraceContaining("NumberFormatException");
            assertThat(exception.getCause().toString()).doesNotContain("mari").doesNotContain("hunter2");
        }
    }

    @Test
    void aJudgeThatAnswersNothingOrFailsBadlyIsCaughtToo() {
        failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).judge(answer -> null).build());
        failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund"))
                        .judge(answer -> {
                            throw new StackOverflowError();
                        })
                        .build());
    }

    @Test
    void ourOwnRefusalsPassThroughAJudgeButProveNothingAfterAnUnclearAttempt() {
        AnswerJudge judge = answer -> {
            if (answer.status() == 400) {
                throw new GatewayRefusedException("no", CallReport.notSent("x", null));
            }
            return AnswerJudge.byStatus().judge(answer);
        };
        server.behave((request, wire) -> wire.answer(400, ""));
        failure(
                GatewayRefusedException.class,
                transport,
                once(server.uri("/refund")).judge(judge).build());
        int before = server.requests().size();
        server.behave((request, wire) -> wire.answer(request.number() == before + 1 ? 500 : 400, ""));

        OutcomeUnknownException unknown = failure(
                OutcomeUnknownException.class,
                transport,
                keyedWrite(server.uri("/settle")).judge(judge).build());
        assertThat(unknown.getCause()).isExactlyInstanceOf(GatewayRefusedException.class);
    }

    @Test
    void aJudgeThatCallsTheAnswerToAWriteMalformedProvesNothing() {
        AnswerJudge judge = answer -> {
            throw new MalformedAnswerException("not JSON", CallReport.notSent("x", null));
        };

        failure(
                OutcomeUnknownException.class,
                transport,
                once(server.uri("/refund")).judge(judge).build());
        failure(
                MalformedAnswerException.class,
                transport,
                read(server.uri("/charge")).judge(judge).build());
    }

    @Test
    void aSignerThatThrowsSendsNothing() {
        NotSentException notSent = failure(
                NotSentException.class,
                transport,
                once(server.uri("/refund")).signer(Calls.CANNOT_SIGN).build());

        assertThat(notSent.getCause()).hasMessageContaining("no key");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aSignerThatThrowsAfterAnUnclearAttemptLeavesItUnknown() {
        server.behave((request, wire) -> wire.reset());
        Call call = keyedWrite(server.uri("/settle"))
                .signer((request, attempt) -> attempt == 1 ? request : Calls.CANNOT_SIGN.sign(request, attempt))
                .build();

        failure(OutcomeUnknownException.class, transport, call);
    }

    @Test
    void aJudgeSeesTheReportOfTheCall() {
        Call call = keyedWrite(server.uri("/settle"))
                .judge(answer -> {
                    assertThat(answer.report().idempotencyKey()).hasValue(Calls.KEY);
                    return new Accepted();
                })
                .build();

        assertThat(Calls.send(transport, call).report().attempts()).isEqualTo(1);
    }
}
