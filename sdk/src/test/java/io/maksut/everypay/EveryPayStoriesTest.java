package io.maksut.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.Money;
import io.maksut.payment.NextActor;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.everypay.OpenBankingRefunds;
import io.maksut.sandbox.everypay.ProcessingAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments of EveryPay from their beginning to their end, over the wire. */
class EveryPayStoriesTest {
    private static final Money FOUR = Money.of("EUR", "4.00");

    private final ManualClock clock = ManualClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private EveryPaySandbox sandbox;
    private Portal portal;

    @BeforeEach
    void start() {
        sandbox = EveryPaySandbox.builder().clock(clock).start();
        portal = EveryPayFixture.settings(sandbox).build();
    }

    @AfterEach
    void stop() {
        portal.close();
        sandbox.close();
    }

    @Test
    void a3dsWaitIsAbandonedAfterFifteenMinutes() {
        String reference = create();
        assertThat(portal.payment(reference).status()).isEqualTo(PaymentStatus.INITIATED);
        assertThat(portal.payment(reference).method()).isEqualTo(PaymentMethod.NOT_CHOSEN);
        sandbox.choose(reference, "card");
        sandbox.start3ds(reference);
        sandbox.closes3ds(reference);
        Payment waiting = portal.payment(reference);
        assertThat(waiting.status()).isEqualTo(PaymentStatus.WAITING_FOR_3DS);
        assertThat(waiting.allowedActions()).isEmpty();

        clock.advance(Duration.ofMinutes(15).plusSeconds(1));

        Payment abandoned = portal.payment(reference);
        assertThat(abandoned.status()).isEqualTo(PaymentStatus.ABANDONED);
        assertThat(abandoned.lifecycle().isFinal()).isTrue();
    }

