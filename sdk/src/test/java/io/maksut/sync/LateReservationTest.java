package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.CallReport;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.LateExecution;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.Reply;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.AuthorisationAnswer.Verdict;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.Fulfilment.Shipment;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A capture or a release that was taken for not made after its answer was lost, and that the gateway carries out late. */
class LateReservationTest {
    private static final Fulfilment FIRST = new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00"))));

    private final SyncWorld world = new SyncWorld();
    private final LateExecution late = LateExecution.whenReleased();
    private final RefundSync sync = built();

    private RefundSync built() {
        world.shop.abilities(new ShopAbilities(true, false, true).withVouchedRequests(true));
        world.shop.takesCorrections();
        RefundSync built = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .build();
        built.worker().scanDue();
        return built;
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FaultPlan.Rule on(Action action, PaymentId payment, Fault fault) {
        if (payment.account().equals("flatpay")) {
            return world.frisbii
                    .faults()
                    .next(fault)
                    .on("POST", action == Action.CAPTURE ? "/v1/charge/*/settle" : "/v1/charge/*/cancel");
        }
        return world.everypay
                .faults()
                .next(fault)
                .on("POST", action == Action.CAPTURE ? "/api/v4/payments/capture" : "/api/v4/payments/void");
    }

    private static Fault declined() {
        return Fault.answer(Reply.json(
                400, "{\"code\":77,\"error\":\"Transaction declined\",\"http_status\":400,\"http_reason\":\"Bad\"}"));
    }

    private static AuthorisationRequest request(Action action, PaymentId payment, String amount) {
        return action == Action.CAPTURE
                ? AuthorisationRequest.capture("s-1", payment, eur(amount))
                : AuthorisationRequest.release("s-1", payment);
    }

    /** The first copy is on its way all the while; a repetition is declined once it could not arrive any more. */
    private PaymentId lostAndDeclined(Action action, String amount) {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        on(action, payment, Fault.executedLate(late));
        sync.request("shop", request(action, payment, amount));
        sync.worker().workOff();
        on(action, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(45));
        assertThat(told("s-1")).containsExactly(Verdict.DECLINED);
        world.frisbii.faults().clear();
        return payment;
    }

    /** The first copy is on its way all the while; a person says that it is not made. */
    private PaymentId lostAndClosed(Action action, Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        on(action, payment, Fault.executedLate(late));
        sync.request("shop", request(action, payment, "29.80"));
        sync.worker().workOff();
        FaultPlan.Rule unread =
                world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING).always();
        FaultPlan.Rule unasked = world.frisbii
                .faults()
                .next(Fault.SERVER_ERROR_BEFORE_PROCESSING)
                .on("GET", "/v1/invoice/*")
                .always();
        world.clock.advance(Duration.ofMinutes(61));
        sync.worker().workOff();
        assertThat(unread.fired() + unasked.fired()).isPositive();
        sync.syncDesk().close(operation("s-1").id(), SyncDesk.Ending.DECLINED, "mari", "not there");
        world.frisbii.faults().clear();
        world.everypay.faults().clear();
        world.work(sync, Duration.ofMinutes(15));
        assertThat(told("s-1")).containsExactly(Verdict.DECLINED);
        return payment;
    }

    /** Shopify does not take a yes after a no. */
    @Test
    void aShopThatTakesNoCorrectionIsLeftToAPerson() {
        PaymentId unused = lostAndDeclined(Action.CAPTURE, "29.80");
        world.shop.takesNoCorrections();
        arrives();

        hours(3);

        assertThat(operation("s-1").state()).isEqualTo(State.SUCCEEDED);
        assertThat(operation("s-1").reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);
        assertThat(open()).containsExactly(DiscrepancyKind.CAPTURED_LATE);
    }

    /** In steps that are short beside a settle delay, and few. */
    private void hours(int hours) {
        for (int step = 0; step < 6 * hours; step++) {
            world.clock.advance(Duration.ofMinutes(10));
            sync.worker().workOff();
        }
    }

