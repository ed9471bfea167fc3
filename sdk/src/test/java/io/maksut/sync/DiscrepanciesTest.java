package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
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
class DiscrepanciesTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    /** Scans and works for an hour. */
    private void anHourPasses() {
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(1));
    }

    private List<DiscrepancyKind> open() {
        return sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .map(Discrepancy::kind)
                .toList();
    }

    private Discrepancy openDiscrepancy() {
        List<Discrepancy> discrepancies =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).toList();
        assertThat(discrepancies).hasSize(1);
        Discrepancy discrepancy = discrepancies.get(0);
        assertThat(sync.ledger().discrepancy(discrepancy.id())).contains(discrepancy);
        return discrepancy;
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundThatThePluginPaidAgreesAndIsNoDiscrepancy(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.refund(
                world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "5.00");

        anHourPasses();

        assertThat(sync.ledger().discrepanciesOf(payment)).isEmpty();
        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::state)
                .containsExactly(State.OBSERVED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundOnlyInTheShopIsFoundAndNotPaid(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.refund(
                world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);

        anHourPasses();

        assertThat(openDiscrepancy().kind()).isEqualTo(DiscrepancyKind.ONLY_IN_SHOP);
        assertThat(openDiscrepancy().amount()).isEqualTo(eur("5.00"));
        assertThat(openDiscrepancy().kind().remedy(Locale.forLanguageTag("fi"))).contains("Kauppa");
        assertThat(world.refunded(payment)).isZero();
        assertThat(world.events)
                .anyMatch(it -> it instanceof SyncEvent.DiscrepancyChanged changed
                        && changed.discrepancy().state() == Discrepancy.State.OPEN);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundOnlyAtTheGatewayIsFound(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("2.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "2.00");
        world.refundAsStaff(payment, "5.00");

        anHourPasses();

        // EveryPay counts what was never captured as refunded, and nothing here tells what was captured.
        assertThat(openDiscrepancy().kind())
                .isEqualTo(
                        gateway == Gateway.FLATPAY
                                ? DiscrepancyKind.ONLY_AT_GATEWAY
                                : DiscrepancyKind.REFUNDED_OR_NOT_CAPTURED);
        assertThat(openDiscrepancy().amount()).isEqualTo(eur("5.00"));
    }

    @Test
    void aRefundThatNoShopHasEverHeardOfIsFoundByTheScanOfTheGateway() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.refundAsStaff(payment, "5.00");

        anHourPasses();

        assertThat(openDiscrepancy().payment()).isEqualTo(payment);
        assertThat(openDiscrepancy().kind()).isEqualTo(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void aDifferenceIsSuspectedAtFirstAndGoneWhenItWasOnlyLate() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(
                world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(5));
        assertThat(sync.ledger().discrepancies(Discrepancy.State.SUSPECTED)).hasSize(1);
        assertThat(open()).isEmpty();

        world.refundAsStaff(payment, "5.00");
        world.work(sync, Duration.ofHours(1));

        assertThat(sync.ledger().discrepancies(Discrepancy.State.GONE)).hasSize(1);
        assertThat(world.events).noneMatch(it -> it instanceof SyncEvent.DiscrepancyChanged);
    }

    @Test
    void aRecordMadeByHandIsToldApart() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Payout.NONE);

        anHourPasses();

        assertThat(openDiscrepancy().kind()).isEqualTo(DiscrepancyKind.RECORDED_WITHOUT_MONEY);
    }

    @Test
    void aPersonAcceptsADiscrepancyAndItOpensAgainWhenTheAmountChanges() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        anHourPasses();

        sync.syncDesk().acceptDiscrepancy(openDiscrepancy().id(), "mari", "paid in cash");
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();
        assertThat(open()).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.ACCEPTED))
                .first()
                .satisfies(it -> {
                    assertThat(it.acceptedBy()).contains("mari");
                    assertThat(it.decidedBecause()).isEqualTo("paid in cash");
                });

        world.shop.refund(order, payment, eur("1.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        anHourPasses();
        assertThat(openDiscrepancy().amount()).isEqualTo(eur("6.00"));
    }

    /** As this engine has scanned and worked for an hour. */
    private LedgerOperation seenBy(RefundSync engine, PaymentId payment) {
        engine.worker().scanDue();
        world.work(engine, Duration.ofHours(1));
        return engine.ledger().refundsOf(payment).get(0);
    }

    @Test
    void aPersonHasAMissingRefundPaidAndItIsPaidOnce() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        LedgerOperation seen = seenBy(portalPays, payment);

        portalPays.syncDesk().pay(seen.id(), "mari", "it was meant to be paid");
        world.work(portalPays, Duration.ofHours(1));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(portalPays.ledger().refund(seen.id()).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        assertThat(open()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> portalPays.syncDesk().pay(seen.id(), "mari", "once more"));
    }

    @Test
    void whatTheGatewayShowsAlreadyIsNotPaidOnAPersonsWord() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.refundAsStaff(payment, "5.00");
        LedgerOperation seen = seenBy(portalPays, payment);

        assertThatIllegalStateException().isThrownBy(() -> portalPays.syncDesk().pay(seen.id(), "mari", "pay it"));
        assertThat(world.refunds(payment)).isZero();
    }

    /** The shop's own plugin may still pay it, or pays it when the merchant makes it again. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whereTheShopPaysNoRefundOfItIsPaidOnAPersonsWord(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        LedgerOperation seen = seenBy(sync, payment);
        assertThat(open()).containsExactly(DiscrepancyKind.RECORDED_WITHOUT_MONEY);

        assertThatIllegalStateException().isThrownBy(() -> sync.syncDesk().pay(seen.id(), "mari", "pay it"));
        assertThat(sync.portalPays("shop")).isFalse();
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunded(payment)).isZero();
        assertThat(sync.ledger().refund(seen.id()).orElseThrow().state()).isEqualTo(State.OBSERVED);
    }

    @Test
    void ofAShopThatIsNotConnectedHereNoRefundIsPaidOnAPersonsWord() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        LedgerOperation seen = seenBy(portalPays, payment);
        RefundSync without = world.without().build();

        assertThatIllegalStateException().isThrownBy(() -> without.syncDesk().pay(seen.id(), "mari", "pay it"));
        assertThat(without.portalPays("shop")).isFalse();
        assertThat(portalPays.portalPays("shop")).isTrue();
        world.work(portalPays, Duration.ofHours(1));
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void aRefundThatIsDeletedInTheShopAfterItsMoneyWentOutIsFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        String refund = world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "5.00");
        anHourPasses();
        assertThat(open()).isEmpty();

        world.shop.deleteRefund(refund); // without any sign of it
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();

        assertThat(open()).contains(DiscrepancyKind.GONE_FROM_SHOP);
        assertThat(world.refunds(payment)).isZero();
    }

    @Test
    void anOrderThatIsDeletedAfterItsRefundIsFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "5.00");
        anHourPasses();

        world.shop.deleteOrder(order);
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();

        assertThat(open()).contains(DiscrepancyKind.ORDER_GONE);
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
        portalPays.worker().scanDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .contains(DiscrepancyKind.REFUND_CAME_BACK);
    }

    @Test
    void aChargebackOnARefundedPaymentIsFound() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.shop.refund(
                world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "5.00");
        anHourPasses();
        assertThat(open()).isEmpty();

        world.everypay.chargeback(payment.reference());
        world.clock.advance(Duration.ofDays(1));
        anHourPasses();

        assertThat(open()).contains(DiscrepancyKind.CHARGED_BACK_AFTER_REFUND);
    }

    @Test
    void parallelRefundsThatExceedWhatWasPaidAreFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("20.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.shop.refund(order, payment, eur("20.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "20.00");

        anHourPasses();

        assertThat(open()).contains(DiscrepancyKind.SHOP_TOTAL_EXCEEDED, DiscrepancyKind.ONLY_IN_SHOP);
    }

    @Test
    void aShopThatSaysFailedWhileTheMoneyMovedIsFound() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        portalPays.request("shop", request);
        portalPays.worker().workOff();
        world.shop.setState(request.id(), ShopRefund.State.FAILED);

        portalPays.worker().scanDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .containsExactly(DiscrepancyKind.SHOP_SAYS_FAILED);
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

        portalPays.worker().scanDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .containsExactly(DiscrepancyKind.SHOP_SAYS_DONE);
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
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);

        portalPays.worker().workOff();
        portalPays.worker().scanDue();
        world.work(portalPays, Duration.ofHours(1));

        assertThat(portalPays.ledger().refundsOf(payment))
                .hasSize(2)
                .allMatch(it -> it.state() == State.SUCCEEDED && it.shownAs().isPresent());
        assertThat(portalPays
                        .ledger()
                        .names(portalPays.ledger().refund("shop", "session-1").orElseThrow()))
                .hasSize(1);
        assertThat(portalPays.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
        assertThat(world.refunds(payment)).isEqualTo(2);
    }

    @Test
    void whatIsUnderWayIsNotComparedYet() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        world.shop.isDown(TestShop.Question.TELL);
        portalPays.request("shop", request);

        portalPays.worker().scanDue();
        world.work(portalPays, Duration.ofHours(3));

        assertThat(portalPays.ledger().discrepanciesOf(payment)).isEmpty();
    }

    @Test
    void anotherCurrencyIsFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(
                world.shop.order(payment),
                payment,
                io.maksut.payment.Money.of("SEK", "50.00"),
                ShopRefund.State.SUCCEEDED,
                Payout.SUCCEEDED);

        anHourPasses();

        assertThat(open()).containsExactly(DiscrepancyKind.CURRENCY_DIFFERS);
    }
}
