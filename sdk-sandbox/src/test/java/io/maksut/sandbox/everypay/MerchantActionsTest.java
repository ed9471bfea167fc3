package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerchantActionsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOON);

    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY =
            new EveryPaySandboxExtension(EveryPaySandbox.builder().clock(CLOCK));

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox, CLOCK);

    @BeforeEach
    void noon() {
        CLOCK.set(NOON);
    }

    // Capture

    @Test
    void aCaptureSettlesOnce() throws Exception {
        String payment = sandbox.payment().amount(1_000).state("authorised").add();

        RawClient.Answer first = client.capture(payment, "10");
        RawClient.Answer second = client.capture(payment, "10");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text("payment_state")).isEqualTo("settled");
        assertThat(first.text("transaction_time")).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(first.text("api_username")).isEqualTo(sandbox.apiUsername());
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.error()).isEqualTo(4032);
        assertThat(sandbox.books().captured(payment)).isEqualTo(1_000);
    }

    @Test
    void aSmallerCaptureForfeitsTheRest() throws Exception {
        String payment = sandbox.payment().amount(1_000).state("authorised").add();

        RawClient.Answer capture = client.capture(payment, "4.01");

        assertThat(capture.raw("initial_amount")).isEqualTo("10.0");
        assertThat(capture.raw("standing_amount")).isEqualTo("4.01");
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("4.01");
        assertThat(client.capture(payment, "5.99").error()).isEqualTo(4032);
        assertThat(client.refund(payment, "4.02").status()).isEqualTo(422);
        assertThat(client.refund(payment, "4.01").status()).isEqualTo(200);
        assertThat(sandbox.books().captured(payment)).isEqualTo(401);
    }

    @Test
    void noMoreThanTheAuthorisedAmountIsCaptured() throws Exception {
        String payment = sandbox.payment().amount(1_000).state("authorised").add();

        assertThat(client.capture(payment, "10.01").status()).isEqualTo(422);
        assertThat(client.capture(payment, "0").status()).isEqualTo(422);
        assertThat(client.capture(payment, "-1").status()).isEqualTo(422);

        assertThat(sandbox.stateOf(payment)).isEqualTo("authorised");
        assertThat(sandbox.books().captured(payment)).isZero();
    }

    @Test
    void onlyCardsAreCapturedOrVoided() throws Exception {
        String payment = sandbox.payment().method("paypal").state("authorised").add();

        assertThat(client.capture(payment, "1").error()).isEqualTo(4032);
        assertThat(client.voidPayment(payment).status()).isEqualTo(422);
        assertThat(client.refund(payment, "1").status()).isEqualTo(422);
        String settled = sandbox.payment().method("paypal").add();
        assertThat(client.refund(settled, "1").status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initial",
                "waiting_for_3ds_response",
                "confirmed_3ds",
                "failed",
                "abandoned",
                "voided",
                "chargebacked",
                "something_new"
            })
    void otherStatesAllowNothing(String state) throws Exception {
        String payment = sandbox.payment().state(state).add();
        int before = sandbox.books().movements().size();

        assertThat(client.capture(payment, "1").status()).isEqualTo(422);
        assertThat(client.voidPayment(payment).status()).isEqualTo(422);
        assertThat(client.refund(payment, "1").status()).isEqualTo(422);

        assertThat(client.payment(payment).text("payment_state")).isEqualTo(state);
        assertThat(sandbox.books().movements()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "void", "refund"})
    void anUnknownPaymentIsNotFound(String action) throws Exception {
        RawClient.Answer answer = client.post(
                "/payments/" + action,
                client.enveloped("{\"payment_reference\":\"" + "0".repeat(64) + "\",\"amount\":1}"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error")).isEqualTo("Not Found");
        assertThat(client.post("/payments/" + action, client.enveloped("{\"amount\":1}"))
                        .status())
                .isEqualTo(422);
    }

    // Void

    @Test
    void aVoidReleasesAnAuthorisationAndAnswersWithoutAmounts() throws Exception {
        String payment = sandbox.payment().amount(1_000).state("authorised").add();

        RawClient.Answer answer = client.voidPayment(payment);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("payment_state")).isEqualTo("voided");
        assertThat(answer.json().has("standing_amount")).isFalse();
        assertThat(client.voidPayment(payment).status()).isEqualTo(422);
        assertThat(client.capture(payment, "1").error()).isEqualTo(4032);
        assertThat(sandbox.books().sum(Movement.Kind.VOID, payment)).isEqualTo(1_000);
    }

    @Test
    void aFinalAuthorisationReadsSettledAndIsVoidedUntilItIsMarkedForCapture() throws Exception {
        String voided = sandbox.payment().account("EUR1").uncaptured().add();
        String captured = sandbox.payment().account("EUR1").uncaptured().add();
        assertThat(client.payment(voided).text("payment_state")).isEqualTo("settled");
        assertThat(client.capture(voided, "1").error()).isEqualTo(4032);

        assertThat(client.voidPayment(voided).text("payment_state")).isEqualTo("voided");
        sandbox.dayEnd();

        assertThat(client.voidPayment(captured).status()).isEqualTo(422);
        assertThat(client.payment(captured).text("payment_state")).isEqualTo("settled");
        assertThat(sandbox.books().captured(captured)).isEqualTo(10_000);
        assertThat(sandbox.books().captured(voided)).isZero();
        assertThat(sandbox.callbacks().all())
                .extracting(EveryPayCallback::eventName)
                .containsExactly("voided", "marked_for_capture");
    }

    @Test
    void theVoidWindowEndsByTheClockToo() throws Exception {
        String payment = sandbox.payment().account("EUR1").uncaptured().add();
        CLOCK.set(Instant.parse("2026-11-20T22:00:00Z"));

        assertThat(client.voidPayment(payment).status()).isEqualTo(422);
        assertThat(sandbox.books().captured(payment)).isEqualTo(10_000);
    }

    @Test
    void aRefundOfAnUncapturedPaymentCapturesItFirst() throws Exception {
        String payment = sandbox.payment().account("EUR1").uncaptured().add();

        assertThat(client.refund(payment, "1").status()).isEqualTo(200);

        assertThat(client.voidPayment(payment).status()).isEqualTo(422);
        assertThat(sandbox.books().captured(payment)).isEqualTo(10_000);
        assertThat(sandbox.books().refunded(payment)).isEqualTo(100);
    }

    // Refund

    @Test
    void refundsAreManyAndEndWithTheStandingAmount() throws Exception {
        String payment = sandbox.payment().amount(1_000).add();

        RawClient.Answer first = client.refund(payment, "2.50");
        assertThat(first.text("payment_state")).isEqualTo("refunded");
        assertThat(first.raw("standing_amount")).isEqualTo("7.5");
        assertThat(first.raw("initial_amount")).isEqualTo("10.0");
        assertThat(client.refund(payment, "\"2.50\"").raw("standing_amount")).isEqualTo("5.0");
        assertThat(client.refund(payment, "5.01").status()).isEqualTo(422);
        assertThat(client.refund(payment, "5").raw("standing_amount")).isEqualTo("0.0");
        assertThat(client.refund(payment, "0.01").status()).isEqualTo(422);

        assertThat(sandbox.books().refunded(payment)).isEqualTo(1_000);
        assertThat(sandbox.books().movements(payment))
                .extracting(Movement::kind)
                .containsExactly(
                        Movement.Kind.AUTHORISE,
                        Movement.Kind.CAPTURE,
                        Movement.Kind.REFUND,
                        Movement.Kind.REFUND,
                        Movement.Kind.REFUND);
        assertThat(sandbox.callbacks().all())
                .extracting(EveryPayCallback::eventName)
                .containsOnly("refunded")
                .hasSize(3);
    }

    @Test
    void refundsAtOnceNeverExceedWhatStands() throws Exception {
        String payment = sandbox.payment().amount(1_000).add();

        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return client.refund(payment, "3").status();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isIn(200, 422);
        }

        assertThat(sandbox.books().refunded(payment)).isEqualTo(900);
        assertThat(sandbox.standing(payment)).isEqualTo(100);
    }

    @Test
    void aBankRefundMayBeRefused() throws Exception {
        String payment = bankPayment(OpenBankingRefunds.REFUSED);

        RawClient.Answer answer = client.refund(payment, "1");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.error()).isEqualTo(4037);
        assertThat(sandbox.stateOf(payment)).isEqualTo("settled");
        assertThat(sandbox.books().refunded(payment)).isZero();
    }

    @Test
    void aBankRefundMayChangeTheStatusAndMoveNoMoney() throws Exception {
        String payment = bankPayment(OpenBankingRefunds.STATUS_ONLY);

        RawClient.Answer answer = client.refund(payment, "1");

        assertThat(answer.text("payment_state")).isEqualTo("refunded");
        assertThat(answer.raw("standing_amount")).isEqualTo("9.0");
        assertThat(answer.text("transaction_reference")).isNotEmpty();
        assertThat(sandbox.books().refunded(payment)).isZero();
    }

    @Test
    void aBankRefundMayBeExecuted() throws Exception {
        String payment = bankPayment(OpenBankingRefunds.EXECUTED);

        assertThat(client.refund(payment, "1").text("payment_state")).isEqualTo("refunded");

        assertThat(sandbox.books().refunded(payment)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXECUTED", "STATUS_ONLY"})
    void aBankRefundMayFailLater(OpenBankingRefunds mode) throws Exception {
        String payment = bankPayment(mode);
        client.refund(payment, "1");
        client.refund(payment, "2");

        sandbox.refundFails(payment);
        assertThat(client.payment(payment).text("payment_state")).isEqualTo("refunded");
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("9.0");
        sandbox.refundFails(payment);
        assertThat(client.payment(payment).text("payment_state")).isEqualTo("settled");
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("10.0");

        assertThat(sandbox.books().refunded(payment)).isZero();
        assertThat(sandbox.books().count(Movement.Kind.REFUND_RETURNED, payment))
                .isEqualTo(mode == OpenBankingRefunds.EXECUTED ? 2 : 0);
        assertThat(sandbox.callbacks().all())
                .extracting(EveryPayCallback::eventName)
                .containsExactly("refunded", "refunded", "refund_failed", "refund_failed");
        assertThatThrownBy(() -> sandbox.refundFails(payment)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCardRefundCannotFailLater() throws Exception {
        String payment = sandbox.payment().add();
        client.refund(payment, "1");

        assertThatThrownBy(() -> sandbox.refundFails(payment)).isInstanceOf(IllegalStateException.class);
    }

    // Afterwards

    @Test
    void aChargebackStopsRefundsUntilItIsReversed() throws Exception {
        String payment = sandbox.payment().amount(1_000).add();
        client.refund(payment, "1");
        sandbox.chargeback(payment);

        assertThat(client.payment(payment).text("payment_state")).isEqualTo("chargebacked");
        assertThat(client.refund(payment, "1").status()).isEqualTo(422);
        sandbox.disputeReversed(payment);

        assertThat(client.payment(payment).text("payment_state")).isEqualTo("refunded");
        assertThat(client.refund(payment, "1").status()).isEqualTo(200);
        assertThat(sandbox.callbacks().all())
                .extracting(EveryPayCallback::eventName)
                .containsExactly("refunded", "dispute_opened", "chargebacked", "dispute_reversed", "refunded");
        assertThatThrownBy(() -> sandbox.disputeReversed(payment)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void staffActInThePortalToo() throws Exception {
        String captured = sandbox.payment().amount(1_000).state("authorised").add();
        sandbox.captureAsStaff(captured, 600);
        sandbox.refundAsStaff(captured, 100);
        String voided = sandbox.payment().state("authorised").add();
        sandbox.voidAsStaff(voided);

        assertThat(client.payment(captured).raw("standing_amount")).isEqualTo("5.0");
        assertThat(client.payment(voided).text("payment_state")).isEqualTo("voided");
        assertThat(sandbox.books().movements(captured))
                .filteredOn(movement -> movement.by() == Movement.By.STAFF)
                .hasSize(2);
    }

    @Test
    void fundsAreDatedWithoutAZone() throws Exception {
        String payment = sandbox.payment().add();
        assertThat(client.payment(payment).raw("acquiring_completed_at")).isEqualTo("null");

        sandbox.fundsReceived(payment);

        assertThat(client.payment(payment).text("acquiring_completed_at")).isEqualTo("2026-11-20 12:00:00");
        assertThat(sandbox.callbacks().all())
                .extracting(EveryPayCallback::eventName)
                .containsExactly("status_update");
    }

    @Test
    void aStateNobodyKnowsIsShownAsItIs() throws Exception {
        String payment = sandbox.payment().add();
        sandbox.unknownState(payment, "on_the_moon");

        assertThat(client.payment(payment).text("payment_state")).isEqualTo("on_the_moon");
    }

    // Faults

    @Test
    void aLostAnswerHasMovedTheMoneyOnce() throws Exception {
        String payment = sandbox.payment().amount(1_000).add();
        var body = client.enveloped("{\"payment_reference\":\"" + payment + "\",\"amount\":1}");
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/api/v4/payments/refund");

        assertThatThrownBy(() -> client.post("/payments/refund", body)).isInstanceOf(IOException.class);

        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("9.0");
        assertThat(client.post("/payments/refund", body).status()).isEqualTo(401);
        assertThat(sandbox.books().refunded(payment)).isEqualTo(100);
        assertThat(sandbox.books().movements(payment))
                .last()
                .satisfies(movement -> assertThat(movement.idempotencyKey())
                        .isEqualTo(body.get("nonce").getAsString()));
    }

    @Test
    void aRequestLostOnItsWayHasDoneNothingAndItsNonceIsNew() throws Exception {
        String payment = sandbox.payment().amount(1_000).state("authorised").add();
        var body = client.enveloped("{\"payment_reference\":\"" + payment + "\",\"amount\":10}");
        sandbox.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", "/api/v4/payments/capture");

        assertThatThrownBy(() -> client.post("/payments/capture", body)).isInstanceOf(IOException.class);
        assertThat(sandbox.books().captured(payment)).isZero();

        assertThat(client.post("/payments/capture", body).status()).isEqualTo(200);
        assertThat(sandbox.books().captured(payment)).isEqualTo(1_000);
    }

    @Test
    void aRequestHeldUntilItsTimestampIsStaleMovesNothing() throws Exception {
        String payment = sandbox.payment().amount(1_000).add();
        CountDownLatch release = new CountDownLatch(1);
        var rule = sandbox.faults().next(Fault.heldUntil(release)).on("POST", "/api/v4/payments/refund");
        var body = client.enveloped("{\"payment_reference\":\"" + payment + "\",\"amount\":1}");

        CompletableFuture<RawClient.Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return client.post("/payments/refund", body);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (rule.fired() == 0 && !answer.isDone()) {
            Thread.onSpinWait();
        }
        CLOCK.advance(Duration.ofMinutes(6));
        release.countDown();

        assertThat(answer.get(10, TimeUnit.SECONDS).error()).isEqualTo(4997);
        assertThat(sandbox.books().refunded(payment)).isZero();
    }

    @Test
    void theGatewaysOwnRefusalsCanBePlanned() throws Exception {
        String payment = sandbox.payment().state("authorised").add();
        sandbox.faults().next(EveryPayFaults.declined(3045, "Issuer timed out")).on("POST", "/api/v4/payments/capture");
        sandbox.faults()
                .next(EveryPayFaults.errorInsideSuccess(4999, "Technical failure"))
                .on("POST", "/api/v4/payments/capture");

        RawClient.Answer declined = client.capture(payment, "1");
        RawClient.Answer inside = client.capture(payment, "1");

        assertThat(declined.status()).isEqualTo(422);
        assertThat(declined.error()).isEqualTo(3045);
        assertThat(inside.status()).isEqualTo(200);
        assertThat(inside.error()).isEqualTo(4999);
        assertThat(sandbox.books().captured(payment)).isZero();
        assertThat(client.capture(payment, "1").status()).isEqualTo(200);
    }

    private String bankPayment(OpenBankingRefunds mode) {
        sandbox.account(ProcessingAccount.of("EUR3D1", "EUR").withOpenBankingRefunds(mode));
        return sandbox.payment().amount(1_000).method("lhv_ob_ee").add();
    }
}