    private LedgerOperation operation(String id) {
        return sync.ledger().captureOrVoid("shop", id).orElseThrow();
    }

    private List<Verdict> told(String id) {
        return world.shop.answersTo(id).stream()
                .map(AuthorisationAnswer::verdict)
                .toList();
    }

    private List<DiscrepancyKind> open() {
        return sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .map(Discrepancy::kind)
                .toList();
    }

    private long captured(PaymentId payment) {
        return world.books(payment).captured(payment.reference());
    }

    @Test
    void aReleaseThatTurnsUpWhileANameIsNotToldIsToldToTheShopAllTheSame() {
        PaymentId payment = lostAndDeclined(Action.VOID, "29.80");
        GatewayCall call = world.gateways().get(0).begin(CallOptions.DEFAULT);
        String transaction = call.await(call.details(payment.reference())).references().stream()
                .filter(it -> it.kind() == GatewayReference.Kind.AUTHORISATION)
                .map(GatewayReference::value)
                .findFirst()
                .orElseThrow();
        PaymentId named = new PaymentId("flatpay", transaction);
        for (String path : List.of("/v1/list/transaction", "/v1/invoice/*/transaction/*")) {
            world.frisbii.faults().next(Fault.proxyAnswers(503)).on("GET", path).always();
        }
        sync.statements().shopRefundFailed(named, eur("1.00"), "mari", "asked by the transaction");
        arrives();
        hours(30);
        world.frisbii.faults().clear();
        hours(5);
        assertThat(operation("s-1").state()).isEqualTo(State.SUCCEEDED);
        assertThat(told("s-1")).containsExactly(Verdict.DECLINED, Verdict.DONE);
    }

    private void arrives() {
        assertThat(late.release()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"CAPTURE, CAPTURED_LATE", "VOID, VOIDED_LATE"})
    void whatWasDeclinedAndIsDoneLateIsToldToTheShopAndToAPerson(Action action, DiscrepancyKind found) {
        PaymentId payment = lostAndDeclined(action, "29.80");
        hours(5);
        arrives();

        hours(3);

        assertThat(operation("s-1").state()).isEqualTo(State.SUCCEEDED);
        assertThat(told("s-1")).containsExactly(Verdict.DECLINED, Verdict.DONE);
        assertThat(open()).containsExactly(found);
        assertThat(world.books(payment)
                        .count(
                                action == Action.CAPTURE ? Movement.Kind.CAPTURE : Movement.Kind.VOID,
                                payment.reference()))
                .isEqualTo(1);
        assertThat(sync.ledger().history(operation("s-1")))
                .extracting(LedgerEvent::kind)
                .contains(action == Action.CAPTURE ? LedgerEvent.Kind.CAPTURED_LATE : LedgerEvent.Kind.VOIDED_LATE);
    }

