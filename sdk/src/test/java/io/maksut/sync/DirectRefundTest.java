package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refunds past the shop: where the rule allows them, once, on facts that were fetched just now. */
class DirectRefundTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private RefundDecision decide(PaymentId payment, String amount) {
        return sync.desk().decide(payment, eur(amount), "mari", "the customer asked");
    }

    private RefundPermit allowed(PaymentId payment, String amount) {
        RefundDecision decision = decide(payment, amount);
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        return ((RefundDecision.Allowed) decision).permit();
    }

    private LedgerOperation executed(RefundPermit permit) {
        DirectRefund refund = sync.desk().execute(permit);
        assertThat(refund).isInstanceOf(DirectRefund.Made.class);
        return ((DirectRefund.Made) refund).refund();
    }

    @Test
    void aPermitThatTheLedgerDoesNotHoldMovesNothing() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundPermit given = allowed(payment, "10.00");
        Instant until = given.until();
        List<RefundPermit> madeUp = List.of(
                new RefundPermit("made-up", payment, eur("10.00"), until, "mari", "x", List.of()),
                new RefundPermit(given.id(), payment, eur("5.00"), until, given.askedBy(), given.because(), List.of()),
                new RefundPermit(given.id(), payment, eur("10.00"), until, "the manager", "agreed", List.of()));
        for (RefundPermit permit : madeUp) {
            assertThatIllegalArgumentException()
                    .as(permit.toString())
                    .isThrownBy(() -> sync.desk().execute(permit));
        }
        RefundPermit later = new RefundPermit(
                given.id(), payment, eur("10.00"), until.plusSeconds(60), given.askedBy(), given.because(), List.of());
        assertThat(sync.desk().execute(later)).isInstanceOf(DirectRefund.TooLate.class);
        assertThat(world.refunded(payment)).isZero();
        assertThat(sync.ledger().history(payment))
                .extracting(LedgerEvent::author)
                .doesNotContain("the manager");

        assertThat(executed(given).amount()).isEqualTo(eur("10.00"));
    }

    private static RefundDecision.Reason refusal(RefundDecision decision) {
        return ((RefundDecision.Refused) decision).reason();
    }

    private static Cause cause(RefundDecision decision) {
        return ((RefundDecision.Undetermined) decision).cause();
    }

    /** A payment by link, old enough, whose order was looked for twice. */
    private PaymentId paidByLink(Gateway gateway, String amount) {
        PaymentId payment = linkPayment(gateway, amount);
        world.clock.advance(Duration.ofHours(1));
        assertThat(cause(decide(payment, "1.00"))).isEqualTo(Cause.LOOKED_UP_ONCE);
        world.clock.advance(Clerk.settled(gateway));
        return payment;
    }

    private PaymentId linkPayment(Gateway gateway, String amount) {
        if (gateway == Gateway.EVERYPAY) {
            String reference = world.everypay
                    .payment()
                    .account("EUR3D1")
                    .state("settled")
                    .amount(eur(amount).minorUnits())
                    .method("card")
                    .created(world.clock.instant())
                    .byLink()
                    .add();
            world.linkPayments.add(reference);
            return new PaymentId("everypay", reference);
        }
        String handle = world.frisbii
                .charge("link-1")
                .state("settled")
                .amount(eur(amount).minorUnits())
                .currency("EUR")
                .method("card")
                .created(world.clock.instant())
                .metadata(Map.of("maksut_origin", "payment_link"))
                .add();
        world.linkPayments.add(handle);
        return new PaymentId("flatpay", handle);
    }

    /** An order whose refund of 10.00 failed in the shop, long enough ago. */
    private PaymentId failedInShop(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Clerk.settled(gateway).plusMinutes(1));
        return payment;
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void anOrderInTheShopIsRefundedThere(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.order(payment);
        world.clock.advance(Duration.ofHours(1));

        RefundDecision decision = decide(payment, "5.00");

        assertThat(refusal(decision)).isEqualTo(RefundDecision.Reason.ORDER_IN_SHOP);
        assertThat(decision.explain(Locale.ENGLISH)).contains("#order-1", "https://shop.example.test/orders/order-1");
        assertThat(world.refunded(payment)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void afterTheShopsRefundFailedItIsMadeHereAndRecordedThereWithoutPayingAgain(Gateway gateway) {
        PaymentId payment = failedInShop(gateway);

        LedgerOperation refund = executed(allowed(payment, "10.00"));

        assertThat(refund.state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(world.shop.refundsOf("order-1"))
                .filteredOn(it -> it.portalKey() != null)
                .extracting(OrderRefund::amount, OrderRefund::money)
                .containsExactly(org.assertj.core.api.Assertions.tuple(eur("10.00"), Payout.NONE));
        // What was recorded comes back as a change of the order, and changes nothing.
        world.work(sync, Duration.ofHours(2));
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(2));
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.writes()).isEqualTo(1);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aPaymentLinkWithoutOrderIsRefundedHere(Gateway gateway) {
        PaymentId payment = paidByLink(gateway, "20.00");

        LedgerOperation refund = executed(allowed(payment, "20.00"));

        assertThat(refund.state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(2_000);
        assertThat(world.shop.writes()).isZero();
    }

    @Test
    void aPermitIsUsedOnce() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundPermit permit = allowed(payment, "10.00");

        Instant used = world.clock.instant();
        LedgerOperation first = executed(permit);
        world.clock.advance(Duration.ofHours(1));
        DirectRefund.MadeBefore second = (DirectRefund.MadeBefore) sync.desk().execute(permit);

        assertThat(second.refund().id()).isEqualTo(first.id());
        assertThat(second.at()).isEqualTo(used);
        assertThat(second.by()).isEqualTo("mari");
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aPermitIsFoundAgainInAnotherProcess() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        String id = allowed(payment, "10.00").id();

        RefundSync other = world.sync(SyncMode.SHOP_PAYS);
        RefundPermit permit = other.desk().permit(id).orElseThrow();
        assertThat(permit.askedBy()).isEqualTo("mari");

        assertThat(other.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
        assertThat(((DirectRefund.MadeBefore) sync.desk().execute(permit))
                        .refund()
                        .state())
                .isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(other.desk().permit("no-such-permit")).isEmpty();
    }

    @Test
    void aFailedShopRefundIsUsedUpByOneDirectRefund() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundPermit one = allowed(payment, "4.00");
        RefundPermit two = allowed(payment, "10.00");

        executed(one);
        DirectRefund refund = sync.desk().execute(two);

        assertThat(refund).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(refusal(((DirectRefund.NotAllowed) refund).decision()))
                .isEqualTo(RefundDecision.Reason.ORDER_IN_SHOP);
        assertThat(world.refunded(payment)).isEqualTo(400);
    }

    @Test
    void aDirectRefundThatIsDeclinedGivesItsGroundBack() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        world.frisbii.declineNext(io.maksut.sandbox.frisbii.Operation.REFUND, "refund_rejected", "hard_declined");

        assertThat(executed(allowed(payment, "10.00")).state()).isEqualTo(State.DECLINED);
        assertThat(world.shop.writes()).isZero();
        assertThat(executed(allowed(payment, "10.00")).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aPermitEnds() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundPermit permit = allowed(payment, "10.00");
        world.clock.advance(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.TooLate.class);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void aPermitIsJudgedAgainWhenItIsExecuted() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundPermit permit = allowed(payment, "10.00");
        // Meanwhile the merchant tries again in the shop, and it succeeds.
        world.shop.refund("order-1", payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "10.00");

        DirectRefund refund = sync.desk().execute(permit);

        assertThat(refund).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(refusal(((DirectRefund.NotAllowed) refund).decision()))
                .isEqualTo(RefundDecision.Reason.SHOP_REFUNDED_SINCE);
        assertThat(world.refunds(payment)).isZero();
    }

    @Test
    void whenTheMoneyOfTheFailedRefundMovedNothingIsRefundedAgain() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        world.refundAsStaff(payment, "10.00");

        assertThat(refusal(decide(payment, "10.00"))).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
    }

    @Test
    void whenSomeOtherMoneyMovedItCannotBeTold() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        world.refundAsStaff(payment, "3.00");

        assertThat(cause(decide(payment, "10.00"))).isEqualTo(Cause.MONEY_NOT_ATTRIBUTABLE);
    }

    @Test
    void anEarlierRefundThatThePluginReportedAsPaidExplainsItsMoney() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("3.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "3.00");
        world.clock.advance(Duration.ofMinutes(5));
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(11));

        assertThat(executed(allowed(payment, "10.00")).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_300);
    }

    @Test
    void whileTheShopIsDownNothingIsAllowed() {
        PaymentId payment = paidByLink(Gateway.FLATPAY, "20.00");
        world.shop.isDown(TestShop.Question.FIND);
        assertThat(cause(decide(payment, "5.00"))).isEqualTo(Cause.LOOKUP_FAILED);

        world.shop.isUp();
        assertThat(cause(decide(payment, "5.00")))
                .as("an answer that failed breaks the run of empty answers")
                .isEqualTo(Cause.LOOKED_UP_ONCE);
    }

    @Test
    void whatWasNotFinishedInTheShopWhenItWasLastSeenIsInFlightWhileTheShopIsDown() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.PENDING, Payout.NOT_TOLD);
        sync.worker().scanDue();
        world.shop.isDown(TestShop.Question.FIND);
        world.clock.advance(Duration.ofHours(1));
        sync.statements().release(payment, "the boss", "let it pass");

        assertThat(refusal(decide(payment, "5.00"))).isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
    }

    @Test
    void whatTheShopWasNotToldYetIsOpenThereWhileItIsDown() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("10.00"));
        world.frisbii.declineNext(io.maksut.sandbox.frisbii.Operation.REFUND, "refund_rejected", "hard_declined");
        world.shop.isDown(TestShop.Question.TELL);
        world.shop.isDown(TestShop.Question.FIND);
        portalPays.request("shop", request);
        portalPays.worker().workOff();
        world.clock.advance(Duration.ofMinutes(11));

        assertThat(refusal(portalPays.desk().decide(payment, eur("10.00"), "mari", "x")))
                .isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
    }

    @Test
    void anUninstalledAppADeadTokenAndALimitedHistoryAreToldApart() {
        PaymentId payment = paidByLink(Gateway.FLATPAY, "20.00");

        world.shop.blindTo(Cause.SHOP_DISCONNECTED);
        assertThat(cause(decide(payment, "5.00"))).isEqualTo(Cause.SHOP_DISCONNECTED);
        world.shop.blindTo(Cause.ACCESS_LOST);
        assertThat(cause(decide(payment, "5.00"))).isEqualTo(Cause.ACCESS_LOST);
        world.shop.blindTo(null);
        world.shop.completeHistory(false);
        assertThat(cause(decide(payment, "5.00"))).isEqualTo(Cause.HISTORY_LIMITED);
    }

    @Test
    void anOrderThatWasSeenAndIsGoneIsNoAbsence() {
        PaymentId payment = linkPayment(Gateway.FLATPAY, "20.00");
        String order = world.shop.order(payment);
        sync.worker().scanDue();
        world.shop.deleteOrder(order);
        world.clock.advance(Duration.ofHours(1));

        assertThat(cause(decide(payment, "5.00"))).isEqualTo(Cause.ORDER_DELETED);
    }

    @Test
    void anOrderInTheBinIsNoAbsence() {
        PaymentId payment = linkPayment(Gateway.FLATPAY, "20.00");
        world.shop.trash(world.shop.order(payment));
        world.clock.advance(Duration.ofHours(1));

        assertThat(cause(decide(payment, "5.00"))).isEqualTo(Cause.ORDER_DELETED);
    }

    @Test
    void anOrdinaryCheckoutWithoutOrderIsReleasedByAPersonOnce() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.checkoutPayments.add(payment.reference());
        world.clock.advance(Duration.ofHours(1));
        assertThat(cause(decide(payment, "5.00"))).isEqualTo(Cause.LOOKED_UP_ONCE);
        world.clock.advance(Duration.ofMinutes(10));
        assertThat(refusal(decide(payment, "5.00"))).isEqualTo(RefundDecision.Reason.NEITHER_CASE);

        sync.statements().release(payment, "the boss", "customer paid twice");

        assertThat(executed(allowed(payment, "5.00")).state()).isEqualTo(State.SUCCEEDED);
        assertThat(refusal(decide(payment, "5.00"))).isEqualTo(RefundDecision.Reason.NEITHER_CASE);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void aReleaseThatIsWithdrawnCountsForNothing() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.clock.advance(Duration.ofHours(1));
        String release =
                sync.statements().release(payment, "the boss", "a mistake").id();
        allowed(payment, "5.00");

        assertThat(sync.statements().withdraw(release, "the boss", "the wrong payment"))
                .isTrue();

        assertThat(decide(payment, "5.00")).isInstanceOf(RefundDecision.Undetermined.class);
        assertThat(sync.statements().withdraw(release, "the boss", "again")).isFalse();
    }

    @Test
    void whereTheShopDeletesFailuresAStatementProvesThem() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.order(payment);
        sync.statements().shopRefundFailed(payment, eur("10.00"), "mari", "Could not be refunded: timeout");
        assertThat(cause(decide(payment, "10.00"))).isEqualTo(Cause.FAILURE_TOO_YOUNG);
        world.clock.advance(Duration.ofMinutes(10));

        assertThat(refusal(decide(payment, "10.01"))).isEqualTo(RefundDecision.Reason.ABOVE_FAILED_AMOUNT);
        assertThat(executed(allowed(payment, "10.00")).state()).isEqualTo(State.SUCCEEDED);
        assertThat(refusal(decide(payment, "1.00"))).isEqualTo(RefundDecision.Reason.ORDER_IN_SHOP);
    }

    @Test
    void whereTheBridgeWasAskedItsOwnLedgerProvesTheFailure() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        world.shop.forgetsFailures();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("10.00"));
        world.frisbii.declineNext(io.maksut.sandbox.frisbii.Operation.REFUND, "refund_rejected", "hard_declined");
        portalPays.request("shop", request);
        portalPays.worker().workOff();
        assertThat(world.shop.refundsOf("order-1")).isEmpty();
        world.clock.advance(Duration.ofMinutes(11));

        RefundDecision decision = portalPays.desk().decide(payment, eur("10.00"), "mari", "declined in the shop");

        assertThat(decision).isInstanceOf(RefundDecision.Allowed.class);
        portalPays.desk().execute(((RefundDecision.Allowed) decision).permit());
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void whileAShopRefundIsInFlightNothingIsAllowed() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundRequest request = world.shop.asksToRefund("order-1", payment, eur("2.00"));
        portalPays.request("shop", request);

        RefundDecision decision = portalPays.desk().decide(payment, eur("10.00"), "mari", "x");

        assertThat(refusal(decision)).isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
    }

    /** An order may name a payment by its transaction, which the gateway finds it by, too; the portal names it by its handle. */
    @Test
    void aRefundInFlightOfAPaymentThatTheShopNamesByItsTransactionIsNotPaidBesideADirectOne() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        GatewayCall call = world.gateways().get(0).begin(CallOptions.DEFAULT);
        String transaction =
                call.await(call.read(payment.reference())).transactionId().orElseThrow();
        PaymentId named = world.paid(new PaymentId("flatpay", transaction), "29.80");
        String order = world.shop.order(named);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest request = world.shop.asksToRefund(order, named, eur("10.00"));
        portalPays.request("shop", request);
        portalPays.worker().workOff();
        LedgerOperation asked = portalPays.ledger().refund("shop", request.id()).orElseThrow();
        assertThat(asked.outcomeUnknown()).as(asked.toString()).isTrue();
        portalPays.statements().shopRefundFailed(payment, eur("10.00"), "mari", "the shop timed out");
        world.clock.advance(Duration.ofMinutes(11));

        RefundDecision decision = portalPays.desk().decide(payment, eur("10.00"), "mari", "the customer asked");
        if (decision instanceof RefundDecision.Allowed allowed) {
            DirectRefund unused = portalPays.desk().execute(allowed.permit());
        }
        world.work(portalPays, Duration.ofHours(1));

        assertThat(world.refunded(payment)).as(decision.explain(Locale.ENGLISH)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aDirectRefundWhoseAnswerIsLostIsUnknownAndIsFoundOut(Gateway gateway) {
        PaymentId payment = failedInShop(gateway);
        RefundPermit permit = allowed(payment, "10.00");
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING)
                .afterMatching(gateway == Gateway.FLATPAY ? 2 : 3)
                .times(2);

        LedgerOperation refund = executed(permit);
        if (refund.state().mayBeSent()) {
            assertThat(refusal(decide(payment, "1.00"))).isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
        }
        world.work(sync, Duration.ofMinutes(20));

        assertThat(sync.ledger().refund(refund.id()).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.writes()).isEqualTo(1);
    }

    @Test
    void whenTheGatewayCannotBeReachedThePermitStillHolds() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundPermit permit = allowed(payment, "10.00");
        world.frisbii.faults().next(Fault.MAINTENANCE_PAGE).on("GET", "/v1/invoice/*");

        assertThat(sync.desk().execute(permit))
                .isInstanceOfSatisfying(
                        DirectRefund.NotAllowed.class,
                        it -> assertThat(cause(it.decision())).isEqualTo(Cause.GATEWAY_UNREADABLE));
        assertThat(world.refunded(payment)).isZero();

        assertThat(executed(permit).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void whereThePlatformCannotRecordTheMerchantIsToldWhatToDo() {
        world.shop.abilities(new ShopAbilities(true, false, true));
        PaymentId payment = failedInShop(Gateway.FLATPAY);

        LedgerOperation refund = executed(allowed(payment, "10.00"));

        assertThat(refund.reviewReason()).contains(ReviewReason.RECORD_BY_MERCHANT);
        assertThat(refund.reason()).contains("Enter the refund of EUR 10.00 by hand");
        assertThat(sync.ledger().waitingForPerson())
                .extracting(LedgerOperation::id)
                .containsExactly(refund.id());
        // The merchant does it, and the shop shows it.
        world.shop.refund("order-1", payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(2));
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aShopThatIsDownIsBroughtInLineLater() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        RefundPermit permit = allowed(payment, "10.00");
        world.shop.failsNext(TestShop.Question.RECORD);
        world.shop.losesNextAnswer(TestShop.Question.RECORD);

        assertThat(executed(permit).shopWaits()).isTrue();
        world.work(sync, Duration.ofMinutes(10));

        assertThat(world.shop.writes())
                .as("written once, though the answer was lost")
                .isEqualTo(1);
        assertThat(sync.ledger().refundsOf(payment))
                .filteredOn(it -> it.kind() == LedgerOperation.Kind.DIRECT)
                .noneMatch(LedgerOperation::shopWaits);
    }

    @Test
    void withoutAShopADeclarationOnRecordAllowsLinks() {
        RefundSync alone = world.without().build();
        PaymentId payment = linkPayment(Gateway.FLATPAY, "20.00");
        world.clock.advance(Duration.ofHours(1));
        assertThat(cause(alone.desk().decide(payment, eur("5.00"), "mari", "x")))
                .isEqualTo(Cause.NO_SHOP_CONNECTED);

        alone.statements().noShop("flatpay", "mari", "we sell by link only");

        RefundDecision decision = alone.desk().decide(payment, eur("5.00"), "mari", "x");
        assertThat(decision).isInstanceOf(RefundDecision.Allowed.class);
        alone.desk().execute(((RefundDecision.Allowed) decision).permit());
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void everyDecisionIsStoredWithItsEvidence() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        executed(allowed(payment, "10.00"));

        assertThat(sync.ledger().history(payment))
                .filteredOn(it -> it.kind() == LedgerEvent.Kind.DECIDED)
                .hasSize(2)
                .allSatisfy(it -> {
                    assertThat(it.by()).contains("mari");
                    assertThat(it.details()).contains("row 5", "SHOP_REFUND", "NONE_CERTAIN", "PAYMENT");
                });
    }

    @Test
    void anotherCurrencyAndMoreThanIsLeftAreRefused() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);

        assertThat(refusal(decide(payment, "29.81"))).isEqualTo(RefundDecision.Reason.PAYMENT_DOES_NOT_ALLOW);
        assertThat(refusal(sync.desk().decide(payment, Money.of("SEK", "1.00"), "mari", "x")))
                .isEqualTo(RefundDecision.Reason.PAYMENT_DOES_NOT_ALLOW);
    }
}
