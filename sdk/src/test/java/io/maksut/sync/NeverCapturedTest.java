package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * EveryPay counts what was never captured as captured and refunded, as soon as anything is refunded. Where the shop pays
 * its refunds, no attempt of this ledger has seen what was captured before.
 */
class NeverCapturedTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = built();
    private PaymentId payment;
    private String order;

    private RefundSync built() {
        RefundSync built = world.without()
                .shop(world.connected(SyncMode.SHOP_PAYS).withShipToSettle())
                .build();
        int unused = built.worker().scanDue();
        return built;
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void authorised(String amount) {
        payment = world.authorised(Gateway.EVERYPAY, amount);
        order = world.shop.order(payment);
    }

    /** By staff in the gateway's portal. */
    private void capturedElsewhere(long amount) {
        world.everypay.captureAsStaff(payment.reference(), amount);
    }

    /** By the engine, as the order has shipped. */
    private void capturedHere(String amount) {
        world.shop.totals(order, eur(amount));
        world.shop.ships(order, Fulfilment.COMPLETE);
        scans(Duration.ofMinutes(15));
        assertThat(world.books(payment).captured(payment.reference()))
                .isEqualTo(eur(amount).minorUnits());
    }

    private void paidByPlugin(String amount) {
        world.refundAsStaff(payment, amount);
        shows(amount, ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
    }

    private void shows(String amount, ShopRefund.State state, Payout payout) {
        world.shop.refund(order, payment, eur(amount), state, payout);
        world.clock.advance(Duration.ofMinutes(1));
    }

    private void scans(Duration time) {
        world.clock.advance(Duration.ofMinutes(15));
        int unused = sync.worker().scanDue();
        world.work(sync, time);
    }

    private RefundDecision decides(String amount) {
        return sync.desk().decide(payment, eur(amount), "mari", "the plugin failed");
    }

    private List<String> open() {
        return sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .map(it -> it.kind() + " " + it.amount())
                .toList();
    }

    /** Of 60.00 only 40.00 was captured, and the customer has 5.00: EveryPay reads 25.00 as refunded. */
    @Test
    void whereNothingTellsWhatWasCapturedTheMoneyOfAFailedRefundIsNotCertain() {
        authorised("60.00");
        capturedElsewhere(4_000);
        paidByPlugin("5.00");
        shows("20.00", ShopRefund.State.FAILED, Payout.NOT_TOLD);
        scans(Duration.ofHours(2));

        RefundDecision decision = decides("20.00");

        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Undetermined.class);
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(open()).containsExactly("REFUNDED_OR_NOT_CAPTURED EUR 20.00");
    }

    @Test
    void whatAPersonHasAcceptedAsNeverCapturedExplainsTheSum() {
        whereNothingTellsWhatWasCapturedTheMoneyOfAFailedRefundIsNotCertain();
        Discrepancy discrepancy =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).findFirst().orElseThrow();
        sync.syncDesk().acceptDiscrepancy(discrepancy.id(), "mari", "40.00 was captured");

        RefundDecision decision = decides("20.00");

        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        DirectRefund unused = sync.desk().execute(((RefundDecision.Allowed) decision).permit());
        scans(Duration.ofHours(2));
        assertThat(world.refunded(payment)).isEqualTo(2_500);
        assertThat(open()).isEmpty();
    }

    @Test
    void whereTheLedgerHasCapturedAPartTheRestIsNoRefund() {
        authorised("60.00");
        capturedHere("40.00");
        paidByPlugin("5.00");
        shows("20.00", ShopRefund.State.FAILED, Payout.NOT_TOLD);
        scans(Duration.ofHours(2));

        RefundDecision decision = decides("20.00");

        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        assertThat(open()).isEmpty();
    }

    /** Of all that the gateway reads as refunded, the customer has 5.00. */
    @Test
    void whatWasNeverCapturedIsNotTheMoneyOfARefundThatThePluginOnlySaysItPaid() {
        authorised("60.00");
        capturedHere("40.00");
        paidByPlugin("5.00");
        shows("20.00", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);

        scans(Duration.ofHours(2));

        assertThat(open()).containsExactly("ONLY_IN_SHOP EUR 20.00");
    }

    /** Also where it may be what was never captured, a person learns of it. */
    @Test
    void moneyThatStaffRefundedIsShownWhateverWasCaptured() {
        authorised("60.00");
        capturedElsewhere(6_000);
        paidByPlugin("5.00");
        world.refundAsStaff(payment, "20.00");

        scans(Duration.ofHours(2));

        assertThat(open()).containsExactly("REFUNDED_OR_NOT_CAPTURED EUR 20.00");
    }

    @Test
    void moneyThatStaffRefundedIsCertainWhereTheLedgerHasCapturedAll() {
        authorised("60.00");
        capturedHere("60.00");
        paidByPlugin("5.00");
        shows("20.00", ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.refundAsStaff(payment, "20.00");
        scans(Duration.ofHours(2));

        RefundDecision decision = decides("20.00");

        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Refused.class);
        assertThat(open()).containsExactly("ONLY_AT_GATEWAY EUR 20.00");
    }

    /** 40.00 was captured, and the shop asks for all: it reads as if all was captured. */
    @Test
    void aCaptureIsNotToldAsDoneBeforeWherePartOfItMayNeverHaveBeenCaptured() {
        world.shop.abilities(new ShopAbilities(true, false, true).withVouchedRequests(true));
        RefundSync asked =
                world.without().shop(world.connected(SyncMode.PORTAL_PAYS)).build();
        authorised("60.00");
        capturedElsewhere(4_000);
        world.refundAsStaff(payment, "5.00");

        asked.request("shop", AuthorisationRequest.capture("c-1", payment, eur("60.00")));
        world.work(asked, Duration.ofMinutes(5));

        LedgerOperation capture = asked.ledger().capturesOf(payment).get(0);
        assertThat(capture.state()).isEqualTo(LedgerOperation.State.PENDING);
        assertThat(capture.reviewReason()).contains(ReviewReason.CAPTURE_UNEXPLAINED);
    }
}
