package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.CallReport;
import io.maksut.payment.DenialReason;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reads of a gateway are behind a capture that the ledger knows of: no refund is declined on them. What is not behind is
 * declined at once.
 */
class CaptureNotShownTest {
    private final SyncWorld world = new SyncWorld();
    private RefundSync sync;

    @BeforeEach
    void open() {
        world.shop.abilities(new ShopAbilities(true, false, true).withVouchedRequests(true));
        sync = world.sync(SyncMode.PORTAL_PAYS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void captures(String id, PaymentId payment, String amount) {
        sync.request("shop", AuthorisationRequest.capture(id, payment, eur(amount)));
        sync.worker().workOff();
    }

    private void asks(String id, PaymentId payment, String amount) {
        sync.request("shop", RefundRequest.builder(id, payment, eur(amount)).build());
    }

    private LedgerOperation refund(String id) {
        return sync.ledger().refund("shop", id).orElseThrow();
    }

    private void frozen(PaymentId payment) {
        world.readLag(payment).frozen(payment.reference());
    }

    private void released(PaymentId payment) {
        world.readLag(payment).release(payment.reference());
    }

    private void minutes(int minutes) {
        world.work(sync, Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundOfWhatWasCapturedWaits(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        frozen(payment);
        captures("s-1", payment, "29.80");
        asks("r-1", payment, "10.00");

        minutes(5);
        assertThat(world.shop.told("r-1")).isEmpty();
        released(payment);
        minutes(20);

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DONE);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void aRefundOfMoreThanThePartsThatAreShownWaits() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        captures("s-1", payment, "10.00");
        world.readLag(payment).byWrites(payment.reference(), 1);
        minutes(5);
        captures("s-2", payment, "19.80");
        minutes(5);
        asks("r-1", payment, "20.00");

        minutes(5);
        assertThat(world.shop.told("r-1")).isEmpty();
        released(payment);
        minutes(20);

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DONE);
        assertThat(world.refunded(payment)).isEqualTo(2_000);
    }

    @Test
    void moreThanThePartThatWasCapturedIsDeclinedAtOnce() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        captures("s-1", payment, "10.00");
        asks("r-1", payment, "15.00");

        sync.worker().workOff();

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DECLINED);
    }

    @Test
    void whatNobodyCapturedIsDeclinedAtOnce() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        asks("r-1", payment, "10.00");

