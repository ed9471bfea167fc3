package io.maksut.flatpay;

import static io.maksut.portal.Resolutions.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import io.maksut.sandbox.frisbii.Operation;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlatpayRefundsTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private static final Money FOUR = Money.of("EUR", "4.00");
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(5));

    private FrisbiiSandbox sandbox;
    private PaymentGateway gateway;
    private OperationChannel refunds;

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        gateway = FlatpayFixture.settings(sandbox).buildGateway();
        refunds = gateway.refunds();
        sandbox.charge("a").amount(1_000).currency("EUR").add();
    }

    @AfterEach
    void disconnect() {
        gateway.close();
    }

    static Iterable<Fault> afterTheMoneyMoved() {
        return Arrays.asList(
                Fault.RESET_AFTER_PROCESSING,
                Fault.SERVER_ERROR_AFTER_PROCESSING,
                Fault.BAD_GATEWAY_AFTER_PROCESSING,
                Fault.TRUNCATED_BODY,
                Fault.EMPTY_BODY);
    }

    @ParameterizedTest
    @MethodSource("afterTheMoneyMoved")
    void anAnswerLostAfterTheMoneyMovedIsAskedForAgainUnderTheSameKey(Fault fault) {
        Attempt attempt = refunds.prepare("a", FOUR, SOON);
        sandbox.faults().next(fault).on("POST", "/v1/refund");

        Outcome outcome = refunds.submit(attempt, SOON);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            assertThat(done.amount()).isEqualTo(FOUR);
            assertThat(done.call().attempts()).isEqualTo(2);
        });
        assertThat(sandbox.requests().all("POST", "/v1/refund"))
                .hasSize(2)
                .extracting(RecordedRequest::idempotencyKey)
                .containsOnly(attempt.key());
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @Test
    void aGatewayThatStaysSilentLeavesTheOutcomeUnknownUntilItIsResolved() {
        Attempt attempt = refunds.prepare("a", FOUR, SOON);
        sandbox.faults()
                .next(Fault.RESET_AFTER_PROCESSING)
                .on("POST", "/v1/refund")
                .always();

        assertThat(refunds.submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        sandbox.faults().clear();
        Attempt stored = Attempt.fromFields(attempt.toFields());

        assertThat(outcome(refunds.resolve(stored, SOON))).isInstanceOf(Outcome.Done.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @Test
    void whatNeverArrivedMayBeSubmittedAgainAsItIs() {
        Attempt attempt = refunds.prepare("a", FOUR, SOON);
        sandbox.faults()
                .next(Fault.answer(
                        429,
                        "application/json",
                        "{\"code\":122,\"error\":\"Request rate limit exceeded\"}".getBytes(UTF_8)))
                .on("POST", "/v1/refund")
                .always();

        assertThat(refunds.submit(attempt, SOON))
                .isInstanceOfSatisfying(
                        Outcome.NotMoved.class,
                        it -> assertThat(it.mayBeSubmittedAgain()).isTrue());
        sandbox.faults().clear();

        assertThat(refunds.submit(attempt, SOON)).isInstanceOf(Outcome.Done.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @Test
    void aDeclineWithHttp200IsDeclined() {
        Attempt attempt = refunds.prepare("a", FOUR, SOON);
        sandbox.declineNext(Operation.REFUND, "declined_by_acquirer", "hard_declined");

        assertThat(refunds.submit(attempt, SOON))
                .isInstanceOfSatisfying(
                        Outcome.Declined.class,
                        it -> assertThat(it.reason().code()).isEqualTo("declined"));
        assertThat(sandbox.books().refunded("a")).isZero();
    }

    @Test
    void anErrorInProcessingIsUnknown() {
        Attempt attempt = refunds.prepare("a", FOUR, SOON);
        sandbox.processingErrorNext(Operation.REFUND, true);

        assertThat(refunds.submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aRefundThatTakesItsTimeIsProcessingAndNotDone() {
        sandbox.charge("m").amount(1_000).currency("EUR").method("mobilepay").add();
        sandbox.asyncRefunds(true);
        Attempt attempt = refunds.prepare("m", FOUR, SOON);

        Outcome outcome = refunds.submit(attempt, SOON);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Processing.class, it -> assertThat(it.amount()).isEqualTo(FOUR));
    }

    @Test
    void whenSomebodyElseRefundedMeanwhileNothingIsOverpaid() {
        Attempt attempt = refunds.prepare("a", Money.of("EUR", "8.00"), SOON);
        sandbox.refundAsStaff("a", 500);

        Outcome outcome = refunds.submit(attempt, SOON);

        assertThat(outcome).isInstanceOf(Outcome.Declined.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(500);
        assertThat(outcome(refunds.resolve(attempt, SOON))).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aDisputedPaymentIsNotPreparedForRefund() {
        sandbox.disputeOpened("a");

        assertThatThrownBy(() -> refunds.prepare("a", FOUR, SOON)).isInstanceOf(ActionNotAllowedException.class);
    }

    @Test
    void theKeyOfTheCallerIsTheKeyOfTheAttempt() {
        Attempt attempt = refunds.prepare("a", FOUR, SOON.withIdempotencyKey("shop-1-refund-9"));

        assertThat(attempt.key()).isEqualTo("shop-1-refund-9");
    }
}
