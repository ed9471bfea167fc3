package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Claim;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shop and gateway are compared per payment, both ways; what differs is found, kept, and given to a person. */
class FindingsTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    /** Sweeps and works for an hour. */
    private void anHourPasses() {
        sync.worker().sweepDue();
        world.work(sync, Duration.ofHours(1));
    }

    private List<FindingKind> open() {
        return sync.ledger().findings(Finding.State.OPEN).map(Finding::kind).toList();
    }

    private Finding openFinding() {
        List<Finding> findings = sync.ledger().findings(Finding.State.OPEN).toList();
        assertThat(findings).hasSize(1);
        Finding finding = findings.get(0);
        assertThat(sync.ledger().finding(finding.id())).contains(finding);
        return finding;
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundThatThePluginPaidAgreesAndIsNoFinding(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.refundAsStaff(payment, "5.00");

        anHourPasses();

        assertThat(sync.ledger().findingsOf(payment)).isEmpty();
        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::state)
                .containsExactly(State.OBSERVED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundOnlyInTheShopIsFoundAndNotPaid(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);

        anHourPasses();

        assertThat(openFinding().kind()).isEqualTo(FindingKind.ONLY_IN_SHOP);
        assertThat(openFinding().amount()).isEqualTo(eur("5.00"));
        assertThat(openFinding().kind().remedy(Locale.forLanguageTag("fi"))).contains("Kauppa");
        assertThat(world.refunded(payment)).isZero();
        assertThat(world.events)
                .anyMatch(it -> it instanceof SyncEvent.FindingChanged changed
                        && changed.finding().state() == Finding.State.OPEN);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundOnlyAtTheGatewayIsFound(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("2.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.refundAsStaff(payment, "2.00");
        world.refundAsStaff(payment, "5.00");

        anHourPasses();

        assertThat(openFinding().kind()).isEqualTo(FindingKind.ONLY_AT_GATEWAY);
        assertThat(openFinding().amount()).isEqualTo(eur("5.00"));
    }

    @Test
    void aRefundThatNoShopHasEverHeardOfIsFoundByTheSweepOfTheGateway() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.refundAsStaff(payment, "5.00");

        anHourPasses();

        assertThat(openFinding().payment()).isEqualTo(payment);
        assertThat(openFinding().kind()).isEqualTo(FindingKind.ONLY_AT_GATEWAY);
    }

    @Test
    void aDifferenceIsSuspectedAtFirstAndGoneWhenItWasOnlyLate() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        sync.worker().sweepDue();
        world.work(sync, Duration.ofMinutes(5));
        assertThat(sync.ledger().findings(Finding.State.SUSPECTED)).hasSize(1);
        assertThat(open()).isEmpty();

        world.refundAsStaff(payment, "5.00");
        world.work(sync, Duration.ofHours(1));

        assertThat(sync.ledger().findings(Finding.State.GONE)).hasSize(1);
        assertThat(world.events).noneMatch(it -> it instanceof SyncEvent.FindingChanged);
    }

    @Test
    void aRecordMadeByHandIsToldApart() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(
                world.shop.order(payment), payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Claim.NOT_MOVED);

        anHourPasses();

        assertThat(openFinding().kind()).isEqualTo(FindingKind.RECORDED_WITHOUT_MONEY);
    }

    @Test
    void aPersonAcceptsAFindingAndItOpensAgainWhenTheAmountChanges() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.NOT_MOVED);
        anHourPasses();

        sync.syncDesk().acceptFinding(openFinding().id(), "mari", "paid in cash");
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();
        assertThat(open()).isEmpty();
        assertThat(sync.ledger().findings(Finding.State.ACCEPTED)).first().satisfies(it -> {
            assertThat(it.acceptedBy()).contains("mari");
            assertThat(it.decidedBecause()).isEqualTo("paid in cash");
        });

        world.shop.refund(order, payment, eur("1.00"), ShopRefund.State.SUCCEEDED, Claim.NOT_MOVED);
        anHourPasses();
        assertThat(openFinding().amount()).isEqualTo(eur("6.00"));
    }

    @Test
    void aPersonHasAMissingRefundPaidAndItIsPaidOnce() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.NOT_MOVED);
        anHourPasses();
        LedgerOperation seen = sync.ledger().refundsOf(payment).get(0);

        sync.syncDesk().pay(seen.id(), "mari", "it was meant to be paid");
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(sync.ledger().refund(seen.id()).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        assertThat(open()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> sync.syncDesk().pay(seen.id(), "mari", "once more"));
    }

    @Test
    void whatTheGatewayShowsAlreadyIsNotPaidOnAPersonsWord() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.NOT_MOVED);
        world.refundAsStaff(payment, "5.00");
        anHourPasses();
        LedgerOperation seen = sync.ledger().refundsOf(payment).get(0);

        assertThatIllegalStateException().isThrownBy(() -> sync.syncDesk().pay(seen.id(), "mari", "pay it"));
        assertThat(world.refunds(payment)).isZero();
    }

    @Test
    void aRefundThatIsDeletedInTheShopAfterItsMoneyWentOutIsFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        String refund = world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.refundAsStaff(payment, "5.00");
        anHourPasses();
        assertThat(open()).isEmpty();

        world.shop.deleteRefund(refund); // without any sign of it
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();

        assertThat(open()).contains(FindingKind.GONE_FROM_SHOP);
        assertThat(world.refunds(payment)).isZero();
    }

    @Test
    void anOrderThatIsDeletedAfterItsRefundIsFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.refundAsStaff(payment, "5.00");
        anHourPasses();

        world.shop.deleteOrder(order);
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();

        assertThat(open()).contains(FindingKind.ORDER_GONE);
    }

    @Test
    void moneyThatComesBackDaysLaterIsFound() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        String reference = world.everypay
                .payment()
                .account("EUR3D1")
                .state("settled")
                .amount(2_980)
                .method("lhv_ob_ee")
                .add();
        PaymentId payment = world.paid(new PaymentId("everypay", reference), "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("29.80"));
        portalPays.request("shop", request);
        portalPays.worker().workOff();
        assertThat(portalPays.ledger().refundsOf(payment))
                .extracting(LedgerOperation::state)
                .containsExactly(State.SUCCEEDED);

        world.clock.advance(Duration.ofDays(3));
        world.everypay.refundFails(reference);
        portalPays.worker().sweepDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().findings(Finding.State.OPEN))
                .extracting(Finding::kind)
                .contains(FindingKind.REFUND_CAME_BACK);
    }

    @Test
    void aChargebackOnARefundedPaymentIsFound() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.refundAsStaff(payment, "5.00");
        anHourPasses();
        assertThat(open()).isEmpty();

        world.everypay.chargeback(payment.reference());
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();

        assertThat(open()).contains(FindingKind.CHARGED_BACK_AFTER_REFUND);
    }

    @Test
    void parallelRefundsThatExceedWhatWasPaidAreFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("20.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.shop.refund(order, payment, eur("20.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.refundAsStaff(payment, "20.00");

        anHourPasses();

        assertThat(open()).contains(FindingKind.SHOP_TOTAL_EXCEEDED, FindingKind.ONLY_IN_SHOP);
    }

    @Test
    void aShopThatSaysFailedWhileTheMoneyMovedIsFound() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        portalPays.request("shop", request);
        portalPays.worker().workOff();
        world.shop.setState(request.id(), ShopRefund.State.FAILED);

        portalPays.worker().sweepDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().findings(Finding.State.OPEN))
                .extracting(Finding::kind)
                .containsExactly(FindingKind.SHOP_SAYS_FAILED);
    }

    @Test
    void aShopThatSaysDoneWhileNothingMovedIsFound() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.frisbii.declineNext(io.maksut.sandbox.frisbii.Operation.REFUND, "refund_rejected", "hard_declined");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        portalPays.request("shop", request);
        portalPays.worker().workOff();
        world.shop.setState(request.id(), ShopRefund.State.SUCCEEDED);

        portalPays.worker().sweepDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().findings(Finding.State.OPEN))
                .extracting(Finding::kind)
                .containsExactly(FindingKind.SHOP_SAYS_DONE);
    }

    @Test
    void aRequestAndWhatTheOrderShowsOfItAreOneRefundUnderTwoNames() {
        world.shop.abilities(new ShopAbilities(false, false, true));
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        // Two equal sessions, whose refunds appear in the order under other ids.
        portalPays.request(
                "shop", RefundRequest.builder("session-1", payment, eur("5.00")).build());
        portalPays.request(
                "shop", RefundRequest.builder("session-2", payment, eur("5.00")).build());
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Claim.MOVED);

        portalPays.worker().workOff();
        portalPays.worker().sweepDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().refundsOf(payment))
                .hasSize(2)
                .allMatch(it -> it.state() == State.SUCCEEDED && it.shownAs().isPresent());
        assertThat(portalPays
                        .ledger()
                        .names(portalPays.ledger().refund("shop", "session-1").orElseThrow()))
                .hasSize(1);
        assertThat(portalPays.ledger().findings(Finding.State.OPEN)).isEmpty();
        assertThat(world.refunds(payment)).isEqualTo(2);
    }

    @Test
    void whatIsUnderWayIsNotComparedYet() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        world.shop.isDown(TestShop.Question.TELL);
        portalPays.request("shop", request);

        portalPays.worker().sweepDue();
        world.work(portalPays, Duration.ofHours(3));

        assertThat(portalPays.ledger().findingsOf(payment)).isEmpty();
    }

    @Test
    void anotherCurrencyIsFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(
                world.shop.order(payment),
                payment,
                io.maksut.payment.Money.of("SEK", "50.00"),
                ShopRefund.State.SUCCEEDED,
                Claim.MOVED);

        anHourPasses();

        assertThat(open()).containsExactly(FindingKind.CURRENCY_DIFFERS);
    }
}