        sync.worker().workOff();

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DECLINED);
    }

    /** Once something is refunded, EveryPay reads all that was reserved as captured. */
    @Test
    void afterAShortCaptureNoMoreThanThatIsRefunded() {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        captures("s-1", payment, "19.80");
        asks("r-1", payment, "5.00");
        minutes(5);
        asks("r-2", payment, "14.80");
        minutes(5);
        asks("r-3", payment, "1.00");
        minutes(5);

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DONE);
        assertThat(world.shop.told("r-2")).containsExactly(Verdict.DONE);
        assertThat(world.shop.told("r-3")).containsExactly(Verdict.DECLINED);
        assertThat(world.refunded(payment)).isEqualTo(1_980);
    }

    /** As where the capture was undone: nothing tells the two apart. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aCaptureThatIsNotShownForAnHourIsAPersons(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        frozen(payment);
        captures("s-1", payment, "29.80");
        asks("r-1", payment, "10.00");

        minutes(60);
        assertThat(world.shop.told("r-1")).isEmpty();
        assertThat(refund("r-1").reviewReason()).contains(ReviewReason.CAPTURE_NOT_SHOWN);
        assertThat(sync.ledger().waitingForPerson())
                .extracting(LedgerOperation::id)
                .contains(refund("r-1").id());
        long asked = sync.ledger()
                .history(refund("r-1"))
                .filter(it -> it.kind() == LedgerEvent.Kind.NEEDS_REVIEW)
                .count();
        assertThat(asked).isEqualTo(1);
        released(payment);
        minutes(90);

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DONE);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void aPersonWhoKnowsThatTheCaptureWasUndoneDeclinesIt() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        frozen(payment);
        captures("s-1", payment, "29.80");
        asks("r-1", payment, "10.00");
        minutes(60);

        assertThat(sync.syncDesk().close(refund("r-1").id(), SyncDesk.Ending.DECLINED, "mari", "it was undone"))
                .isPresent();
        minutes(5);

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DECLINED);
        assertThat(world.refunded(payment)).isZero();
    }

    /** What is disputed was captured, whatever a gateway makes of its sums. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatIsDisputedIsDeclinedAtOnce(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        captures("s-1", payment, "29.80");
        if (gateway == Gateway.FLATPAY) {
            String unused = world.frisbii.disputeOpened(payment.reference());
        } else {
            world.everypay.chargeback(payment.reference());
        }
        asks("r-1", payment, "10.00");

        sync.worker().workOff();

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DECLINED);
    }

    @Test
    void whileACaptureIsUnknownARefundThatTakesItWaits() {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        frozen(payment);
        world.everypay.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/api/v4/payments/capture");
        captures("s-1", payment, "29.80");
        assertThat(sync.ledger().captureOrVoid("shop", "s-1").orElseThrow().outcomeUnknown())
                .isTrue();
        asks("r-1", payment, "10.00");

        minutes(5);
        assertThat(world.shop.told("r-1")).isEmpty();
        released(payment);
        minutes(30);

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DONE);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    /** Both wait for the worker: the refund is of what the capture takes. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundThatIsAskedForWithItsCaptureFollowsIt(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        sync.request("shop", AuthorisationRequest.capture("s-1", payment, eur("29.80")));
        asks("r-1", payment, "10.00");

        minutes(5);

        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DONE);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    /** A person closed a capture of 29.80 as done that staff had made of 19.80: what the gateway shows is refunded. */
    @Test
    void whereAPersonsWordIsMoreThanIsShownOnlyTheRestIsWaitedFor() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.frisbii.settleAsStaff(payment.reference(), 1_980);
        captures("s-1", payment, "29.80");
        LedgerOperation capture = sync.ledger().captureOrVoid("shop", "s-1").orElseThrow();
        assertThat(capture.reviewReason()).contains(ReviewReason.CAPTURE_UNEXPLAINED);
        assertThat(sync.syncDesk().close(capture.id(), SyncDesk.Ending.SUCCEEDED, "mari", "the portal shows it"))
                .isPresent();
        asks("r-1", payment, "5.00");
        sync.worker().workOff();
        assertThat(world.shop.told("r-1")).containsExactly(Verdict.DONE);
        asks("r-2", payment, "20.00");

        minutes(60);

        assertThat(world.shop.told("r-2")).isEmpty();
        assertThat(refund("r-2").reviewReason()).contains(ReviewReason.CAPTURE_NOT_SHOWN);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void theDeskRefusesNothingOnSuchARead(Gateway gateway) {
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Clerk.settled(gateway).plusMinutes(1));
        frozen(payment);
        assertThat(Clerk.refusal(clerk.decide(payment, "10.00")))
                .isEqualTo(RefundDecision.Reason.PAYMENT_DOES_NOT_ALLOW);
        captures("s-1", payment, "29.80");

        assertThat(Clerk.cause(clerk.decide(payment, "10.00"))).isEqualTo(Cause.CAPTURE_NOT_SHOWN);
        released(payment);

        RefundPermit permit = clerk.allowed(payment, "10.00");
        frozen(payment);
        assertThat(clerk.executed(permit).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    /** Row 7 needs no read of the gateway. */
    @Test
    void anOrderThatCanBeRefundedIsNamedOnSuchARead() {
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String unused = world.shop.order(payment);
        frozen(payment);
        captures("s-1", payment, "29.80");

        assertThat(Clerk.refusal(clerk.decide(payment, "10.00"))).isEqualTo(RefundDecision.Reason.ORDER_IN_SHOP);
    }

    /** The shop was asked between two reads of the payment, and the second is behind. */
    @Test
    void whereOnlyTheSecondReadRefusesItIsJudgedOnceMore() {
        FaultyGateway gateway = new FaultyGateway(world.gateways().get(0));
        sync = RefundSync.builder(world.dataSource)
                .clock(world.ours)
                .gateway(gateway)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.refundAsStaff(payment, "5.00");
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        GatewayCall call = gateway.begin(CallOptions.DEFAULT);
        DenialReason denial = call.await(
                        call.read(world.authorised(Gateway.FLATPAY, "29.80").reference()))
                .lifecycle()
                .checkRefund(eur("10.00"))
                .orElseThrow();
        gateway.preparing = new ActionNotAllowedException(denial, CallReport.notSent("refund charge", null));
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);

        minutes(5);
        assertThat(world.shop.told(request.id())).isEmpty();
        gateway.preparing = null;
        minutes(20);

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(world.refunded(payment)).isEqualTo(1_500);
        world.refundAsStaff(payment, "5.00");
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        RefundRequest tooMuch = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", tooMuch);
        sync.worker().workOff();
        assertThat(world.shop.told(tooMuch.id())).containsExactly(Verdict.DECLINED);
    }
}