    @ParameterizedTest
    @CsvSource({
        "CAPTURE, FLATPAY, CAPTURED_LATE",
        "CAPTURE, EVERYPAY, CAPTURED_LATE",
        "VOID, FLATPAY, VOIDED_LATE",
        "VOID, EVERYPAY, VOIDED_LATE"
    })
    void whatAPersonClosedAndIsDoneLateIsCorrected(Action action, Gateway gateway, DiscrepancyKind found) {
        PaymentId unused = lostAndClosed(action, gateway);
        arrives();

        hours(3);

        assertThat(operation("s-1").state()).isEqualTo(State.SUCCEEDED);
        assertThat(told("s-1")).containsExactly(Verdict.DECLINED, Verdict.DONE);
        assertThat(open()).containsExactly(found);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CAPTURE", "VOID"})
    void afterADayOfNothingTheWatchEnds(Action action) {
        PaymentId unused = lostAndDeclined(action, "29.80");
        assertThat(operation("s-1").watchedUntil()).isPresent();

        world.clock.advance(Duration.ofHours(24));
        hours(2);

        assertThat(operation("s-1").watchedUntil()).isEmpty();
        assertThat(operation("s-1").state()).isEqualTo(State.DECLINED);
        assertThat(open()).isEmpty();
    }

    /** The shop was told no, and asks for another part; the first has arrived meanwhile and nobody has seen it yet. */
    @Test
    void beyondALateCaptureNoOtherIsMadeWithoutAPerson() {
        PaymentId payment = lostAndDeclined(Action.CAPTURE, "19.80");
        arrives();
        sync.request("shop", AuthorisationRequest.capture("s-2", payment, eur("10.00")));

        hours(3);

        assertThat(captured(payment)).isEqualTo(1_980);
        assertThat(operation("s-2").reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(told("s-2")).isEmpty();
        assertThat(operation("s-1").state()).isEqualTo(State.SUCCEEDED);

        sync.syncDesk().retry(operation("s-2").id(), "mari", "another part");
        world.work(sync, Duration.ofMinutes(10));

        assertThat(captured(payment)).isEqualTo(2_980);
        assertThat(told("s-2")).containsExactly(Verdict.DONE);
    }

    /** The other part was captured before the first arrived: more is captured than was wanted. */
    @Test
    void aLateCaptureBesideANewOneIsShownToAPerson() {
        PaymentId payment = lostAndDeclined(Action.CAPTURE, "19.80");
        sync.request("shop", AuthorisationRequest.capture("s-2", payment, eur("10.00")));
        world.work(sync, Duration.ofMinutes(30));
        assertThat(told("s-2")).containsExactly(Verdict.DONE);
        arrives();

        hours(3);

        assertThat(captured(payment)).isEqualTo(2_980);
        assertThat(told("s-1")).containsExactly(Verdict.DECLINED, Verdict.DONE);
        assertThat(open()).containsExactly(DiscrepancyKind.CAPTURED_LATE);
    }

    /** EveryPay reads what was never captured as captured and refunded, as soon as anything is refunded. */
    private void refunds(PaymentId payment, String amount) {
        RefundRequest refund = world.shop.asksToRefund(world.shop.order(payment), payment, eur(amount));
        sync.request("shop", refund);
        world.work(sync, Duration.ofMinutes(5));
        assertThat(sync.ledger().refund("shop", refund.id()).orElseThrow().state())
                .isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aRefundAfterAShortCaptureThatTookTwoAttemptsIsNoSecondCapture() {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        on(Action.CAPTURE, payment, Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request(Action.CAPTURE, payment, "19.80"));
        sync.worker().workOff();
        hours(2);
        assertThat(told("s-1")).containsExactly(Verdict.DONE);
        assertThat(operation("s-1").watchedUntil()).isPresent();
        assertThat(captured(payment)).isEqualTo(1_980);

        refunds(payment, "5.00");
        hours(3);

        assertThat(open()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefundAfterAShortCaptureMakesNoOtherPartCapturedLate(boolean byStaff) {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        on(Action.CAPTURE, payment, Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request(Action.CAPTURE, payment, "10.00"));
        sync.worker().workOff();
        FaultPlan.Rule unread =
                world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING).always();
        world.clock.advance(Duration.ofMinutes(61));
        sync.worker().workOff();
        assertThat(unread.fired()).isPositive();
        sync.syncDesk().close(operation("s-1").id(), SyncDesk.Ending.DECLINED, "mari", "not there");
        world.everypay.faults().clear();
        world.work(sync, Duration.ofMinutes(15));
        sync.request("shop", AuthorisationRequest.capture("s-2", payment, eur("19.80")));
        world.work(sync, Duration.ofMinutes(15));
        assertThat(told("s-2")).containsExactly(Verdict.DONE);
        assertThat(captured(payment)).isEqualTo(1_980);

        if (byStaff) {
            world.refundAsStaff(payment, "5.00");
        } else {
            refunds(payment, "5.00");
        }
        hours(3);

        assertThat(captured(payment)).isEqualTo(1_980);
        assertThat(told("s-1")).as("nothing of it was captured").containsExactly(Verdict.DECLINED);
        assertThat(operation("s-1").state()).isEqualTo(State.DECLINED);
        assertThat(open()).doesNotContain(DiscrepancyKind.CAPTURED_LATE, DiscrepancyKind.CAPTURED_TWICE);
    }

    /** The shop was told that so much less will be captured; then the first copy of a capture of everything is carried out. */
    @ParameterizedTest
    @ValueSource(strings = {"29.80", "39.80"})
    void aRefundThatWasToLowerACaptureIsMissedWhereThatIsMadeLateOfEverything(String authorised) {
        PaymentId payment = shippedThenRefused(authorised);
        RefundRequest refund = world.shop.asksToRefund(orderOf(payment), payment, eur("10.00"));
        sync.request("shop", refund);
        world.work(sync, Duration.ofHours(1));
        assertThat(world.shop.told(refund.id())).containsExactly(RefundAnswer.Verdict.DONE);
        arrives();
        assertThat(captured(payment)).isEqualTo(2_980);

        hours(6);

        assertThat(world.refunded(payment)).isZero();
        assertThat(openWithAmounts())
                .containsExactlyInAnyOrder("CAPTURED_LATE EUR 29.80", "RECORDED_WITHOUT_MONEY EUR 10.00");
    }

    /** The order comes to 29.80; its capture was lost, and a copy of it was declined. */
    private PaymentId shippedThenRefused(String authorised) {
        PaymentId payment = world.authorised(Gateway.FLATPAY, authorised);
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        world.shop.ships(order, Fulfilment.COMPLETE);
        on(Action.CAPTURE, payment, Fault.executedLate(late));
        world.clock.advance(Duration.ofMinutes(15));
        sync.worker().scanDue();
        sync.worker().workOff();
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(15));
        world.frisbii.faults().clear();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.CAPTURE_REFUSED);
        return payment;
    }

    private String orderOf(PaymentId payment) {
        return only(payment).orderId().orElseThrow();
    }

    private List<String> openWithAmounts() {
        return sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .map(it -> it.kind() + " " + it.amount())
                .toList();
    }

    /** So much less was captured: the customer has it. */
    @ParameterizedTest
    @ValueSource(strings = {"29.80", "39.80"})
    void aRefundThatHasLoweredACaptureIsNotMissedWhereThatIsMadeLate(String authorised) {
        PaymentId payment = world.authorised(Gateway.FLATPAY, authorised);
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        RefundRequest refund = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", refund);
        world.work(sync, Duration.ofMinutes(10));
        assertThat(world.shop.told(refund.id())).containsExactly(RefundAnswer.Verdict.DONE);
        world.shop.ships(order, Fulfilment.COMPLETE);
        on(Action.CAPTURE, payment, Fault.executedLate(late));
        world.clock.advance(Duration.ofMinutes(15));
        sync.worker().scanDue();
        sync.worker().workOff();
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(15));
        world.frisbii.faults().clear();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.CAPTURE_REFUSED);
        arrives();
        assertThat(captured(payment)).isEqualTo(1_980);

        hours(6);

        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
        assertThat(openWithAmounts()).containsExactly("CAPTURED_LATE EUR 19.80");
    }

