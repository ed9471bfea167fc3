package io.maksut.everypay;

import static io.maksut.everypay.EveryPayStubs.ID;
import static io.maksut.everypay.EveryPayStubs.REFERENCE;
import static io.maksut.everypay.EveryPayStubs.afterwards;
import static io.maksut.everypay.EveryPayStubs.bankPayment;
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
import static io.maksut.portal.Resolutions.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.NotFoundException;
import io.maksut.json.JsonDocument;
import io.maksut.payment.DenialReason;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Outcome.ByHand;
import io.maksut.portal.Outcome.Declined;
import io.maksut.portal.Outcome.Done;
import io.maksut.portal.Outcome.NotMoved;
import io.maksut.portal.Outcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EveryPayRefundsTest {
    private static final String PARTLY_REFUNDED =
            payment("payment_state", quoted("refunded"), "standing_amount", "40.00");

    private EveryPayStubs stubs;
    private EveryPayGateway gateway;

    @BeforeEach
    void start() {
        stubs = new EveryPayStubs();
        stubs.payment(payment());
        gateway = stubs.gateway(it -> it.openBankingRefund(OpenBankingRefund.EXECUTED));
    }

    @AfterEach
    void stop() {
        gateway.close();
        stubs.close();
    }

    private Attempt prepare(String amount) {
        return gateway.refunds().prepare(REFERENCE, eur(amount), CallOptions.DEFAULT);
    }

    private Outcome submit(Attempt attempt) {
        return gateway.refunds().submit(attempt, CallOptions.DEFAULT);
    }

    private Outcome resolve(Attempt attempt) {
        return outcome(gateway.refunds().resolve(attempt, CallOptions.DEFAULT));
    }

    private static <T extends Outcome> ObjectAssert<T> assertIs(Class<T> outcome, Outcome actual) {
        return assertThat(actual).asInstanceOf(type(outcome));
    }

    private static void assertNotMoved(Outcome actual, boolean mayBeSubmittedAgain, String reason) {
        assertIs(NotMoved.class, actual).satisfies(it -> {
            assertThat(it.reason().explain(Locale.ENGLISH)).containsIgnoringCase(reason);
            assertThat(it.mayBeSubmittedAgain()).isEqualTo(mayBeSubmittedAgain);
        });
    }

    private static void assertUnknown(Outcome actual, String reason) {
        assertIs(Unknown.class, actual)
                .satisfies(it -> assertThat(it.reason().explain(Locale.ENGLISH)).containsIgnoringCase(reason));
    }

    // Preparing

    @Test
    void aPreparedRefundHoldsWhatStoodAndItsNonceAndTimestamp() {
        stubs.payment(PARTLY_REFUNDED);

        Attempt attempt = prepare("10");

        assertThat(attempt.paymentId()).isEqualTo(ID);
        assertThat(attempt.before().refundable()).isEqualTo(eur("40"));
        assertThat(attempt.before().refunded()).isEqualTo(eur("2.90"));
        assertThat(attempt.protocol()).containsKeys("nonce", "timestamp");
        assertThat(attempt.key()).isEqualTo(attempt.protocol().get("nonce"));
        assertThat(Attempt.fromFields(attempt.toFields())).isEqualTo(attempt);
        assertThat(prepare("10").protocol().get("nonce"))
                .isNotEqualTo(attempt.protocol().get("nonce"));
        assertThat(stubs.sent("refund")).isEmpty();
    }

    @Test
    void theCallersKeyNamesTheAttempt() {
        Attempt attempt = gateway.refunds()
                .prepare(REFERENCE, eur("1"), CallOptions.DEFAULT.withIdempotencyKey("shop-refund-17"));

        assertThat(attempt.key()).isEqualTo("shop-refund-17");
    }

    @Test
    void whatIsNotAllowedIsNotPrepared() {
        assertThatThrownBy(() -> prepare("42.91")).isInstanceOf(ActionNotAllowedException.class);
        stubs.payment(payment("payment_state", quoted("chargebacked")));
        assertThatThrownBy(() -> prepare("1")).isInstanceOf(ActionNotAllowedException.class);
        stubs.payment(payment("payment_method", quoted("paypal")));
        assertThatThrownBy(() -> prepare("1"))
                .isInstanceOfSatisfying(
                        ActionNotAllowedException.class,
                        refused -> assertThat(refused.denial().code()).isEqualTo(DenialReason.Code.REFUND_IN_PAYPAL));
        stubs.payment(notFound());
        assertThatThrownBy(() -> prepare("1")).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource(OpenBankingRefund.class)
    void whetherABankPaymentCanBeRefundedIsTheAccounts(OpenBankingRefund account) {
        stubs.payment(bankPayment());
        try (EveryPayGateway its = stubs.gateway(it -> it.openBankingRefund(account))) {
            switch (account) {
                case EXECUTED ->
                    assertThat(its.refunds()
                                    .prepare(REFERENCE, eur("42.90"), CallOptions.DEFAULT)
                                    .amount())
                            .isEqualTo(eur("42.90"));
                case STATUS_ONLY -> assertRefused(its, DenialReason.Code.REFUND_BY_HAND);
                case REFUSED -> assertRefused(its, DenialReason.Code.GATEWAY_CANNOT);
            }
        }
    }

    private static void assertRefused(EveryPayGateway gateway, DenialReason.Code reason) {
        assertThatThrownBy(() -> gateway.refunds().prepare(REFERENCE, eur("42.90"), CallOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ActionNotAllowedException.class,
                        refused -> assertThat(refused.denial().code()).isEqualTo(reason));
    }

    // Submitting

    @ParameterizedTest
    @CsvSource({"2.90, 40.00", "2.90, '\"40.00\"'", "42.90, 0.0", "0.01, 42.89"})
    void aRefundIsDoneWhenTheGatewayShowsItMissing(String amount, String standing) {
        stubs.action("refund", ok(afterwards("refunded", standing)));
        Attempt attempt = prepare(amount);

        Outcome outcome = submit(attempt);

        assertIs(Done.class, outcome).isEqualTo(new Done(attempt.key(), eur(amount), outcome.call()));
        assertThat(outcome.call().requestId()).contains("7d1f-33");
    }

    @Test
    void aRefundIsSentUnderTheNonceAndTimestampThatWerePrepared() {
        stubs.action("refund", ok(afterwards("refunded", "40")));
        Attempt attempt = prepare("2.9");
        stubs.time.advance(Duration.ofMinutes(3));

        submit(Attempt.fromFields(attempt.toFields()));

        assertThat(stubs.sent("refund")).singleElement().satisfies(sent -> {
            JsonDocument body = JsonDocument.parse(sent.getBody());
            assertThat(body.text("nonce")).contains(attempt.protocol().get("nonce"));
            assertThat(body.text("timestamp")).contains("2026-03-01T12:00:00+00:00");
            assertThat(body.text("payment_reference")).contains(REFERENCE);
            assertThat(sent.getBodyAsString()).contains("\"amount\":2.90");
        });
    }

    @Test
    void aBankRefundGoesByTheNameThatTheGatewayGivesIt() {
        stubs.payment(bankPayment());
        stubs.action(
                "refund",
                ok(afterwards("refunded", "0").replaceFirst("\\{", "{\"transaction_reference\":\"tx-5510\",")));

        assertIs(Done.class, submit(prepare("42.90")))
                .extracting(it -> it.gatewayId())
                .isEqualTo("tx-5510");
    }

    @Test
    void anOldAttemptIsNotSent() {
        Attempt attempt = prepare("2.90");
        stubs.time.advance(EveryPayWindow.DEFAULT.sendable().plusSeconds(1));
        int reads = stubs.reads().size();

        assertNotMoved(submit(attempt), false, "too old");

        assertThat(stubs.sent("refund")).isEmpty();
        assertThat(stubs.reads()).hasSize(reads);
    }

    @Test
    void anAttemptFromTheFutureIsNotSent() {
        Attempt attempt = prepare("2.90");
        Attempt later = new Attempt(
                ID,
                attempt.amount(),
                "k",
                attempt.preparedAt(),
                attempt.before(),
                Map.of("nonce", "n", "timestamp", "2026-03-01T12:04:01Z"));

        assertNotMoved(submit(later), false, "too old");
    }

    @Test
    void anAttemptIsNotSentWhenThePaymentCannotBeRead() {
        Attempt attempt = prepare("2.90");
        stubs.payment(maintenance(503));

        assertNotMoved(submit(attempt), true, "could not be read");

        assertThat(stubs.sent("refund")).isEmpty();
        stubs.payment(payment());
        stubs.action("refund", ok(afterwards("refunded", "40")));
        assertIs(Done.class, submit(attempt));
    }

    @Test
    void aStaleAttemptIsNotSent() {
        Attempt attempt = prepare("2.90");

        stubs.payment(payment("payment_state", quoted("refunded"), "standing_amount", "42.00"));
        assertNotMoved(submit(attempt), false, "changed since");

        for (String standing : List.of("40.00", "39.00", "0")) {
            stubs.payment(payment("payment_state", quoted("refunded"), "standing_amount", standing));
            assertNotMoved(submit(attempt), false, "changed since");
        }
        assertThat(stubs.sent("refund")).isEmpty();
    }

    @Test
    void aRefundThatIsNoLongerAllowedIsNotSent() {
        stubs.payment(bankPayment());
        Attempt attempt = prepare("2.90");
        try (EveryPayGateway refusing = stubs.gateway(it -> it.openBankingRefund(OpenBankingRefund.REFUSED))) {
            assertNotMoved(refusing.refunds().submit(attempt, CallOptions.DEFAULT), false, "");
        }
        assertThat(stubs.sent("refund")).isEmpty();
    }

    @Test
    void whereOnlyTheStatusWouldChangeTheRefundIsHandedToAPersonUnsent() {
        stubs.payment(bankPayment());
        Attempt attempt = prepare("2.90");
        try (EveryPayGateway status = stubs.gateway(it -> it.openBankingRefund(OpenBankingRefund.STATUS_ONLY))) {
            assertIs(ByHand.class, status.refunds().submit(attempt, CallOptions.DEFAULT));
            assertThat(stubs.sent("refund")).isEmpty();

            stubs.payment(bankPayment("payment_state", quoted("refunded"), "standing_amount", "40"));
            assertIs(ByHand.class, outcome(status.refunds().resolve(attempt, CallOptions.DEFAULT)));
        }
    }

    @Test
    void aRefusalIsFinalForTheAttempt() {
        stubs.action("refund", error(422, 3001, "Do not honor"));

        assertIs(Declined.class, submit(prepare("2.90")))
                .satisfies(it -> assertThat(it.reason().explain(Locale.ENGLISH)).contains("bank declined"))
                .satisfies(it -> assertThat(it.afterUnknown()).isFalse())
                .satisfies(it -> assertThat(it.call().gatewayCode()).contains("3001"));
    }

    @Test
    void anAccountThatRefusesBankRefundsAgainstItsSettingSaysSo() {
        stubs.payment(bankPayment());
        stubs.action("refund", error(422, 4037, "Open banking payments cannot be refunded"));

        assertIs(Declined.class, submit(prepare("2.90")))
                .satisfies(
                        it -> assertThat(it.reason().explain(Locale.ENGLISH)).contains("does not refund bank payments"))
                .satisfies(it -> assertThat(it.call().gatewayCode()).contains("4037"));
    }

    @Test
    void whatWasTurnedAwayWithoutProcessingNeedsANewAttemptSinceItsNonceIsUsedUp() {
        stubs.action("refund", error(401, 4997, "The timestamp is not valid"));

        assertNotMoved(submit(prepare("2.90")), false, "");

        assertThat(stubs.sent("refund")).hasSize(1);
    }

    static Stream<ResponseDefinitionBuilder> answersThatTellNothing() {
        return Stream.of(
                lost(),
                WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE),
                WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
                unauthorised(),
                error(401, 4100, "Nonce was used"),
                error(500, 4999, "Technical error"),
                error(422, 3045, "Issuer timed out"),
                error(422, 4040, "Refund amount is too high, says a code that nobody knows"),
                json(403, "{}"),
                json(429, ""),
                maintenance(200),
                maintenance(404),
                maintenance(408),
                maintenance(421),
                maintenance(429),
                notFound(),
                ok("{}"),
                ok(afterwards("refunded", "39.99")),
                ok(afterwards("refunded", "null")),
                ok(afterwards("settled", "40.00")),
                ok(afterwards("refunded", "40.00").replace(REFERENCE, "0000")));
    }

    @ParameterizedTest
    @MethodSource("answersThatTellNothing")
    void aLostRefundIsSentOnceAndIsUnknownUntilTheRequestCannotArriveAnyMore(ResponseDefinitionBuilder answer) {
        stubs.action("refund", answer);
        Attempt attempt = prepare("2.90");

        assertUnknown(submit(attempt), "");
        assertUnknown(resolve(attempt), "could still arrive");
        stubs.time.advance(Duration.ofMinutes(25));
        assertNotMoved(resolve(attempt), false, "cannot arrive any more");

        assertThat(stubs.sent("refund")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("answersThatTellNothing")
    void aLostRefundWhoseAmountIsMissingIsDone(ResponseDefinitionBuilder answer) {
        stubs.action("refund", answer);
        Attempt attempt = prepare("2.90");
        stubs.payments(ok(payment()), ok(PARTLY_REFUNDED));

        assertUnknown(submit(attempt), "");
        assertIs(Done.class, resolve(attempt));
        assertThat(stubs.sent("refund")).hasSize(1);
    }

    @Test
    void anAttemptSubmittedAgainCarriesItsOwnNonceAndItsRefusalLeavesItUnknown() {
        stubs.action("refund", lost());
        Attempt attempt = prepare("2.90");
        submit(attempt);

        stubs.action("refund", error(401, 4100, "Nonce was used"));
        assertUnknown(submit(attempt), "");

        assertThat(stubs.sent("refund"))
                .hasSize(2)
                .allSatisfy(
                        sent -> assertThat(JsonDocument.parse(sent.getBody()).text("nonce"))
                                .contains(attempt.protocol().get("nonce")));
        stubs.payment(PARTLY_REFUNDED);
        assertIs(Done.class, resolve(attempt));
    }

    // Resolving

    @Test
    void anAttemptOfAProcessThatDiedIsResolvedFromItsFields() {
        Map<String, String> stored = prepare("2.90").toFields();
        stubs.payment(PARTLY_REFUNDED);
        try (EveryPayGateway next = stubs.gateway()) {
            assertIs(Done.class, outcome(next.refunds().resolve(Attempt.fromFields(stored), CallOptions.DEFAULT)))
                    .satisfies(it -> assertThat(it.gatewayId()).isEqualTo(stored.get("key")));
        }
    }

    @Test
    void nothingMissingIsUnknownWhileTheWindowAndItsDelayAreOpenAndNotMovedAfterwards() {
        Attempt attempt = prepare("2.90");

        stubs.time.advance(Duration.ofMinutes(25).minusSeconds(1));
        assertUnknown(resolve(attempt), "could still arrive");
        stubs.time.advance(Duration.ofSeconds(1));
        assertNotMoved(resolve(attempt), false, "cannot arrive any more");
    }

    @Test
    void theWindowIsMeasuredOnTheGatewaysClockWhereThatIsBehindOurs() {
        Attempt attempt = prepare("2.90");
        stubs.time.advance(Duration.ofMinutes(30));

        stubs.payment(ok(payment()).withHeader("Date", "Sun, 01 Mar 2026 12:24:59 GMT"));
        assertUnknown(resolve(attempt), "could still arrive");
        stubs.payment(ok(payment()).withHeader("Date", "Sun, 01 Mar 2026 12:25:00 GMT"));
        assertNotMoved(resolve(attempt), false, "");
    }

    @Test
    void byOurClockAloneNoRequestCountsAsLost() {
        Attempt attempt = prepare("2.90");
        stubs.time.advance(Duration.ofHours(12));

        stubs.payment(ok(payment()).withHeader("Date", "yesterday"));
        assertUnknown(resolve(attempt), "does not tell its time");
        stubs.tellsTime = false;
        stubs.payment(payment());
        assertUnknown(resolve(attempt), "does not tell its time");
        stubs.tellsTime = true;
        assertNotMoved(resolve(attempt), false, "cannot arrive any more");
    }

    @ParameterizedTest
    @CsvSource({
        "refunded,    39.00, more than it",
        "refunded,    42.00, less than it",
        "refunded,    42.90, a state and amounts that contradict each other",
        "settled,     40.00, a short capture",
        "chargebacked,42.90, a dispute",
        "chargebacked,40.00, a dispute",
        "voided,      42.90, a void",
        "on_hold,     40.00, something nobody knows",
    })
    void anyOtherChangeIsUnknownForEver(String state, String standing, String what) {
        Attempt attempt = prepare("2.90");
        stubs.payment(payment("payment_state", quoted(state), "standing_amount", standing));
        stubs.time.advance(Duration.ofDays(30));

        assertThat(resolve(attempt)).as(what).isInstanceOf(Unknown.class);
    }

    @Test
    void aPaymentThatCannotBeReadLeavesTheRefundUnknown() {
        Attempt attempt = prepare("2.90");
        stubs.time.advance(Duration.ofDays(1));

        for (ResponseDefinitionBuilder answer :
                List.of(lost(), notFound(), unauthorised(), maintenance(200), ok("{}"))) {
            stubs.payment(answer);
            assertUnknown(resolve(attempt), "cannot be read");
        }
        stubs.payment(payment("currency", quoted("SEK")));
        assertUnknown(resolve(attempt), "changed");
    }

    @Test
    void anEarlierRefundThatAnotherProcessResolvedDoesNotStandInTheWay() {
        stubs.action("refund", lost());
        assertThat(submit(prepare("2.90"))).isInstanceOf(Unknown.class);
        stubs.payment(PARTLY_REFUNDED); // found out elsewhere: it moved
        Attempt other = prepare("1.00");
        assertThat(submit(other)).isInstanceOf(Unknown.class);
        stubs.payment(payment("payment_state", quoted("refunded"), "standing_amount", "39.00"));

        assertIs(Done.class, resolve(other));
    }

    @Test
    void anEarlierRefundThatIsResolvedDoesNotStandInTheWay() {
        stubs.action("refund", lost());
        Attempt one = prepare("2.90");
        submit(one);
        stubs.time.advance(Duration.ofMinutes(25));
        assertNotMoved(resolve(one), false, "");
        Attempt other = prepare("2.90");
        submit(other);
        stubs.payment(PARTLY_REFUNDED);

        assertIs(Done.class, resolve(other));
    }

    @Test
    void aSecondRefundIsMeasuredFromWhatStoodBeforeIt() {
        stubs.payment(PARTLY_REFUNDED);
        Attempt second = prepare("2.90");
        stubs.payment(payment("payment_state", quoted("refunded"), "standing_amount", "37.10"));

        assertIs(Done.class, resolve(second));
    }

    @Test
    void aBankRefundThatFailedLaterHasReturnedThePaymentToSettled() {
        stubs.payment(bankPayment());
        stubs.action("refund", ok(afterwards("refunded", "0")));
        Attempt attempt = prepare("42.90");
        assertIs(Done.class, submit(attempt));

        stubs.time.advance(Duration.ofDays(2));
        assertNotMoved(resolve(attempt), false, "nothing is missing");
    }

    @Test
    void afterAnEarlierBankRefundNothingMissingProvesNothing() {
        String partly = bankPayment("payment_state", quoted("refunded"), "standing_amount", "40");
        stubs.payment(partly);
        Attempt second = prepare("2.90");
        stubs.time.advance(Duration.ofDays(2));

        assertUnknown(resolve(second), "may have been returned");
    }

    @Test
    void anAttemptThatIsNotOneOfThisGatewayIsRefusedAsAMistake() {
        Attempt ours = prepare("2.90");
        for (Attempt wrong : List.of(
                changed(ours, "flatpay", ours.protocol()),
                changed(ours, "everypay", Map.of()),
                changed(ours, "everypay", Map.of("nonce", "n", "timestamp", "soon")))) {
            assertThatThrownBy(() -> submit(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> resolve(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(stubs.sent("refund")).isEmpty();
    }

    private static Attempt changed(Attempt attempt, String account, Map<String, String> protocol) {
        return new Attempt(
                new PaymentId(account, REFERENCE),
                attempt.amount(),
                attempt.key(),
                attempt.preparedAt(),
                attempt.before(),
                protocol);
    }
}
