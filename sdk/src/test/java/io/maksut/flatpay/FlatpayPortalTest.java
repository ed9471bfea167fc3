package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.DeclinedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.payment.RefundState;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import io.maksut.sandbox.frisbii.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is Frisbii's own, beyond the contract of all gateways. */
class FlatpayPortalTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private static final String SETTLE = "/v1/charge/*/settle";

    private FrisbiiSandbox sandbox;
    private Portal portal;

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        portal = FlatpayFixture.settings(sandbox).build();
    }

    @AfterEach
    void disconnect() {
        portal.close();
    }

    @Test
    void aRefundedChargeStaysSettledAtTheGatewayAndIsRefundedHere() {
        sandbox.charge("a").amount(2_500).add();
        sandbox.refundAsStaff("a", 1_000);

        Payment payment = portal.payment("a");

        assertThat(payment.raw().map(RawState::state)).contains("settled");
        assertThat(payment.status()).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(payment.amounts().refundable()).isEqualTo(Money.of("EUR", "15.00"));
        assertThat(payment.refunds()).singleElement().satisfies(refund -> {
            assertThat(refund.amount()).isEqualTo(Money.of("EUR", "10.00"));
            assertThat(refund.state()).isEqualTo(RefundState.REFUNDED);
        });
    }

    @Test
    void aStateThatNobodyKnowsIsKeptAndAllowsNothing() {
        sandbox.charge("a").add();
        sandbox.unknownState("a", "quarantined");

        Payment payment = portal.payment("a");

        assertThat(payment.status()).isEqualTo(PaymentStatus.UNKNOWN);
        assertThat(payment.raw().map(RawState::state)).contains("quarantined");
        assertThat(payment.allowedActions()).isEmpty();
    }

    @Test
    void aMethodThatNobodyKnowsIsKeptByItsName() {
        sandbox.charge("a").method("mobilepay").add();

        assertThat(portal.payment("a").method()).isEqualTo(PaymentMethod.OTHER);
        assertThat(portal.payment("a").methodName()).contains("mobilepay");
    }

    @Test
    void cardDetailsAreSafeToShow() {
        sandbox.charge("a").card("visa", "411111XXXXXX1111", "12-28").add();

        CardDetails card = portal.payment("a").card().orElseThrow();

        assertThat(card.brand()).contains("visa");
        assertThat(card.maskedNumber().orElseThrow()).startsWith("411111").endsWith("1111");
        assertThat(card.toString()).doesNotContain("1111").doesNotContain("2028");
    }

    @Test
    void theCustomerOfAPaymentIsFound() {
        sandbox.customer("mari", "mari@example.test", "Mari", "Maasikas");
        sandbox.charge("a").customer("mari").add();

        Customer customer = portal.customer(portal.payment("a").id()).orElseThrow();

        assertThat(customer.email()).contains("mari@example.test");
        assertThat(customer.lastName()).contains("Maasikas");
    }

    @Test
    void severalPartsAreCapturedUpToTheAuthorisedAmount() {
        PaymentId id = authorised("a", 5_000);

        portal.capture(id, Money.of("EUR", "20.00"));
        ActionReceipt rest = portal.capture(id);

        assertThat(rest.amount()).isEqualTo(Money.of("EUR", "30.00"));
        assertThat(rest.payment().amounts().captured()).isEqualTo(Money.of("EUR", "50.00"));
        assertThat(rest.payment().lifecycle().denial(PaymentAction.CAPTURE)).isPresent();
    }

    @Test
    void whatOnlySomeMethodsCanIsRefusedForTheOthersBeforeAByteIsSent() {
        sandbox.charge("a").state("authorized").method("resurs").amount(5_000).add();

        assertThatThrownBy(() -> portal.capture(id("a"), Money.of("EUR", "20.00")))
                .isInstanceOfSatisfying(ActionNotAllowedException.class, e -> {
                    assertThat(e.denial().code()).isEqualTo(DenialReason.Code.GATEWAY_CANNOT);
                    assertThat(e.denial().explain(Locale.forLanguageTag("fi"))).isNotBlank();
                });
        assertThat(sandbox.requests().count("POST", SETTLE)).isZero();
    }

    @Test
    void aDeclineThatComesWithHttp200IsADecline() {
        PaymentId id = authorised("a", 5_000);
        sandbox.declineNext(Operation.SETTLE, "insufficient_funds", "soft_declined");

        DeclinedException e = catchThrowableOfType(DeclinedException.class, () -> portal.capture(id));

        assertThat(e.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        assertThat(e).hasMessageContaining("insufficient_funds");
        assertThat(captures("a")).isEmpty();
    }

    @Test
    void aDeclineOfALaterPartIsADeclineAlthoughTheChargeStaysSettled() {
        PaymentId id = authorised("a", 5_000);
        portal.capture(id, Money.of("EUR", "20.00"));
        sandbox.declineNext(Operation.SETTLE, "declined_by_acquirer", "hard_declined");

        assertThatThrownBy(() -> portal.capture(id, Money.of("EUR", "10.00"))).isInstanceOf(DeclinedException.class);

        assertThat(portal.payment(id).amounts().captured()).isEqualTo(Money.of("EUR", "20.00"));
    }

    @Test
    void anErrorInProcessingIsUnknownWhetherOrNotTheMoneyMoved() {
        for (boolean moved : new boolean[] {true, false}) {
            PaymentId id = authorised("moved-" + moved, 5_000);
            sandbox.processingErrorNext(Operation.SETTLE, moved);

            OutcomeUnknownException e = catchThrowableOfType(OutcomeUnknownException.class, () -> portal.capture(id));

            assertThat(e.money()).isEqualTo(MoneyOutcome.UNKNOWN);
            assertThat(e.advice()).contains("Read the payment");
        }
    }

    @Test
    void everyAttemptOfACaptureCarriesTheSameKey() {
        PaymentId id = authorised("a", 5_000);
        sandbox.faults().next(Fault.SERVER_ERROR_AFTER_PROCESSING).on("POST", SETTLE);
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", SETTLE);

        ActionReceipt receipt = portal.capture(id);

        List<RecordedRequest> requests = sandbox.requests().all("POST", SETTLE);
        assertThat(requests).hasSize(3);
        assertThat(requests)
                .extracting(RecordedRequest::idempotencyKey)
                .containsOnly(receipt.call().idempotencyKey().orElseThrow());
        assertThat(receipt.call().attempts()).isEqualTo(3);
        assertThat(captures("a")).hasSize(1);
    }

    @Test
    void aKeyTheCallerStoredMakesARepeatedCallTheSameCall() {
        PaymentId id = authorised("a", 5_000);
        CallOptions stored = CallOptions.DEFAULT.withIdempotencyKey("shop-42-ship-1");

        portal.capture(id, Money.of("EUR", "20.00"), stored);
        portal.capture(id, Money.of("EUR", "20.00"), stored);

        assertThat(captures("a")).hasSize(1);
    }

    @Test
    void aDeadlineOfTheCallHoldsForTheStalledBodyToo() {
        PaymentId id = authorised("a", 5_000);
        sandbox.faults()
                .next(Fault.stalledBody(Duration.ofSeconds(30)))
                .on("GET", "/v1/charge/*")
                .always();

        GatewayUnavailableException e = catchThrowableOfType(
                GatewayUnavailableException.class,
                () -> portal.payment(id, CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300))));

        assertThat(e.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
    }

    @Test
    void nobodyAtHomeMeansNothingWasSent() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        try (Portal lost =
                FlatpayFixture.settings(sandbox).api(nowhere).attempts(1).build()) {
            NotSentException e = catchThrowableOfType(NotSentException.class, () -> lost.payment("a"));
            assertThat(e.call().attempts()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void anInterruptStopsAWaitingCallAtOnceAndTellsTheTruth() throws InterruptedException {
        PaymentId id = authorised("a", 5_000);
        CountDownLatch release = new CountDownLatch(1);
        FaultPlan.Rule held = sandbox.faults().next(Fault.heldUntil(release)).on("POST", SETTLE);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                portal.capture(id);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        while (held.fired() == 0) {
            Thread.onSpinWait();
        }

        caller.interrupt();
        caller.join(5_000);
        release.countDown();

        assertThat(thrown.get()).isInstanceOf(OutcomeUnknownException.class);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void cancellingAFutureStopsTheWorkBehindIt() throws InterruptedException {
        PaymentId id = authorised("a", 5_000);
        CountDownLatch release = new CountDownLatch(1);
        FaultPlan.Rule held = sandbox.faults().next(Fault.heldUntil(release)).on("GET", "/v1/charge/*");
        CompletableFuture<ActionReceipt> future = portal.async().capture(id, CallOptions.DEFAULT);
        while (held.fired() == 0) {
            Thread.onSpinWait();
        }

        future.cancel(true);
        release.countDown();
        // Another call goes the same way and would come after a settle that had not been stopped.
        portal.payment(id);

        assertThat(sandbox.requests().count("POST", SETTLE)).isZero();
        assertThat(future).isCancelled();
    }

    @Test
    void aPaymentLinkIsRememberedAsOne() {
        HostedPayment link =
                portal.createPaymentLink(NewPayment.of(new OrderReference("link-1"), Money.of("EUR", "12.00"))
                        .customer(Customer.builder().email("janis@example.test").build())
                        .settleAtOnce()
                        .build());
        sandbox.payCheckout(FlatpayFixture.session(link));

        Payment payment = portal.payment(link.id());

        assertThat(payment.origin()).isEqualTo(PaymentOrigin.PAYMENT_LINK);
        assertThat(payment.status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(link.toString()).doesNotContain(link.page().toString());
    }

    @Test
    void theOriginOfAPaymentMadeElsewhereIsWhatTheCallerKnows() {
        sandbox.charge("wc-17").add();

        assertThat(portal.payment("wc-17").origin()).isEqualTo(PaymentOrigin.UNKNOWN);
        try (Portal knowing = FlatpayFixture.settings(sandbox)
                .origin(id -> id.reference().startsWith("wc-") ? PaymentOrigin.CHECKOUT : PaymentOrigin.UNKNOWN)
                .build()) {
            assertThat(knowing.payment("wc-17").origin()).isEqualTo(PaymentOrigin.CHECKOUT);
        }
    }

    @Test
    void aDisputedPaymentAllowsNoRefund() {
        sandbox.charge("a").add();
        sandbox.disputeOpened("a");

        Payment payment = portal.payment("a");

        assertThat(payment.chargebackOpen()).isTrue();
        assertThat(payment.lifecycle().denial(PaymentAction.REFUND).map(DenialReason::code))
                .contains(DenialReason.Code.CHARGEBACK_OPEN);
    }

    @Test
    void idsOfAnotherAccountAreNotMixedUp() {
        assertThatThrownBy(() -> portal.payment(new PaymentId("everypay", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedPortalSendsNothing() {
        sandbox.charge("a").add();
        portal.close();

        assertThatThrownBy(() -> portal.payment("a")).isInstanceOf(NotSentException.class);
        assertThat(sandbox.requests().count()).isZero();
    }

    private PaymentId authorised(String handle, long amount) {
        sandbox.charge(handle)
                .state("authorized")
                .amount(amount)
                .currency("EUR")
                .method("card")
                .add();
        return id(handle);
    }

    private List<Movement> captures(String handle) {
        return sandbox.books().movements(handle).stream()
                .filter(it -> it.kind() == Movement.Kind.CAPTURE && it.by() == Movement.By.API)
                .toList();
    }

    private static PaymentId id(String handle) {
        return new PaymentId("flatpay", handle);
    }
}