    /** One was there when the capture was judged, the other came after that. */
    @ParameterizedTest
    @ValueSource(strings = {"29.80", "39.80"})
    void ofTwoRefundsOnlyTheOneThatLoweredNothingIsMissed(String authorised) {
        PaymentId payment = world.authorised(Gateway.FLATPAY, authorised);
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        sync.request("shop", world.shop.asksToRefund(order, payment, eur("10.00")));
        world.work(sync, Duration.ofMinutes(10));
        world.shop.ships(order, Fulfilment.COMPLETE);
        on(Action.CAPTURE, payment, Fault.executedLate(late));
        world.clock.advance(Duration.ofMinutes(15));
        sync.worker().scanDue();
        sync.worker().workOff();
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(15));
        world.frisbii.faults().clear();
        RefundRequest second = world.shop.asksToRefund(order, payment, eur("4.00"));
        sync.request("shop", second);
        world.work(sync, Duration.ofHours(1));
        assertThat(world.shop.told(second.id())).containsExactly(RefundAnswer.Verdict.DONE);
        arrives();
        assertThat(captured(payment)).isEqualTo(1_980);

        hours(6);

        assertThat(openWithAmounts())
                .containsExactlyInAnyOrder("CAPTURED_LATE EUR 19.80", "RECORDED_WITHOUT_MONEY EUR 4.00");
    }

    /** The capture of the rest was made smaller for it. */
    @ParameterizedTest
    @ValueSource(strings = {"29.80", "39.80"})
    void aRefundAfterALateParcelIsNotMissedWhereTheRestIsCapturedLess(String authorised) {
        PaymentId payment = world.authorised(Gateway.FLATPAY, authorised);
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        world.shop.ships(order, FIRST);
        on(Action.CAPTURE, payment, Fault.executedLate(late));
        world.clock.advance(Duration.ofMinutes(15));
        sync.worker().scanDue();
        sync.worker().workOff();
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(15));
        world.frisbii.faults().clear();
        RefundRequest refund = world.shop.asksToRefund(order, payment, eur("4.00"));
        sync.request("shop", refund);
        world.work(sync, Duration.ofHours(1));
        assertThat(world.shop.told(refund.id())).containsExactly(RefundAnswer.Verdict.DONE);
        arrives();
        hours(2);
        assertThat(openWithAmounts()).containsExactly("CAPTURED_LATE EUR 10.00");

        world.shop.ships(order, new Fulfilment(true, FIRST.shipments()));
        world.clock.advance(Duration.ofMinutes(15));
        sync.worker().scanDue();
        hours(6);

        assertThat(captured(payment)).isEqualTo(2_580);
        assertThat(openWithAmounts()).containsExactly("CAPTURED_LATE EUR 10.00");
    }

    /** The shop shows that all was refunded by hand, so that the capture is dropped; then its first copy is carried out. */
    @ParameterizedTest
    @ValueSource(strings = {"29.80", "39.80"})
    void aRecordThatDroppedACaptureIsMissedWhereThatIsMadeLate(String authorised) {
        PaymentId payment = shippedThenRefused(authorised);
        world.shop.refund(orderOf(payment), payment, eur("29.80"), ShopRefund.State.SUCCEEDED, OrderRefund.Payout.NONE);
        sync.syncDesk().retry(only(payment).id(), "mari", "it was refused");
        world.work(sync, Duration.ofHours(1));
        assertThat(only(payment).state()).isEqualTo(State.CANCELLED);
        arrives();
        assertThat(captured(payment)).isEqualTo(2_980);

        hours(6);

        assertThat(openWithAmounts())
                .containsExactlyInAnyOrder("CAPTURED_LATE EUR 29.80", "RECORDED_WITHOUT_MONEY EUR 29.80");
    }

    private PaymentId shipped() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        world.shop.ships(order, FIRST);
        on(Action.CAPTURE, payment, Fault.executedLate(late));
        world.clock.advance(Duration.ofMinutes(15));
        sync.worker().scanDue();
        sync.worker().workOff();
        assertThat(late.waiting()).isEqualTo(1);
        return payment;
    }

    private LedgerOperation only(PaymentId payment) {
        List<LedgerOperation> captures = sync.ledger().capturesOf(payment);
        assertThat(captures).hasSize(1);
        return captures.get(0);
    }

    @Test
    void aParcelWhoseFirstCaptureArrivesBesideItsSecondIsShownUntilAPersonKnows() {
        PaymentId payment = shipped();
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(15));
        world.frisbii.faults().clear();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.CAPTURE_REFUSED);
        sync.syncDesk().retry(only(payment).id(), "mari", "again");
        world.work(sync, Duration.ofMinutes(30));
        assertThat(captured(payment)).isEqualTo(1_000);
        arrives();
        assertThat(captured(payment)).isEqualTo(2_000);

        hours(3);
        assertThat(open()).containsExactly(DiscrepancyKind.CAPTURED_TWICE);
        world.clock.advance(Duration.ofDays(9));
        hours(3);
        assertThat(open()).containsExactly(DiscrepancyKind.CAPTURED_TWICE);

        Discrepancy discrepancy =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).findFirst().orElseThrow();
        assertThat(discrepancy.amount()).isEqualTo(eur("10.00"));
        sync.syncDesk().acceptDiscrepancy(discrepancy.id(), "mari", "refunded");
        hours(3);
        assertThat(only(payment).watchedUntil()).isEmpty();
    }

    /** Nobody has it tried again. */
    @Test
    void aParcelWhoseCaptureWasRefusedAndIsMadeLateWaitsForNobodyAnyMore() {
        PaymentId payment = shipped();
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(15));
        world.frisbii.faults().clear();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.CAPTURE_REFUSED);
        arrives();

        hours(3);

        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
        assertThat(only(payment).reviewReason()).isEmpty();
        assertThat(open()).containsExactly(DiscrepancyKind.CAPTURED_LATE);
    }

    @Test
    void aCaptureThatAPersonDroppedWhileItWasUnknownIsShownWhenItArrives() {
        PaymentId payment = shipped();
        sync.syncDesk().dropCapture(only(payment).id(), "mari", "paid in cash");
        arrives();

        hours(3);

        assertThat(open()).containsExactly(DiscrepancyKind.CAPTURED_LATE);
    }

    @Test
    void aCaptureThatAPersonDroppedWhileTheGatewayProcessedItIsShownWhenItArrives() {
        RefundSync takingOn = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .gateway(takingCapturesOn(world.gateways().get(0)))
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay")
                        .withShipToSettle())
                .build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        world.shop.ships(order, Fulfilment.COMPLETE);
        world.clock.advance(Duration.ofMinutes(15));
        takingOn.worker().scanDue();
        takingOn.worker().workOff();
        assertThat(only(payment).state()).isEqualTo(State.PROCESSING);

        takingOn.syncDesk().dropCapture(only(payment).id(), "mari", "paid in cash");
        assertThat(only(payment).watchedUntil()).isPresent();
        world.frisbii.settleAsStaff(payment.reference(), 2_980);
        hours(3);

        assertThat(open()).containsExactly(DiscrepancyKind.CAPTURED_LATE);
        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
    }

    /** A gateway of others, which makes a capture some time after it has taken it on. */
    private static PaymentGateway takingCapturesOn(PaymentGateway real) {
        return over(
                PaymentGateway.class,
                real,
                (method, arguments) -> method.getName().equals("captures")
                        ? Optional.of(over(OperationChannel.class, real.captures(), LateReservationTest::takenOn))
                        : Optional.empty());
    }

    private static Optional<Object> takenOn(Method method, Object[] arguments) {
        return method.getName().equals("submit")
                ? Optional.of(new Outcome.Processing(
                        "taken-on-1",
                        ((Attempt) arguments[0]).amount(),
                        CallReport.of("capture", 1, null, null, 200, null)))
                : Optional.empty();
    }

    /** As {@code real}, save what {@code instead} answers. */
    private static <T> T over(Class<T> type, T real, BiFunction<Method, Object[], Optional<Object>> instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Optional<Object> answer = instead.apply(method, given);
                    try {
                        return answer.isPresent() ? answer.get() : method.invoke(real, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** By a fresh read it would be made a second time right away. */
    @Test
    void aRefusedCaptureIsNotMadeAgainWhileItsFirstCopyMayStillArrive() {
        PaymentId payment = shipped();
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(2));
        world.frisbii.faults().clear();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.CAPTURE_REFUSED);
        sync.syncDesk().retry(only(payment).id(), "mari", "again");
        world.work(sync, Duration.ofMinutes(3));
        assertThat(captured(payment)).isZero();
        arrives();

        hours(3);

        assertThat(captured(payment)).isEqualTo(1_000);
    }
}
