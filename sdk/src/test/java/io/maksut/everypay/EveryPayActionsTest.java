package io.maksut.everypay;

import static io.maksut.everypay.EveryPayStubs.ID;
import static io.maksut.everypay.EveryPayStubs.REFERENCE;
import static io.maksut.everypay.EveryPayStubs.USER;
import static io.maksut.everypay.EveryPayStubs.afterwards;
import static io.maksut.everypay.EveryPayStubs.error;
import static io.maksut.everypay.EveryPayStubs.eur;
import static io.maksut.everypay.EveryPayStubs.json;
import static io.maksut.everypay.EveryPayStubs.lost;
import static io.maksut.everypay.EveryPayStubs.maintenance;
import static io.maksut.everypay.EveryPayStubs.notFound;
import static io.maksut.everypay.EveryPayStubs.ok;
import static io.maksut.everypay.EveryPayStubs.payment;
import static io.maksut.everypay.EveryPayStubs.quoted;
import static io.maksut.everypay.EveryPayStubs.unauthorised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.Portal;
import io.maksut.testkit.DelegatingHttpClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryPayActionsTest {
    private static final String AUTHORISED = payment("payment_state", quoted("authorised"));

    private static EveryPayStubs stubs;
    private Portal portal;

    @BeforeAll
    static void start() {
        stubs = new EveryPayStubs();
    }

    @BeforeEach
    void reset() {
        stubs.reset();
        portal = stubs.builder().build();
    }

    @AfterEach
    void close() {
        portal.close();
    }

    @AfterAll
    static void stop() {
        stubs.close();
    }

    @Test
    void aCaptureSendsTheExactAmountUnderAFreshNonceAndTheTime() {
        stubs.payment(AUTHORISED);
        stubs.action("capture", ok(afterwards("settled", "42.9")));

        ActionReceipt receipt = portal.capture(ID);

        assertThat(receipt.amount()).isEqualTo(eur("42.90"));
        assertThat(receipt.payment().status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(receipt.payment().amounts().captured()).isEqualTo(eur("42.90"));
        assertThat(receipt.call().requestId()).contains("7d1f-33");
        assertThat(stubs.sent("capture")).singleElement().satisfies(sent -> {
            assertThat(sent.getBodyAsString())
                    .contains("\"amount\":42.90")
                    .contains("\"payment_reference\":\"" + REFERENCE + "\"")
                    .contains("\"api_username\":\"" + USER + "\"")
                    .containsPattern("\"nonce\":\"[0-9a-f]{32}\"")
                    .containsPattern("\"timestamp\":\"20[0-9-]{8}T[0-9:]{8}\\+00:00\"");
            assertThat(sent.header("Content-Type").firstValue()).isEqualTo("application/json");
        });
    }

    @Test
    void aSmallerCaptureIsTheOnlyOne() {
        stubs.payments(ok(AUTHORISED), ok(payment("standing_amount", "30.00")));
        stubs.action("capture", ok(afterwards("settled", "\"30.00\"")));

        ActionReceipt receipt = portal.capture(ID, eur("30"));

        assertThat(receipt.payment().amounts().captured()).isEqualTo(eur("30"));
        assertThatThrownBy(() -> portal.capture(ID, eur("12.90"))).isInstanceOf(ActionNotAllowedException.class);
        assertThat(stubs.sent("capture")).hasSize(1);
    }

    @Test
    void aVoidReleasesTheWholeAuthorisation() {
        stubs.payment(AUTHORISED);
        stubs.action(
                "void",
                ok("{\"api_username\":\"" + USER + "\",\"transaction_time\":\"2026-03-01T12:00:00Z\","
                        + "\"payment_reference\":\"" + REFERENCE + "\",\"payment_state\":\"voided\"}"));

        ActionReceipt receipt = portal.voidAuthorisation(ID);

        assertThat(receipt.amount()).isEqualTo(eur("42.90"));
        assertThat(receipt.payment().status()).isEqualTo(PaymentStatus.VOIDED);
        assertThat(receipt.payment().timestamps().cancelled()).isPresent();
    }

    @Test
    void aSettledPaymentMayBeVoidedOnlyWhileItIsKnownToBeUncaptured() {
        String today = payment("payment_created_at", quoted("2026-03-01T11:59:00Z"));
        try (EveryPayStubs fresh = new EveryPayStubs()) {
            fresh.processingAccount("final");
            fresh.payment(today);
            fresh.action("void", ok("{\"payment_reference\":\"" + REFERENCE + "\",\"payment_state\":\"voided\"}"));
            try (Portal early = fresh.builder().build()) {
                assertThat(early.voidAuthorisation(ID).payment().status()).isEqualTo(PaymentStatus.VOIDED);
                fresh.time.advance(Duration.ofHours(9));
                assertThatThrownBy(() -> early.voidAuthorisation(ID))
                        .isInstanceOfSatisfying(
                                ActionNotAllowedException.class,
                                refused -> assertThat(refused.denial().code())
                                        .isEqualTo(DenialReason.Code.ALREADY_CAPTURED));
                assertThat(fresh.sent("void")).hasSize(1);
            }
        }
    }

    static Stream<ResponseDefinitionBuilder> answersThatTellNothing() {
        return Stream.of(
                lost(),
                WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE),
                WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                json(500, "{\"error\":{\"code\":4999,\"message\":\"Technical error\"}}"),
                error(422, 3045, "Issuer timed out"),
                error(400, 399, "Technical error"),
                maintenance(200),
                error(422, 9007, "A code that nobody knows"),
                maintenance(404),
                maintenance(408),
                maintenance(409),
                maintenance(413),
                maintenance(421),
                json(425, ""),
                json(403, "{}"),
                notFound(),
                maintenance(503),
                unauthorised(),
                json(302, ""),
                ok("[]"),
                ok("{}"),
                ok("{\"payment_reference\":\"0000\",\"payment_state\":\"settled\"}"),
                ok(afterwards("sent_for_processing", "42.9")),
                ok(afterwards("settled", "1.00")),
                ok(afterwards("settled", "\"much\"")),
                ok("{\"error\":[\"?\"]}"),
                ok("{\"status\":404,\"error\":\"Not Found\"}"),
                ok("{\"error\":{\"code\":4000,\"message\":\"?\"},\"payment_state\":\"settled\"}"));
    }

    @ParameterizedTest
    @MethodSource("answersThatTellNothing")
    void aCaptureThatIsLostIsSentOnceAndItsOutcomeIsUnknown(ResponseDefinitionBuilder answer) {
        stubs.payment(AUTHORISED);
        stubs.action("capture", answer);

        OutcomeUnknownException failure = catchThrowableOfType(OutcomeUnknownException.class, () -> portal.capture(ID));

        assertThat(failure.money()).isEqualTo(MoneyOutcome.UNKNOWN);
        assertThat(failure.call().attempts()).isEqualTo(1);
        assertThat(stubs.sent("capture")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("answersThatTellNothing")
    void aLostCaptureThatReadsSettledWithItsAmountIsDone(ResponseDefinitionBuilder answer) {
        stubs.payments(ok(AUTHORISED), ok(payment("standing_amount", "42.90")));
        stubs.action("capture", answer);

        assertThat(portal.capture(ID).payment().status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(stubs.sent("capture")).hasSize(1);
    }

    @Test
    void aLostCaptureThatReadsSettledWithAnotherAmountStaysUnknown() {
        stubs.payments(ok(AUTHORISED), ok(payment("standing_amount", "20.00")));
        stubs.action("capture", lost());

        assertThatThrownBy(() -> portal.capture(ID, eur("30"))).isInstanceOf(OutcomeUnknownException.class);
    }

    @ParameterizedTest
    @MethodSource("answersThatTellNothing")
    void aLostVoidThatReadsVoidedIsDone(ResponseDefinitionBuilder answer) {
        stubs.payments(ok(AUTHORISED), ok(payment("payment_state", quoted("voided"))));
        stubs.action("void", answer);

        assertThat(portal.voidAuthorisation(ID).payment().status()).isEqualTo(PaymentStatus.VOIDED);
        assertThat(stubs.sent("void")).hasSize(1);
    }

    @Test
    void aLostVoidThatStillReadsAuthorisedIsUnknownAndNotFailed() {
        stubs.payment(AUTHORISED);
        stubs.action("void", lost());

        assertThatThrownBy(() -> portal.voidAuthorisation(ID)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(stubs.sent("void")).hasSize(1);
    }

    @Test
    void aLostCaptureIsUnknownAlsoWhenThePaymentCannotBeReadAfterwards() {
        stubs.payments(ok(AUTHORISED), unauthorised());
        stubs.action("capture", lost());

        assertThatThrownBy(() -> portal.capture(ID)).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void whatTheGatewayRefusesMovedNothing() {
        stubs.payment(AUTHORISED);
        stubs.action("capture", error(422, 4032, "Can not be captured"));

        assertThatThrownBy(() -> portal.capture(ID))
                .isExactlyInstanceOf(GatewayRefusedException.class)
                .hasMessageContaining("Can not be captured")
                .satisfies(
                        it -> assertThat(((GatewayRefusedException) it).money()).isEqualTo(MoneyOutcome.NOT_MOVED))
                .satisfies(
                        it -> assertThat(((GatewayRefusedException) it).call().gatewayCode())
                                .contains("4032"));

        stubs.action("capture", error(200, 4032, "Can not be captured"));
        assertThatThrownBy(() -> portal.capture(ID)).isExactlyInstanceOf(GatewayRefusedException.class);
    }

    @Test
    void aTimestampThatTheGatewayRefusesIsCertainAndPointsAtTheClock() {
        stubs.payment(AUTHORISED);
        for (int status : List.of(200, 400, 401)) {
            stubs.action("capture", error(status, 4997, "The timestamp is not valid"));

            assertThatThrownBy(() -> portal.capture(ID))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("clock");
        }
    }

    /** What the gateway itself answers to too many requests is not documented: it may be a proxy that speaks. */
    @Test
    void tooManyRequestsOfACaptureAreNotSentAgainAndProveNothing() {
        stubs.payment(AUTHORISED);
        stubs.action("capture", json(429, ""));

        assertThatThrownBy(() -> portal.capture(ID)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(stubs.sent("capture")).hasSize(1);
    }

    @Test
    void whatStatusOrMethodDoNotAllowIsNotSent() {
        stubs.payment(payment());
        assertThatThrownBy(() -> portal.capture(ID)).isInstanceOf(ActionNotAllowedException.class);
        assertThatThrownBy(() -> portal.voidAuthorisation(ID)).isInstanceOf(ActionNotAllowedException.class);

        stubs.payment(payment("payment_state", quoted("authorised"), "payment_method", quoted("paypal")));
        assertThatThrownBy(() -> portal.capture(ID))
                .isInstanceOfSatisfying(
                        ActionNotAllowedException.class,
                        refused -> assertThat(refused.denial().code()).isEqualTo(DenialReason.Code.REVIEW_IN_PAYPAL));
        assertThat(stubs.sent("capture")).isEmpty();
        assertThat(stubs.sent("void")).isEmpty();
    }

    @Test
    void anAttemptThatGrewTooOldWhileThePaymentWasReadIsNotSent() {
        stubs.payment(AUTHORISED);
        HttpClient slow = new DelegatingHttpClient() {
            @Override
            public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                    HttpRequest request, HttpResponse.BodyHandler<T> handler) {
                stubs.time.advance(Duration.ofSeconds(2));
                return client.sendAsync(request, handler);
            }
        };
        try (EveryPayGateway gateway = stubs.gateway(it -> it.httpClient(slow))) {
            for (OperationChannel channel : List.of(gateway.captures(), gateway.voids(), gateway.refunds())) {
                stubs.payment(channel == gateway.refunds() ? payment() : AUTHORISED);
                Attempt attempt = channel.prepare(REFERENCE, eur("42.90"), CallOptions.DEFAULT);
                stubs.time.advance(EveryPayWindow.DEFAULT.sendable().minusSeconds(1));

                assertThat(channel.submit(attempt, CallOptions.DEFAULT)).isInstanceOf(Outcome.NotMoved.class);
            }
        }
        assertThat(stubs.sent("capture")).isEmpty();
        assertThat(stubs.sent("void")).isEmpty();
        assertThat(stubs.sent("refund")).isEmpty();
    }
}
