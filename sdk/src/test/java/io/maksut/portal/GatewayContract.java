package io.maksut.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotFoundException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.GatewayFixture.Loss;
import io.maksut.portal.GatewayFixture.Movements;
import io.maksut.portal.GatewayFixture.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every gateway behind a portal does. Where gateways differ, their capabilities say so, and are asked here. */
public abstract class GatewayContract {
    private static final Money TEN = Money.of("EUR", "10.00");
    private static final Money FOUR = Money.of("EUR", "4.00");
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(3));

    protected abstract GatewayFixture fixture();

    private Portal portal() {
        return fixture().portal();
    }

    private OperationChannel refunds() {
        return fixture().gateway().refunds();
    }

    @Test
    public void aPaymentIsReadWithItsStatusAmountsAndAllowedActions() {
        PaymentId id = fixture().authorised(TEN);

        Payment payment = portal().payment(id);

        assertThat(payment.id()).isEqualTo(id);
        assertThat(payment.status()).isEqualTo(PaymentStatus.AUTHORISED);
        assertThat(payment.method()).isEqualTo(PaymentMethod.CARD);
        assertThat(payment.amounts().authorised()).isEqualTo(TEN);
        assertThat(payment.amounts().captured().isZero()).isTrue();
        assertThat(payment.allowedActions())
                .containsExactlyInAnyOrder(PaymentAction.CAPTURE, PaymentAction.PARTIAL_CAPTURE, PaymentAction.VOID);
        assertThat(payment.timestamps().created()).isPresent();
    }

    @Test
    public void anUnknownReferenceIsNotFound() {
        NotFoundException e = catchThrowableOfType(
                NotFoundException.class, () -> portal().payment(fixture().unknownReference()));

        assertThat(e.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        assertThat(e.call().attempts()).isEqualTo(1);
    }

    @Test
    public void wrongCredentialsAreSaidToBeWrong() {
        PaymentId id = fixture().settled(TEN);
        try (Portal stranger = fixture().portalWithWrongCredentials()) {
            assertThatThrownBy(() -> stranger.payment(id)).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    public void captureTakesAllThatIsAuthorised() {
        PaymentId id = fixture().authorised(TEN);

        ActionReceipt receipt = portal().capture(id);

        assertThat(receipt.amount()).isEqualTo(TEN);
        assertThat(receipt.payment().status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(receipt.payment().amounts().captured()).isEqualTo(TEN);
        assertThat(fixture().movements(id, Operation.CAPTURE)).isEqualTo(new Movements(1000, 1));
    }

    @Test
    public void aPartIsCapturedAsAPart() {
        PaymentId id = fixture().authorised(TEN);

        ActionReceipt receipt = portal().capture(id, FOUR);

        assertThat(receipt.amount()).isEqualTo(FOUR);
        assertThat(receipt.payment().amounts().captured()).isEqualTo(FOUR);
        assertThat(receipt.payment().lifecycle().allows(PaymentAction.CAPTURE))
                .isEqualTo(portal().capabilities().capturesRestOfSettled());
        assertThat(fixture().movements(id, Operation.CAPTURE)).isEqualTo(new Movements(400, 1));
    }

    @Test
    public void moreThanIsAuthorisedIsRefusedBeforeAByteOfItIsSent() {
        PaymentId id = fixture().authorised(TEN);

        ActionNotAllowedException e = catchThrowableOfType(
                ActionNotAllowedException.class, () -> portal().capture(id, Money.of("EUR", "10.01")));

        assertThat(e.denial().code()).isEqualTo(DenialReason.Code.ABOVE_LIMIT);
        assertThat(e.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        assertThat(fixture().requests(Operation.CAPTURE)).isZero();
    }

    @Test
    public void anotherCurrencyIsRefusedBeforeAByteOfItIsSent() {
        PaymentId id = fixture().authorised(TEN);

        assertThatThrownBy(() -> portal().capture(id, Money.of("USD", "4.00")))
                .isInstanceOfSatisfying(
                        ActionNotAllowedException.class,
                        e -> assertThat(e.denial().code()).isEqualTo(DenialReason.Code.CURRENCY_MISMATCH));
        assertThat(fixture().requests(Operation.CAPTURE)).isZero();
    }

    @Test
    public void aFailedPaymentAllowsNothingAndSaysWhy() {
        PaymentId id = fixture().failed(TEN);

        assertThat(portal().payment(id).allowedActions()).isEmpty();
        assertThatThrownBy(() -> portal().capture(id)).isInstanceOf(ActionNotAllowedException.class);
        assertThatThrownBy(() -> portal().voidAuthorisation(id)).isInstanceOf(ActionNotAllowedException.class);
        assertThatThrownBy(() -> refunds().prepare(id.reference(), FOUR, CallOptions.DEFAULT))
                .isInstanceOf(ActionNotAllowedException.class);
    }

    @Test
    public void voidReleasesTheAuthorisation() {
        PaymentId id = fixture().authorised(TEN);

        ActionReceipt receipt = portal().voidAuthorisation(id);

        assertThat(receipt.payment().status()).isEqualTo(PaymentStatus.VOIDED);
        assertThat(fixture().movements(id, Operation.VOID)).isEqualTo(new Movements(1000, 1));
    }

    @Test
    public void actionsAreJudgedOnAFreshReadAndNotOnWhatTheCallerHeld() {
        PaymentId id = fixture().authorised(TEN);
        Payment held = portal().payment(id);
        fixture().voidElsewhere(id);

        assertThat(held.lifecycle().allows(PaymentAction.CAPTURE)).isTrue();
        assertThatThrownBy(() -> portal().capture(held.id())).isInstanceOf(ActionNotAllowedException.class);
        assertThat(fixture().requests(Operation.CAPTURE)).isZero();
    }

    @Test
    public void bothFacesOfThePortalDoTheSame() throws InterruptedException, ExecutionException {
        PaymentId id = fixture().authorised(TEN);

        assertThat(portal().async().payment(id, CallOptions.DEFAULT).get().status())
                .isEqualTo(PaymentStatus.AUTHORISED);
        assertThat(portal().async().capture(id, FOUR, CallOptions.DEFAULT).get().amount())
                .isEqualTo(FOUR);
        assertThatThrownBy(() -> portal().async()
                        .payment(fixture().unknownReference(), CallOptions.DEFAULT)
                        .get())
                .cause()
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    public void aCheckoutBecomesAPaymentOnceTheCustomerHasPaid() {
        HostedPayment hosted = portal().createCheckout(order("order-77"));
        assertThat(hosted.origin()).isEqualTo(PaymentOrigin.CHECKOUT);

        fixture().customerPays(hosted);

        Payment payment = portal().payment(hosted.id());
        assertThat(payment.status()).isIn(PaymentStatus.AUTHORISED, PaymentStatus.SETTLED);
        assertThat(payment.orderReference()).contains(new OrderReference("order-77"));
        assertThat(payment.amounts().authorised()).isEqualTo(TEN);
        assertThat(payment.origin())
                .isEqualTo(portal().capabilities().keepsOrigin() ? PaymentOrigin.CHECKOUT : PaymentOrigin.UNKNOWN);
    }

    @Test
    public void aRefundIsPreparedStoredAndSubmitted() {
        PaymentId id = fixture().settled(TEN);
        Attempt prepared = refunds().prepare(id.reference(), FOUR, CallOptions.DEFAULT);
        assertThat(fixture().requests(Operation.REFUND)).isZero();
        Attempt stored = Attempt.fromFields(prepared.toFields());
        assertThat(stored).isEqualTo(prepared);

        Outcome outcome = refunds().submit(stored, CallOptions.DEFAULT);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(fixture().movements(id, Operation.REFUND)).isEqualTo(new Movements(400, 1));
        Payment after = portal().payment(id);
        assertThat(after.status()).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(after.amounts().refundable()).isEqualTo(Money.of("EUR", "6.00"));
    }

    @Test
    public void theSameSumMayBeRefundedTwiceOnOnePayment() {
        PaymentId id = fixture().settled(TEN);

        for (int i = 0; i < 2; i++) {
            Attempt attempt = refunds().prepare(id.reference(), FOUR, CallOptions.DEFAULT);
            assertThat(refunds().submit(attempt, CallOptions.DEFAULT)).isInstanceOf(Outcome.Done.class);
        }

        assertThat(fixture().movements(id, Operation.REFUND)).isEqualTo(new Movements(800, 2));
    }

    @Test
    public void aRefundOfEverythingEndsRefunded() {
        PaymentId id = fixture().settled(TEN);
        Attempt attempt = refunds().prepare(id.reference(), TEN, CallOptions.DEFAULT);

        assertThat(refunds().submit(attempt, CallOptions.DEFAULT)).isInstanceOf(Outcome.Done.class);

        assertThat(portal().payment(id).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(portal().payment(id).allowedActions()).isEmpty();
    }

    @Test
    public void moreThanIsLeftIsNeverPreparedForRefund() {
        PaymentId id = fixture().settled(TEN);

        assertThatThrownBy(() -> refunds().prepare(id.reference(), Money.of("EUR", "10.01"), CallOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ActionNotAllowedException.class,
                        e -> assertThat(e.denial().code()).isEqualTo(DenialReason.Code.ABOVE_LIMIT));
    }

    @Test
    public void aCaptureWhoseAnswerIsLostMovesMoneyOnceAndItsOutcomeIsKnown() {
        PaymentId id = fixture().authorised(TEN);
        fixture().lose(Loss.AFTER_PROCESSING, Operation.CAPTURE);

        ActionReceipt receipt = portal().capture(id);

        assertThat(receipt.payment().status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(fixture().movements(id, Operation.CAPTURE)).isEqualTo(new Movements(1000, 1));
    }

    @Test
    public void aVoidWhoseAnswerIsLostIsFoundOutByReading() {
        PaymentId id = fixture().authorised(TEN);
        fixture().lose(Loss.AFTER_PROCESSING, Operation.VOID);

        ActionReceipt receipt = portal().voidAuthorisation(id);

        assertThat(receipt.payment().status()).isEqualTo(PaymentStatus.VOIDED);
        assertThat(fixture().requests(Operation.VOID)).isEqualTo(1);
        assertThat(fixture().movements(id, Operation.VOID)).isEqualTo(new Movements(1000, 1));
    }

    @Test
    public void aRefundWhoseAnswerIsLostMovesMoneyOnceAndItsOutcomeIsFoundOut() {
        PaymentId id = fixture().settled(TEN);
        Attempt attempt = refunds().prepare(id.reference(), FOUR, CallOptions.DEFAULT);
        fixture().lose(Loss.AFTER_PROCESSING, Operation.REFUND);

        Outcome outcome = refunds().submit(attempt, CallOptions.DEFAULT);
        if (outcome instanceof Outcome.Unknown) {
            assertThat(portal().capabilities().idempotencyKeys()).isFalse();
            outcome = Resolutions.outcome(refunds().resolve(attempt, CallOptions.DEFAULT));
        }

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(fixture().movements(id, Operation.REFUND)).isEqualTo(new Movements(400, 1));
    }

    private Attempt lost(PaymentId id) {
        Attempt attempt = refunds().prepare(id.reference(), FOUR, SOON);
        fixture().loseNextRefundForGood();
        assertThat(refunds().submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        fixture().recover();
        return attempt;
    }

    private void assertFoundOnce(PaymentId id, Attempt attempt) {
        try (PaymentGateway afresh = fixture().afresh()) {
            assertThat(afresh.refunds().resolve(attempt, SOON))
                    .isInstanceOfSatisfying(
                            Resolution.Resolved.class,
                            it -> assertThat(it.outcome()).isInstanceOf(Outcome.Done.class));
        }
        assertThat(fixture().movements(id, Operation.REFUND)).isEqualTo(new Movements(400, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 409, 429, 503})
    public void whatTurnsTheResolvingCallAwaySaysNothingOfTheRefund(int status) {
        PaymentId id = fixture().settled(TEN);
        Attempt attempt = lost(id);
        fixture().turnAway(status);

        assertThat(refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);

        fixture().recover();
        assertFoundOnce(id, attempt);
    }

    @Test
    public void aRefusedConnectionOfTheResolvingCallSaysNothingOfTheRefund() {
        PaymentId id = fixture().settled(TEN);
        Attempt attempt = lost(id);
        try (PaymentGateway unreachable = fixture().unreachable()) {
            assertThat(unreachable.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        }

        assertFoundOnce(id, attempt);
    }

    @Test
    public void anOpenCircuitBreakerOfTheResolvingCallSaysNothingOfTheRefund() {
        PaymentId id = fixture().settled(TEN);
        Attempt attempt = lost(id);
        try (PaymentGateway unreachable = fixture().unreachable()) {
            for (int call = 0; call < 30; call++) {
                assertThat(unreachable.refunds().resolve(attempt, SOON.withTimeout(Duration.ofMillis(50))))
                        .isInstanceOf(Resolution.StillUnresolved.class);
            }
        }

        assertFoundOnce(id, attempt);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 413, 421, 425, 429})
    public void aRefundThatAProxyAnswersForIsUnknown(int status) {
        PaymentId id = fixture().settled(TEN);
        Attempt attempt = refunds().prepare(id.reference(), FOUR, SOON);
        fixture().answerForRefunds(status);

        Outcome outcome = refunds().submit(attempt, SOON);
        if (outcome instanceof Outcome.Unknown) {
            fixture().recover();
            assertFoundOnce(id, attempt);
        }

        assertThat(outcome).isInstanceOfAny(Outcome.Unknown.class, Outcome.Done.class);
        assertThat(fixture().movements(id, Operation.REFUND)).isEqualTo(new Movements(400, 1));
    }

    @Test
    public void aRefundOfEverythingWhoseAnswerIsLostMovesMoneyOnce() {
        PaymentId id = fixture().settled(TEN);
        Attempt attempt = refunds().prepare(id.reference(), TEN, CallOptions.DEFAULT);
        fixture().lose(Loss.AFTER_PROCESSING, Operation.REFUND);

        Outcome outcome = refunds().submit(attempt, CallOptions.DEFAULT);
        if (outcome instanceof Outcome.Unknown) {
            outcome = Resolutions.outcome(refunds().resolve(attempt, CallOptions.DEFAULT));
        }

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(portal().payment(id).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(fixture().movements(id, Operation.REFUND)).isEqualTo(new Movements(1000, 1));
    }

    @Test
    public void aPartWhoseCaptureIsNotAnsweredIsCapturedOnceAndItsOutcomeIsKnown() {
        PaymentId id = fixture().authorised(TEN);
        fixture().lose(Loss.AFTER_PROCESSING, Operation.CAPTURE);

        ActionReceipt receipt = portal().capture(id, FOUR);

        assertThat(receipt.payment().amounts().captured()).isEqualTo(FOUR);
        assertThat(fixture().movements(id, Operation.CAPTURE)).isEqualTo(new Movements(400, 1));
    }

    @Test
    public void ofTwoEqualRefundsTheSecondWithALostAnswerIsToldApartOrUnknownAndNeverPaidAgain() {
        PaymentId id = fixture().settled(TEN);
        Attempt first = refunds().prepare(id.reference(), FOUR, CallOptions.DEFAULT);
        assertThat(refunds().submit(first, CallOptions.DEFAULT)).isInstanceOf(Outcome.Done.class);
        Attempt second = refunds().prepare(id.reference(), FOUR, CallOptions.DEFAULT);
        fixture().lose(Loss.AFTER_PROCESSING, Operation.REFUND);

        Outcome outcome = refunds().submit(second, CallOptions.DEFAULT);
        if (outcome instanceof Outcome.Unknown) {
            outcome = Resolutions.outcome(refunds().resolve(second, CallOptions.DEFAULT));
        }

        assertThat(outcome).isInstanceOfAny(Outcome.Done.class, Outcome.Unknown.class);
        assertThat(fixture().movements(id, Operation.REFUND)).isEqualTo(new Movements(800, 2));
    }

    @Test
    public void aCaptureThatNeverArrivedIsNeverReportedAsDone() {
        PaymentId id = fixture().authorised(TEN);
        fixture().lose(Loss.BEFORE_PROCESSING, Operation.CAPTURE);

        if (portal().capabilities().idempotencyKeys()) {
            assertThat(portal().capture(id).payment().status()).isEqualTo(PaymentStatus.SETTLED);
            assertThat(fixture().movements(id, Operation.CAPTURE)).isEqualTo(new Movements(1000, 1));
        } else {
            assertThatThrownBy(() -> portal().capture(id))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            e -> assertThat(e.money()).isEqualTo(MoneyOutcome.UNKNOWN));
            assertThat(fixture().requests(Operation.CAPTURE)).isEqualTo(1);
            assertThat(fixture().movements(id, Operation.CAPTURE)).isEqualTo(new Movements(0, 0));
        }
    }

    // What ends an authorisation, as the engine does it

    private OperationChannel channel(Operation operation) {
        return switch (operation) {
            case CAPTURE -> fixture().gateway().captures();
            case VOID -> fixture().gateway().voids();
            case REFUND -> refunds();
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CAPTURE", "VOID"})
    public void anAuthorisationEndsByAnAttemptThatWasStored(Operation operation) {
        PaymentId id = fixture().authorised(TEN);
        Attempt stored = Attempt.fromFields(
                channel(operation).prepare(id.reference(), TEN, SOON).toFields());

        assertThat(channel(operation).submit(stored, SOON))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, it -> assertThat(it.amount()).isEqualTo(TEN));

        assertThat(fixture().movements(id, operation)).isEqualTo(new Movements(1000, 1));
        assertThatThrownBy(() -> channel(operation).prepare(id.reference(), TEN, SOON))
                .isInstanceOf(ActionNotAllowedException.class);
    }

    @Test
    public void aPartOfAnAuthorisationIsNotReleased() {
        PaymentId id = fixture().authorised(TEN);

        assertThatThrownBy(() -> channel(Operation.VOID).prepare(id.reference(), FOUR, SOON))
                .isInstanceOf(ActionNotAllowedException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CAPTURE", "VOID"})
    public void anEndOfAnAuthorisationWhoseAnswerIsLostIsFoundOut(Operation operation) {
        PaymentId id = fixture().authorised(TEN);
        Attempt attempt = channel(operation).prepare(id.reference(), TEN, SOON);
        fixture().lose(Loss.AFTER_PROCESSING, operation);
        Outcome unused = channel(operation).submit(attempt, SOON);

        assertThat(Resolutions.outcome(channel(operation).resolve(attempt, SOON)))
                .isInstanceOf(Outcome.Done.class);
        assertThat(fixture().movements(id, operation)).isEqualTo(new Movements(1000, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CAPTURE", "VOID"})
    public void anEndOfAnAuthorisationThatNeverArrivedIsNotTakenForDone(Operation operation) {
        PaymentId id = fixture().authorised(TEN);
        Attempt attempt = channel(operation).prepare(id.reference(), TEN, SOON);
        fixture().lose(Loss.BEFORE_PROCESSING, operation);
        Outcome sent = channel(operation).submit(attempt, SOON);
        assertThat(sent).isInstanceOfAny(Outcome.Done.class, Outcome.Unknown.class);

        boolean done = Resolutions.outcome(channel(operation).resolve(attempt, SOON)) instanceof Outcome.Done;

        assertThat(fixture().movements(id, operation).count()).isEqualTo(done ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"CAPTURE, 401", "CAPTURE, 404", "CAPTURE, 429", "VOID, 401", "VOID, 404", "VOID, 429", "VOID, 503"})
    public void whatTurnsTheResolvingCallAwaySaysNothingOfTheEndOfAnAuthorisation(Operation operation, int status) {
        PaymentId id = fixture().authorised(TEN);
        Attempt attempt = channel(operation).prepare(id.reference(), TEN, SOON);
        fixture().turnAway(status);

        assertThat(channel(operation).resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        assertThat(fixture().movements(id, operation).count()).isZero();
    }

    @Test
    public void anAuthorisationThatSomebodyElseReleasedIsReleased() {
        PaymentId id = fixture().authorised(TEN);
        Attempt attempt = channel(Operation.VOID).prepare(id.reference(), TEN, SOON);
        fixture().voidElsewhere(id);

        assertThat(Resolutions.outcome(channel(Operation.VOID).resolve(attempt, SOON)))
                .isInstanceOf(Outcome.Done.class);
        assertThat(fixture().requests(Operation.VOID)).isZero();
    }

    @Test
    public void whatWasCapturedMeanwhileIsNotReleased() {
        PaymentId id = fixture().authorised(TEN);
        Attempt attempt = channel(Operation.VOID).prepare(id.reference(), TEN, SOON);
        ActionReceipt unused = portal().capture(id);

        assertThat(Resolutions.outcome(channel(Operation.VOID).resolve(attempt, SOON)))
                .isInstanceOf(Outcome.Declined.class);
        assertThat(fixture().movements(id, Operation.VOID).count()).isZero();
    }

    @Test
    public void whatWasReleasedMeanwhileIsNotCaptured() {
        PaymentId id = fixture().authorised(TEN);
        Attempt attempt = channel(Operation.CAPTURE).prepare(id.reference(), TEN, SOON);
        fixture().voidElsewhere(id);

        assertThat(Resolutions.outcome(channel(Operation.CAPTURE).resolve(attempt, SOON)))
                .isNotInstanceOf(Outcome.Done.class);
        assertThat(fixture().movements(id, Operation.CAPTURE).count()).isZero();
    }

    protected static NewPayment order(String reference) {
        return NewPayment.of(new OrderReference(reference), TEN)
                .returnTo(URI.create("https://shop.example.test/thanks"))
                .build();
    }
}