    @Test
    void aBankPaymentWaitsForTheCustomerThenForTheBank() {
        String reference = create();
        sandbox.choose(reference, "lhv_ob_ee");
        sandbox.startSca(reference);
        assertThat(portal.payment(reference).status()).isEqualTo(PaymentStatus.WAITING_FOR_SCA);
        assertThat(portal.payment(reference).lifecycle().nextActor()).isEqualTo(NextActor.CUSTOMER);
        sandbox.confirmSca(reference);
        assertThat(portal.payment(reference).status()).isEqualTo(PaymentStatus.SENT_FOR_PROCESSING);
        assertThat(portal.payment(reference).lifecycle().nextActor()).isEqualTo(NextActor.BANK);
        sandbox.bankConfirms(reference);

        Payment settled = portal.payment(reference);
        assertThat(settled.status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(settled.method()).isEqualTo(PaymentMethod.OPEN_BANKING);
        assertThat(settled.lifecycle().isFinal()).isTrue();
    }

    @Test
    void aBankRefundThatFailsLaterReturnsThePaymentToSettled() {
        bankRefunds(OpenBankingRefunds.EXECUTED);
        String reference = bankPayment();
        try (PaymentGateway gateway = gateway(OpenBankingRefund.EXECUTED)) {
            Attempt attempt = gateway.refunds().prepare(reference, Money.of("EUR", "10.00"), CallOptions.DEFAULT);
            assertThat(gateway.refunds().submit(attempt, CallOptions.DEFAULT)).isInstanceOf(Outcome.Done.class);
            assertThat(portal.payment(reference).status()).isEqualTo(PaymentStatus.REFUNDED);

            sandbox.refundFails(reference);

            assertThat(portal.payment(reference).status()).isEqualTo(PaymentStatus.SETTLED);
            assertThat(sandbox.books().refunded(reference)).isZero();
        }
    }

    @Test
    void aBankRefundThatOnlyChangesTheStatusIsForAPersonAndNeverPrepared() {
        bankRefunds(OpenBankingRefunds.STATUS_ONLY);
        String reference = bankPayment();
        try (PaymentGateway gateway = gateway(OpenBankingRefund.STATUS_ONLY)) {
            assertThatThrownBy(() -> gateway.refunds().prepare(reference, FOUR, CallOptions.DEFAULT))
                    .isInstanceOfSatisfying(
                            ActionNotAllowedException.class,
                            e -> assertThat(e.denial().code()).isEqualTo(DenialReason.Code.REFUND_BY_HAND));
        }
    }

    @Test
    void anAccountThatRefusesBankRefundsAfterAllIsADeclineThatSaysSo() {
        bankRefunds(OpenBankingRefunds.REFUSED);
        String reference = bankPayment();
        try (PaymentGateway gateway = gateway(OpenBankingRefund.EXECUTED)) {
            Attempt attempt = gateway.refunds().prepare(reference, FOUR, CallOptions.DEFAULT);

            assertThat(gateway.refunds().submit(attempt, CallOptions.DEFAULT))
                    .isInstanceOfSatisfying(
                            Outcome.Declined.class,
                            it -> assertThat(it.call().gatewayCode()).contains("4037"));
            assertThat(sandbox.books().refunded(reference)).isZero();
        }
    }

    @Test
    void aChargebackAllowsNothing() {
        String reference = card("settled");
        sandbox.chargeback(reference);

        Payment payment = portal.payment(reference);

        assertThat(payment.status()).isEqualTo(PaymentStatus.CHARGED_BACK);
        assertThat(payment.allowedActions()).isEmpty();
    }

    @Test
    void bothSpellingsOfContestedStatesMeanTheSame() {
        String reference = card("settled");
        sandbox.spelling("chargebacked", "charged_back");
        sandbox.spelling("authorised", "authorized");
        sandbox.chargeback(reference);

        assertThat(portal.payment(reference).status()).isEqualTo(PaymentStatus.CHARGED_BACK);
        assertThat(portal.payment(card("authorised")).status()).isEqualTo(PaymentStatus.AUTHORISED);
    }

    @Test
    void amountsMayComeAsTextAndTheCurrencyNotAtAll() {
        sandbox.amountsAsStrings(true);
        sandbox.withoutCurrency(true);

        assertThat(portal.payment(card("settled")).amounts().captured()).isEqualTo(Money.of("EUR", "10.00"));
    }

    @Test
    void aSmallerCaptureIsNoRefund() {
        String reference = card("authorised");

        portal.capture(portal.payment(reference).id(), FOUR);

        Payment payment = portal.payment(reference);
        assertThat(payment.status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(payment.amounts().captured()).isEqualTo(FOUR);
        assertThat(payment.amounts().refunded().isZero()).isTrue();
        assertThat(payment.lifecycle().denial(PaymentAction.CAPTURE)).isPresent();
    }

    @Test
    void aStateThatNobodyKnowsIsKeptAndAllowsNothing() {
        String reference = card("settled");
        sandbox.unknownState(reference, "quarantined");

        assertThat(portal.payment(reference).status()).isEqualTo(PaymentStatus.UNKNOWN);
        assertThat(portal.payment(reference).raw().orElseThrow().state()).isEqualTo("quarantined");
        assertThat(portal.payment(reference).allowedActions()).isEmpty();
    }

    @Test
    void credentialsAreCheckedWithoutTouchingAPayment() {
        assertThat(EveryPayFixture.settings(sandbox).checkCredentials().name()).isEqualTo("EUR3D1");
        assertThatThrownBy(() ->
                        EveryPayFixture.settings(sandbox).apiSecret("wrong").checkCredentials())
                .isInstanceOf(AuthenticationException.class);
        assertThat(sandbox.books().movements()).isEmpty();
    }

    private String create() {
        HostedPayment hosted =
                portal.createCheckout(NewPayment.of(new OrderReference("order-1"), Money.of("EUR", "10.00"))
                        .build());
        return hosted.id().reference();
    }

    private String card(String state) {
        return sandbox.payment()
                .account("EUR3D1")
                .state(state)
                .amount(1_000)
                .method("card")
                .add();
    }

    private String bankPayment() {
        return sandbox.payment()
                .account("EUR3D1")
                .state("settled")
                .amount(1_000)
                .method("lhv_ob_ee")
                .add();
    }

    private void bankRefunds(OpenBankingRefunds mode) {
        sandbox.account(
                ProcessingAccount.of("EUR3D1", "EUR").withPreAuthorisation().withOpenBankingRefunds(mode));
    }

    private PaymentGateway gateway(OpenBankingRefund capability) {
        return EveryPayFixture.settings(sandbox).openBankingRefund(capability).buildGateway();
    }
}
