package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Staff refund at the gateway, past shop and desk: until it is explained, nothing more of the payment is refunded here. */
class UnexplainedMoneyTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.scanned(SyncMode.SHOP_PAYS);
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatStaffRefundedOfALinkPaymentIsNotRefundedOnceMore(Gateway gateway) {
        PaymentId payment = clerk.paidByLink(gateway, "20.00");
        world.refundAsStaff(payment, "5.00");

        assertThat(Clerk.cause(clerk.decide(payment, "5.00"))).isEqualTo(Cause.MONEY_UNEXPLAINED);
        assertThat(Clerk.cause(clerk.decide(payment, "1.00"))).isEqualTo(Cause.MONEY_UNEXPLAINED);
    }

    @Test
    void whereNoShopExistsItIsTheSame() {
        RefundSync alone = world.without().build();
        Clerk desk = new Clerk(world, alone);
        PaymentId payment = desk.linkPayment(Gateway.FLATPAY, "20.00");
        world.clock.advance(Duration.ofHours(1));
        alone.statements().noShop("flatpay", "mari", "we sell by link only");
        world.refundAsStaff(payment, "5.00");

        assertThat(Clerk.cause(desk.decide(payment, "5.00"))).isEqualTo(Cause.MONEY_UNEXPLAINED);
    }

    @Test
    void aReleaseLetsNothingPassThatIsNotExplained() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.clock.advance(Duration.ofHours(1));
        sync.statements().release(payment, "the boss", "customer paid twice");
        RefundPermit permit = clerk.allowed(payment, "5.00");
        world.refundAsStaff(payment, "5.00");

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(Clerk.cause(clerk.decide(payment, "5.00"))).isEqualTo(Cause.MONEY_UNEXPLAINED);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void aPersonAcceptsTheDiscrepancyAndTheRestMayBeRefunded() {
        PaymentId payment = clerk.paidByLink(Gateway.FLATPAY, "20.00");
        world.refundAsStaff(payment, "5.00");
        clerk.decide(payment, "5.00");
        world.work(sync, Duration.ofHours(1));
        Discrepancy discrepancy =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).findFirst().orElseThrow();
        assertThat(discrepancy.kind()).isEqualTo(DiscrepancyKind.ONLY_AT_GATEWAY);
        sync.syncDesk().acceptDiscrepancy(discrepancy.id(), "the boss", "goodwill, by me");

        assertThat(clerk.executed(clerk.allowed(payment, "6.00")).state()).isEqualTo(State.SUCCEEDED);

        world.refundAsStaff(payment, "1.00");
        assertThat(Clerk.cause(clerk.decide(payment, "1.00")))
                .as("other money than what was accepted")
                .isEqualTo(Cause.MONEY_UNEXPLAINED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aPersonPutsOnRecordWhatItWas(Gateway gateway) {
        PaymentId payment = clerk.paidByLink(gateway, "20.00");
        world.refundAsStaff(payment, "5.00");
        String statement = sync.statements()
                .refundedElsewhere(payment, eur("5.00"), "the boss", "goodwill, by me")
                .id();

        clerk.allowed(payment, "6.00");
        sync.statements().withdraw(statement, "the boss", "it was another payment");
        assertThat(Clerk.cause(clerk.decide(payment, "6.00"))).isEqualTo(Cause.MONEY_UNEXPLAINED);
    }

    @Test
    void moneyOfAFailedShopRefundThatIsPutOnRecordAsAnotherIsNoDoubtAnyMore() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        world.refundAsStaff(payment, "3.00");
        assertThat(Clerk.cause(clerk.decide(payment, "10.00"))).isEqualTo(Cause.MONEY_NOT_ATTRIBUTABLE);

        sync.statements().refundedElsewhere(payment, eur("3.00"), "the boss", "for the scratch");

        assertThat(clerk.executed(clerk.allowed(payment, "10.00")).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_300);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void moneyThatAPersonSaysIsTheFailedRefundsMakesItPaid(Gateway gateway) {
        PaymentId payment = clerk.failedInShop(gateway, "10.00");
        world.refundAsStaff(payment, "13.00"); // the refund that failed in the shop, and 3.00 for something else
        assertThat(Clerk.cause(clerk.decide(payment, "10.00"))).isEqualTo(Cause.MONEY_NOT_ATTRIBUTABLE);

        String word = sync.statements()
                .failedRefundPaid(payment, failedRefund(), "the boss", "the bank's statement shows it")
                .id();

        assertThat(Clerk.refusal(clerk.decide(payment, "10.00"))).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
        assertThat(Clerk.refusal(clerk.decide(payment, "1.00"))).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
        sync.statements().withdraw(word, "the boss", "it was another customer's");
        assertThat(Clerk.cause(clerk.decide(payment, "10.00"))).isEqualTo(Cause.MONEY_NOT_ATTRIBUTABLE);
        assertThat(world.refunded(payment)).isEqualTo(1_300);
    }

    @Test
    void aPersonsWordThatAFailedRefundWasPaidStopsAPermitThatWasGivenBefore() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        world.refundAsStaff(payment, "4.00");
        world.refundAsStaff(payment, "6.00");
        String elsewhere = sync.statements()
                .refundedElsewhere(payment, eur("10.00"), "mari", "goodwill")
                .id();
        RefundPermit permit = clerk.allowed(payment, "10.00");
        sync.statements().withdraw(elsewhere, "mari", "it was not");
        sync.statements().failedRefundPaid(payment, failedRefund(), "mari", "in two parts, by staff");

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(Clerk.refusal(clerk.decide(payment, "10.00"))).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void theWordStandsAlsoWhereTheDiscrepancyOfThatMoneyWasAccepted() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        world.refundAsStaff(payment, "10.00");
        clerk.decide(payment, "10.00");
        world.work(sync, Duration.ofHours(1));
        Discrepancy discrepancy =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).findFirst().orElseThrow();
        sync.syncDesk().acceptDiscrepancy(discrepancy.id(), "the boss", "seen");
        sync.statements().failedRefundPaid(payment, failedRefund(), "the boss", "it is the refund's");

        assertThat(Clerk.refusal(clerk.decide(payment, "10.00"))).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
    }

    @Test
    void ofTwoFailedRefundsTheOneThatAPersonNamesIsPaid() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        String first = failedRefund();
        world.shop.refund("order-1", payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(11));
        world.refundAsStaff(payment, "10.00");
        assertThat(Clerk.cause(clerk.decide(payment, "10.00"))).isEqualTo(Cause.MONEY_NOT_ATTRIBUTABLE);

        sync.statements().failedRefundPaid(payment, first, "the boss", "the gateway's portal names it");

        RefundDecision decision = clerk.decide(payment, "10.00");
        assertThat(Clerk.refusal(decision)).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
        assertThat(((RefundDecision.Refused) decision).evidence().toString())
                .contains("NONE_CERTAIN")
                .contains("MOVED");
    }

    @Test
    void aFailureThatOnlyAStatementProvesIsPaidByAPersonsWordToo() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        world.shop.order(payment);
        String failure = sync.statements()
                .shopRefundFailed(payment, eur("10.00"), "mari", "the shop said error")
                .id();
        world.refundAsStaff(payment, "12.00");
        world.clock.advance(Duration.ofMinutes(11));
        assertThat(Clerk.cause(clerk.decide(payment, "10.00"))).isEqualTo(Cause.MONEY_NOT_ATTRIBUTABLE);

        sync.statements().failedRefundPaid(payment, failure, "the boss", "seen in the portal");

        assertThat(Clerk.refusal(clerk.decide(payment, "10.00"))).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
    }

    @Test
    void nobodySaysThatARefundWasPaidWhichThePaymentDoesNotHave() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        PaymentId other = world.settled(Gateway.FLATPAY, "60.00");
        clerk.decide(payment, "10.00");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sync.statements().failedRefundPaid(payment, "nothing", "mari", "seen"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sync.statements().failedRefundPaid(other, failedRefund(), "mari", "seen"));
    }

    private String failedRefund() {
        return world.shop.refundsOf("order-1").get(0).id();
    }

    @Test
    void aRecordThatWasMadeByHandExplainsNothing() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        world.shop.refund("order-1", payment, eur("3.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.refundAsStaff(payment, "3.00");
        world.clock.advance(Duration.ofMinutes(11));

        assertThat(clerk.decide(payment, "10.00")).isNotInstanceOf(RefundDecision.Allowed.class);
    }
}
