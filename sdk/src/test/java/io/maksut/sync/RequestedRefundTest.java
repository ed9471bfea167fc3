package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A shop asks for a refund, and the engine pays it: once, whatever happens. */
class RequestedRefundTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private RefundRequest asked(PaymentId payment, String amount) {
        return world.shop.asksToRefund(world.shop.order(payment), payment, eur(amount));
    }

    private LedgerOperation ledger(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRequestIsPaidOnceAndTheShopIsTold(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");

        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.NEW);
        sync.worker().workOff();

        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(sync.ledger().inFlight()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRequestThatComesThreeTimesIsPaidOnce(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");

        sync.request("shop", request);
        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        sync.worker().workOff();
        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        sync.worker().workOff();

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void anotherAmountUnderTheSameIdCountsForNothing() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        RefundRequest other =
                RefundRequest.builder(request.id(), payment, eur("11.00")).build();

        sync.request("shop", request);
        assertThat(sync.request("shop", other).kind()).isEqualTo(RequestReceipt.Kind.CONTRADICTS);
        sync.worker().workOff();

        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(sync.ledger().history(ledger(request)))
                .extracting(LedgerEvent::kind)
                .contains(LedgerEvent.Kind.CONTRADICTED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void theSameAmountTwiceOnOnePaymentIsTwoRefunds(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        RefundRequest one = world.shop.asksToRefund(order, payment, eur("5.00"));
        RefundRequest two = world.shop.asksToRefund(order, payment, eur("5.00"));

        sync.request("shop", two);
        sync.request("shop", one);
        sync.worker().workOff();

        assertThat(world.refunds(payment)).isEqualTo(2);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(world.shop.told(one.id())).containsExactly(Verdict.DONE);
        assertThat(world.shop.told(two.id())).containsExactly(Verdict.DONE);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void moreThanIsLeftIsDeclinedWithAReasonForTheMerchant(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        RefundRequest most = world.shop.asksToRefund(order, payment, eur("20.00"));
        RefundRequest tooMuch = world.shop.asksToRefund(order, payment, eur("10.00"));

        sync.request("shop", most);
        sync.request("shop", tooMuch);
        sync.worker().workOff();

        assertThat(world.refunded(payment)).isEqualTo(2_000);
        assertThat(ledger(tooMuch).state()).isEqualTo(State.DECLINED);
        assertThat(ledger(tooMuch).answer())
                .hasValueSatisfying(it -> assertThat(it).contains("9.80"));
        assertThat(world.shop.told(tooMuch.id())).containsExactly(Verdict.DECLINED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aLostAnswerIsFoundOutAndNeverPaidAgain(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(20));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRequestThatNeverArrivedIsSentAgainOnceThatIsSafe(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(50));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void atEveryPayNothingIsSentAgainBeforeTheFirstRequestCannotArriveAnyMore() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(24));

        assertThat(world.everypay.requests().count("POST", "/api/v4/payments/refund"))
                .isEqualTo(1);
        assertThat(ledger(request).outcomeUnknown()).isTrue();
        world.work(sync, Duration.ofMinutes(30));
        assertThat(world.everypay.requests().count("POST", "/api/v4/payments/refund"))
                .isEqualTo(2);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(ledger(request).attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 403})
    void whatAReadBeforeSendingMeetsDelaysARefundByNoWindow(int status) {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.onRead(payment, Fault.proxyAnswers(status)).afterMatching(2).times(2);

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(10));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(ledger(request).attempts())
                .as("the very same attempt was sent")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void ofTwoEqualRefundsTheSecondWaitsUntilTheFirstIsCertain(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        RefundRequest one = world.shop.asksToRefund(order, payment, eur("5.00"));
        RefundRequest two = world.shop.asksToRefund(order, payment, eur("5.00"));
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING)
                .afterMatching(gateway == Gateway.FLATPAY ? 1 : 2)
                .times(2);

        sync.request("shop", one);
        sync.request("shop", two);
        world.work(sync, Duration.ofMinutes(40));

        assertThat(world.refunds(payment)).isEqualTo(2);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(List.of(ledger(one).state(), ledger(two).state())).containsOnly(State.SUCCEEDED);
    }

    @Test
    void whatCannotBeToldApartGoesToAPersonAndIsNotPaidAgain() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("5.00"));
        RefundRequest later = world.shop.asksToRefund(order, payment, eur("4.00"));
        // While our request is lost, staff refunds another amount in the portal.
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request);
        sync.request("shop", later);
        sync.worker().workOff();
        world.refundAsStaff(payment, "7.00");

        world.work(sync, Duration.ofHours(3));

        assertThat(world.refunds(payment)).isZero();
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        assertThat(ledger(later).state())
                .as("waits behind the one that nobody knows of")
                .isEqualTo(State.PENDING);
        assertThat(world.shop.told(request.id())).isEmpty();
        assertThat(sync.ledger().waitingForPerson())
                .extracting(LedgerOperation::key)
                .containsExactly(request.id());

        sync.syncDesk().close(ledger(request).id(), SyncDesk.Ending.DECLINED, "mari", "looked it up in the portal");
        // A person's word does not stop a request that is on its way: the next one waits until it would show.
        world.work(sync, Duration.ofMinutes(40));

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED);
        assertThat(ledger(later).reviewReason())
                .as("whose money staff's 7.00 is, nobody has said")
                .contains(ReviewReason.EARLIER_ARRIVED);
        sync.syncDesk().retry(ledger(later).id(), "mari", "the 7.00 were another customer's wish");
        world.work(sync, Duration.ofMinutes(40));
        assertThat(ledger(later).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aGatewayThatIsDownIsAskedAgainUntilItIsUp(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.onRead(payment, Fault.MAINTENANCE_PAGE).times(4); // more would open the breaker, whose time is not ours

        sync.request("shop", request);
        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aGatewayThatIsTooBusyIsAskedAgainHoweverOftenAndNothingIsParked(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");
        byte[] busy = "{\"code\":122,\"error\":\"Request rate limit exceeded\",\"http_status\":429}"
                .getBytes(StandardCharsets.UTF_8);
        Fault tooBusy = Fault.answer(429, "application/json", busy);
        // EveryPay has no form of its own for it: of a read it is believed all the same.
        (gateway == Gateway.FLATPAY ? world.onRefund(payment, tooBusy) : world.onRead(payment, tooBusy)).times(170);

        sync.request("shop", request);
        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(sync.ledger().history(ledger(request)))
                .extracting(LedgerEvent::kind)
                .doesNotContain(LedgerEvent.Kind.NEEDS_REVIEW);
    }

    @Test
    void aRefundThatSomethingBeforeEveryPayTurnsAwayIsMadeAnewOnlyOnceItCannotHaveMoved() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.onRefund(payment, Fault.answer(429, "text/html", "slow down".getBytes(StandardCharsets.UTF_8)));

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(2));
        assertThat(ledger(request).outcomeUnknown()).isTrue();
        assertThat(world.shop.told(request.id())).isEmpty();

        world.work(sync, Duration.ofHours(2));
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aShopThatIsDownIsToldWhenItIsUp(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.isDown(TestShop.Question.TELL);

        sync.request("shop", request);
        world.work(sync, Duration.ofHours(3));
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).isEmpty();

        world.shop.isUp();
        world.work(sync, Duration.ofHours(5));
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aShopWhoseAnswerIsLostIsToldTheSameAgain() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.losesNextAnswer(TestShop.Question.TELL);

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(2));

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE, Verdict.DONE);
        assertThat(ledger(request).shopWaits()).isFalse();
    }

    @Test
    void aShopThatWasTellableForADayIsHandedToAPersonAndStillTold() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.isDown(TestShop.Question.TELL);
        sync.request("shop", request);

        world.work(sync, Duration.ofHours(30));
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);

        world.shop.isUp();
        world.work(sync, Duration.ofHours(2));
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(ledger(request).reviewReason()).isEmpty();
    }

    /** It takes none before our acknowledgement has reached it. */
    @Test
    void anAnswerThatTheShopRefusesIsToldAgainForTwentyMinutesBeforeAPersonIsAsked() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.takesAnswers(false);
        sync.request("shop", request);

        world.work(sync, Duration.ofMinutes(20));
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(ledger(request).reviewReason()).isEmpty();
        world.work(sync, Duration.ofMinutes(5));
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);

        world.shop.takesAnswers(true);
        world.work(sync, Duration.ofHours(1));
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(ledger(request).reviewReason()).isEmpty();
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    private void hours(int hours) {
        sync.worker().workOff();
        for (int step = 0; step < 4 * hours; step++) {
            world.clock.advance(Duration.ofMinutes(15));
            sync.worker().workOff();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 48})
    void aShopThatAsksAgainIsToldAsSoonAsThatIsAcknowledged(int hours) {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.takesAnswers(false);
        sync.request("shop", request);
        hours(hours);
        world.shop.takesAnswers(true);

        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        world.clock.advance(Duration.ofSeconds(5));
        sync.worker().workOff();

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(ledger(request).shopWaits()).isFalse();
        assertThat(ledger(request).reviewReason()).isEmpty();
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    /** Its acknowledgements are slow, too: the answer overtakes the second as it did the first. */
    @Test
    void aShopThatAsksAgainLateIsToldInShortPausesAgain() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.takesAnswers(false);
        sync.request("shop", request);
        hours(30);

        sync.request("shop", request);
        world.work(sync, Duration.ofSeconds(30));
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);
        world.shop.takesAnswers(true);
        world.work(sync, Duration.ofMinutes(1));

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void aShopThatGoesOnAskingAndRefusingKeepsNoPersonFromBeingAsked() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.takesAnswers(false);
        for (int minutes = 0; minutes < 30; minutes += 5) {
            sync.request("shop", request);
            world.work(sync, Duration.ofMinutes(5));
        }

        assertThat(ledger(request).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);
    }

    @Test
    void aShopThatWasToldIsNotToldAgainWhenItAsksAgain() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        world.shop.takesAnswers(false);
        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(30));
        boolean unused = sync.syncDesk()
                .acceptShop(ledger(request).id(), "mari", "put right in the shop")
                .isPresent();
        world.shop.takesAnswers(true);

        sync.request("shop", request);
        world.work(sync, Duration.ofHours(2));

        assertThat(world.shop.told(request.id())).isEmpty();
        assertThat(ledger(request).shopWaits()).isFalse();
    }

    @Test
    void aPaymentThatTheGatewayDoesNotKnowGoesToAPerson() {
        PaymentId payment = new PaymentId("flatpay", "no-such-charge");
        RefundRequest request = asked(payment, "10.00");

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(10));

        assertThat(ledger(request).reviewReason()).contains(ReviewReason.PAYMENT_UNKNOWN);
        assertThat(world.shop.told(request.id())).isEmpty();
    }

    @Test
    void aRefundThatTheGatewayStillProcessesKeepsTheShopsRequestOpen() {
        world.frisbii.asyncRefunds(true);
        String handle = world.frisbii
                .charge("klarna")
                .state("settled")
                .amount(2_980)
                .currency("EUR")
                .method("klarna_pay_later")
                .add();
        PaymentId payment = world.paid(new PaymentId("flatpay", handle), "29.80");
        RefundRequest request = asked(payment, "10.00");

        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(5));
        assertThat(ledger(request).state()).isEqualTo(State.PROCESSING);
        assertThat(world.shop.told(request.id())).isEmpty();

        world.frisbii.finishRefund(ledger(request).gatewayRefund().orElseThrow(), true);
        world.work(sync, Duration.ofMinutes(15));
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aRefundThatFailsInTheEndIsDeclined() {
        world.frisbii.asyncRefunds(true);
        String handle = world.frisbii
                .charge("klarna")
                .state("settled")
                .amount(2_980)
                .currency("EUR")
                .method("klarna_pay_later")
                .add();
        PaymentId payment = world.paid(new PaymentId("flatpay", handle), "29.80");
        RefundRequest request = asked(payment, "10.00");
        sync.request("shop", request);
        sync.worker().workOff();

        world.frisbii.finishRefund(ledger(request).gatewayRefund().orElseThrow(), false);
        world.work(sync, Duration.ofMinutes(15));

        assertThat(ledger(request).state()).isEqualTo(State.DECLINED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void whatMerelyAppearsInTheShopIsNeverPaid() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);

        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunded(payment)).isZero();
        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::state)
                .containsExactly(State.OBSERVED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundThatWasSeenInTheShopBeforeItWasAskedForIsPaidOnce(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = asked(payment, "10.00");
        sync.worker().scanDue();
        assertThat(ledger(request).kind()).isEqualTo(LedgerOperation.Kind.OBSERVED);

        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.NEW);
        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
    }

    @Test
    void aRefundThatWasSeenUnderAnotherIdBeforeItWasAskedForIsTheSame() {
        world.shop.abilities(new ShopAbilities(false, false, true));
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        String one = world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.PENDING, Payout.NOT_TOLD);
        String two = world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.PENDING, Payout.NOT_TOLD);
        sync.worker().scanDue();

        sync.request(
                "shop", RefundRequest.builder("session-1", payment, eur("5.00")).build());
        sync.request(
                "shop", RefundRequest.builder("session-2", payment, eur("5.00")).build());
        sync.worker().workOff();
        world.shop.setState(one, ShopRefund.State.SUCCEEDED);
        world.shop.setState(two, ShopRefund.State.SUCCEEDED);
        world.clock.advance(Duration.ofHours(1));
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunds(payment)).isEqualTo(2);
        assertThat(sync.ledger().refundsOf(payment)).hasSize(2).allMatch(it -> it.state() == State.SUCCEEDED);
        assertThat(sync.ledger().refund("shop", one)).isPresent();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
    }

    @Test
    void aRefundThatWasBegunGoesBeforeOneThatWasSeenEarlierAndAskedForLater() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        RefundRequest seenFirst = world.shop.asksToRefund(order, payment, eur("5.00"));
        sync.worker().scanDue();
        RefundRequest begunFirst = world.shop.asksToRefund(order, payment, eur("5.00"));
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", begunFirst);
        sync.worker().workOff();

        sync.request("shop", seenFirst);
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunds(payment))
                .as("the one does not pass for the other")
                .isEqualTo(2);
        assertThat(List.of(ledger(seenFirst).state(), ledger(begunFirst).state()))
                .containsOnly(State.SUCCEEDED);
    }

    @Test
    void whatTheShopHadShownAsPaidBeforeItAskedGoesToAPerson() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        String refund = world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        sync.worker().scanDue();

        sync.request("shop", RefundRequest.builder(refund, payment, eur("5.00")).build());
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunds(payment)).isZero();
        assertThat(sync.ledger().waitingForPerson()).hasSize(1);
    }

    @Test
    void aShopThatPaysItsRefundsItselfCannotAskForOne() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundSync shopPays = world.sync(SyncMode.SHOP_PAYS);

        assertThatIllegalStateException().isThrownBy(() -> shopPays.request("shop", asked(payment, "1.00")));
        assertThatIllegalArgumentException().isThrownBy(() -> sync.request("other", asked(payment, "1.00")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sync.request("shop", asked(new PaymentId("acme", "p"), "1.00")));
    }

    @Test
    void theHistoryTellsHowItCameAbout() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = asked(payment, "10.00");
        sync.request("shop", request);
        sync.worker().workOff();

        assertThat(sync.ledger().history(ledger(request)))
                .extracting(LedgerEvent::kind)
                .containsExactly(
                        LedgerEvent.Kind.REQUESTED,
                        LedgerEvent.Kind.SEEN_IN_SHOP, // the order was read to see whose payment it is
                        LedgerEvent.Kind.SUBMITTED,
                        LedgerEvent.Kind.SUCCEEDED,
                        LedgerEvent.Kind.TOLD);
    }
}
