package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Resolution;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.transport.ErrorClass;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway's error codes come to, and in which words. */
class ErrorCodesTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private static final Money FOUR = Money.of("EUR", "4.00");
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(10));

    private FrisbiiSandbox sandbox;
    private PaymentGateway gateway;

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        gateway = FlatpayFixture.settings(sandbox).attempts(1).buildGateway();
        sandbox.charge("a").amount(1_000).currency("EUR").add();
    }

    @AfterEach
    void disconnect() {
        gateway.close();
    }

    private Outcome answered(int status, int code) {
        Attempt attempt = gateway.refunds().prepare("a", FOUR, SOON);
        sandbox.faults().next(FrisbiiFaults.error(status, code, "Refused")).on("POST", "/v1/refund");
        return gateway.refunds().submit(attempt, SOON);
    }

    @ParameterizedTest
    @CsvSource({
        "131,only once",
        "132,in full",
        "65,more than what is left",
        "64,captured",
        "77,declined",
        "31,does not know"
    })
    void aRefusalIsDeclinedInItsOwnWords(int code, String words) {
        assertThat(answered(400, code))
                .asInstanceOf(type(Outcome.Declined.class))
                .satisfies(it -> {
                    assertThat(it.reason().explain(Locale.ENGLISH)).contains(words);
                    assertThat(it.afterUnknown()).isFalse();
                });
    }

    @Test
    void aPaymentThatCanOnlyBeRefundedByHandIsHandedToAPerson() {
        assertThat(answered(400, 81))
                .asInstanceOf(type(Outcome.ByHand.class))
                .satisfies(it -> assertThat(it.reason().explain(Locale.ENGLISH)).contains("by hand"));
    }

    @ParameterizedTest
    @CsvSource({"400,78", "500,78", "500,66", "500,2", "400,9999", "422,150"})
    void anErrorInProcessingAndACodeThatNobodyKnowsAreUnknown(int status, int code) {
        assertThat(answered(status, code)).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "acquirer_communication_error,soft_declined",
        "acquirer_rejected_error,hard_declined",
        "acquirer_error,soft_declined",
        "processing_error,hard_declined"
    })
    void anErrorInProcessingIsUnknownWhateverStateStandsBesideIt(String error, String errorState) {
        Attempt attempt = gateway.refunds().prepare("a", FOUR, SOON);
        sandbox.declineNext(Operation.REFUND, error, errorState);

        assertThat(gateway.refunds().submit(attempt, SOON))
                .asInstanceOf(type(Outcome.Unknown.class))
                .satisfies(it -> assertThat(it.reason().explain(Locale.ENGLISH)).doesNotContain(error));
    }

    @ParameterizedTest
    @ValueSource(ints = {74, 80})
    void whatIsPassingIsTriedAgainUnderANewKeyOnceEverythingIsAtRest(int code) {
        assertThat(answered(400, code))
                .asInstanceOf(type(Outcome.NotMoved.class))
                .satisfies(it -> assertThat(it.mayBeSubmittedAgain()).isFalse())
                .satisfies(it -> assertThat(it.reason().explain(Locale.ENGLISH)).contains("Try again"));
        assertThat(sandbox.books().refunded("a")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {74, 80})
    void whatIsPassingIsTriedAgainUnderTheSameKeyWhileThePaymentChanges(int code) {
        Attempt attempt = gateway.refunds().prepare("a", FOUR, SOON);
        sandbox.refundAsStaff("a", 100);
        sandbox.faults().next(FrisbiiFaults.error(400, code, "Refused")).on("POST", "/v1/refund");

        assertThat(gateway.refunds().submit(attempt, SOON))
                .asInstanceOf(type(Outcome.NotMoved.class))
                .satisfies(it -> assertThat(it.mayBeSubmittedAgain()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {74, 80})
    void whatIsPassingAfterALostAnswerMayBeOurOwnFirstCopy(int code) {
        Attempt attempt = gateway.refunds().prepare("a", FOUR, SOON);
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");
        assertThat(gateway.refunds().submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        sandbox.faults().next(FrisbiiFaults.error(400, code, "Refused")).on("POST", "/v1/refund");

        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.Resolved.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @Test
    void whatIsPassingWithinOneCallAfterALostAnswerIsUnknown() {
        try (PaymentGateway trying =
                FlatpayFixture.settings(sandbox).attempts(2).buildGateway()) {
            Attempt attempt = trying.refunds().prepare("a", FOUR, SOON);
            sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");
            sandbox.faults().next(FrisbiiFaults.error(400, 80, "Refused")).on("POST", "/v1/refund");

            assertThat(trying.refunds().submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @ParameterizedTest
    @EnumSource(FrisbiiError.class)
    void noCodeThatMayHaveMovedMoneyIsEverSaidToHaveMovedNone(FrisbiiError error) {
        Outcome outcome = answered(error.status(), Integer.parseInt(error.code()));

        boolean open = error.meaning() == ErrorClass.UNKNOWN || error.meaning() == ErrorClass.WRONG_ADDRESS;
        assertThat(outcome instanceof Outcome.Unknown).isEqualTo(open);
        assertSpeaksToPeople(reason(outcome));
    }

    private static OutcomeReason reason(Outcome outcome) {
        if (outcome instanceof Outcome.Declined declined) {
            return declined.reason();
        }
        if (outcome instanceof Outcome.NotMoved notMoved) {
            return notMoved.reason();
        }
        return outcome instanceof Outcome.ByHand byHand ? byHand.reason() : ((Outcome.Unknown) outcome).reason();
    }

    private static void assertSpeaksToPeople(OutcomeReason reason) {
        for (String language : List.of("en", "fi", "lv")) {
            assertThat(reason.explain(Locale.forLanguageTag(language)))
                    .isNotBlank()
                    .doesNotContainPattern("[0-9]|HTTP|Exception|attempt|key-|Refused");
        }
    }

    @Test
    void theThreeLanguagesSayTheSameThingsAndEveryCodeHasWords() {
        Set<String> keys = new TreeSet<>(Texts.all(Locale.ENGLISH).keySet());
        Arrays.stream(FrisbiiError.values()).forEach(it -> assertThat(keys).contains(it.text()));
        for (String language : List.of("fi", "lv")) {
            Map<String, String> texts = Texts.all(Locale.forLanguageTag(language));
            assertThat(texts.keySet()).isEqualTo(keys);
            texts.forEach((key, text) -> assertThat(text)
                    .as(key)
                    .isNotBlank()
                    .isNotEqualTo(Texts.all(Locale.ENGLISH).get(key)));
        }
        keys.forEach(key -> assertSpeaksToPeople(Texts.reason(key)));
    }
}
