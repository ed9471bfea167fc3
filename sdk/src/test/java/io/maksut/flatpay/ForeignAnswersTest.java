package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotFoundException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.portal.Resolution;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Something that stands between us and the gateway answers in its place. */
class ForeignAnswersTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private static final Money FOUR = Money.of("EUR", "4.00");
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(10));

    private FrisbiiSandbox sandbox;
    private PaymentGateway gateway;
    private Portal portal;

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        gateway = FlatpayFixture.settings(sandbox).attempts(1).buildGateway();
        portal = Portal.over(gateway);
        sandbox.charge("a").amount(1_000).currency("EUR").add();
        sandbox.charge("r").amount(1_000).currency("EUR").state("authorized").add();
    }

    @AfterEach
    void disconnect() {
        gateway.close();
    }

    static Stream<Reply> foreign() {
        return Stream.concat(
                Stream.concat(
                        IntStream.of(400, 401, 403, 404, 408, 409, 413, 421, 425, 429)
                                .mapToObj(
                                        status -> Reply.of(status, "text/html", "<html><body>Not Found</body></html>")),
                        IntStream.of(404, 408, 425).mapToObj(status -> Reply.of(status, "text/plain", ""))),
                Stream.of(
                        Reply.json(404, "{\"message\":\"no Route matched with those values\"}"),
                        Reply.json(429, "{\"code\":429,\"error\":\"slow down\"}"),
                        Reply.json(400, "{\"code\":65,\"message\":\"a code without the text of the gateway\"}"),
                        Reply.json(400, "{\"code\":65,\"error\":\"Refund amount too high\",\"http_status\":502}"),
                        Reply.json(400, "{\"code\":5555,\"error\":\"a code that nobody knows\",\"http_status\":400}"),
                        Reply.json(404, "{\"code\":8,\"error\":\"Not found\",\"http_status\":404}"),
                        Reply.json(500, "{\"code\":65,\"error\":\"Refund amount too high\",\"http_status\":500}"),
                        Reply.json(
                                400, "{\"code\":78,\"error\":\"Transaction processing error\",\"http_status\":400}")));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void aRefundThatWasCarriedOutIsUnknownUntilItIsResolvedAndMovesMoneyOnce(Reply reply) {
        Attempt attempt = gateway.refunds().prepare("a", FOUR, SOON);
        sandbox.faults().next(Fault.answerAfterProcessing(reply)).on("POST", "/v1/refund");

        Outcome outcome = gateway.refunds().submit(attempt, SOON);

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(gateway.refunds().resolve(attempt, SOON))
                .isInstanceOfSatisfying(
                        Resolution.Resolved.class,
                        it -> assertThat(it.outcome()).isInstanceOf(Outcome.Done.class));
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void whatTheResolvingCallIsAnsweredSoSaysNothingOfTheRefund(Reply reply) {
        Attempt attempt = gateway.refunds().prepare("a", FOUR, SOON);
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");
        assertThat(gateway.refunds().submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        sandbox.faults().next(Fault.answer(reply)).on("POST", "/v1/refund");
        sandbox.faults().next(Fault.answer(reply)).on("GET", "/v1/invoice/a");

        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.Resolved.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void aCaptureThatWasCarriedOutIsUnknownAndItsRepetitionMovesNothing(Reply reply) {
        sandbox.faults().next(Fault.answerAfterProcessing(reply)).on("POST", "/v1/charge/r/settle");
        CallOptions keyed = SOON.withIdempotencyKey("capture-1");

        assertThatThrownBy(() -> portal.capture(new PaymentId("flatpay", "r"), FOUR, keyed))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        it -> assertThat(it.money()).isEqualTo(MoneyOutcome.UNKNOWN));

        portal.capture(new PaymentId("flatpay", "r"), FOUR, keyed);
        assertThat(sandbox.books().captured("r")).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void aVoidIsFoundOutByReading(Reply reply) {
        sandbox.faults().next(Fault.answerAfterProcessing(reply)).on("POST", "/v1/charge/r/cancel");

        assertThat(portal.voidAuthorisation(new PaymentId("flatpay", "r"), SOON)
                        .payment()
                        .status())
                .isEqualTo(PaymentStatus.VOIDED);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void aVoidThatNeverArrivedIsUnknown(Reply reply) {
        sandbox.faults().next(Fault.answer(reply)).on("POST", "/v1/charge/r/cancel");

        assertThatThrownBy(() -> portal.voidAuthorisation(new PaymentId("flatpay", "r"), SOON))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    static Stream<Reply> foreignToReads() {
        // Too busy is too busy, whoever says so; a known refusal of a read moves nothing.
        return foreign().filter(it -> it.status() != 429);
    }

    @ParameterizedTest
    @MethodSource("foreignToReads")
    void aReadIsUnavailableAndNeverNotFound(Reply reply) {
        sandbox.faults().next(Fault.answer(reply)).always();

        assertThatThrownBy(() -> portal.payment("a", SOON)).isInstanceOf(GatewayUnavailableException.class);
        assertThatThrownBy(() -> portal.payments(PaymentQuery.customerEmail("a@b.test"), SOON).stream()
                        .toList())
                .isInstanceOf(GatewayUnavailableException.class);
        assertThatThrownBy(() -> portal.createPaymentLink(
                        NewPayment.of(new OrderReference("o"), FOUR).build(), SOON))
                .isInstanceOf(GatewayUnavailableException.class);
    }

    @ParameterizedTest
    @MethodSource("foreignToReads")
    void aPaymentThatCannotBeReadIsNoEmptySearch(Reply reply) {
        sandbox.faults().next(Fault.answer(reply)).always();

        assertThatThrownBy(() -> portal.payments(PaymentQuery.paymentId("a"), SOON).stream()
                        .toList())
                .isInstanceOf(MaksutException.class)
                .isNotInstanceOf(NotFoundException.class);
    }

    @Test
    void aCodeAboutAnotherKindOfThingDoesNotSayThatThePaymentDoesNotExist() {
        for (int code : new int[] {9, 19, 40, 46, 70, 107}) {
            sandbox.faults().next(FrisbiiFaults.error(404, code, "Not found")).on("GET", "/v1/charge/a");

            assertThatThrownBy(() -> portal.payment("a", SOON)).isInstanceOf(GatewayUnavailableException.class);
        }
        assertThatThrownBy(() -> portal.payment("none", SOON)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aPaymentWithoutMetadataIsReadAndItsOriginIsUnknown() {
        Payment payment = portal.payment("a", SOON);

        assertThat(payment.origin()).isEqualTo(PaymentOrigin.UNKNOWN);
    }
}
