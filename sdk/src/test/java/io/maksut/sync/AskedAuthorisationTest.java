package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.LateExecution;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.Reply;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.AuthorisationAnswer.Verdict;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.KillPoint;
import io.maksut.testkit.Killer;
import io.maksut.testkit.KillingDataSource;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A shop asks for what was authorised to be captured, or released: it is done once, and the shop is told how it ended. */
@ParameterizedClass
@EnumSource(
        value = TestDatabases.class,
        names = {"SQLITE", "POSTGRESQL"})
@Timeout(300)
class AskedAuthorisationTest {
    private static final ShopAbilities VOUCHES = new ShopAbilities(true, false, true).withVouchedRequests(true);

    @Parameter
    private TestDatabases database;

    private SyncWorld world;
    private RefundSync sync;

    @BeforeEach
    void open() {
        world = new SyncWorld(database);
        world.shop.abilities(VOUCHES);
        sync = world.sync(SyncMode.PORTAL_PAYS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static AuthorisationRequest request(Action action, PaymentId payment) {
        return action == Action.CAPTURE
                ? AuthorisationRequest.capture("s-1", payment, eur("29.80"))
                : AuthorisationRequest.release("s-1", payment);
    }

    private PaymentId asked(Action action, Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        assertThat(sync.request("shop", request(action, payment)).kind()).isEqualTo(RequestReceipt.Kind.NEW);
        return payment;
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

    private LedgerOperation operation() {
        return sync.ledger().captureOrVoid("shop", "s-1").orElseThrow();
    }

    private long moved(Action action, PaymentId payment) {
        return world.books(payment)
                .count(action == Action.CAPTURE ? Movement.Kind.CAPTURE : Movement.Kind.VOID, payment.reference());
    }

    private List<Verdict> told() {
        return world.shop.answersTo("s-1").stream()
                .map(AuthorisationAnswer::verdict)
                .toList();
    }

    private void assertDoneOnce(Action action, PaymentId payment) {
        assertThat(moved(action, payment)).isEqualTo(1);
        assertThat(operation().state()).isEqualTo(State.SUCCEEDED);
        assertThat(operation().amount()).isEqualTo(eur("29.80"));
        assertThat(told()).isNotEmpty().containsOnly(Verdict.DONE);
        assertThat(operation().shopWaits()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"CAPTURE, FLATPAY", "CAPTURE, EVERYPAY", "VOID, FLATPAY", "VOID, EVERYPAY"})
    void itIsDoneOnceHoweverOftenItIsAskedFor(Action action, Gateway gateway) {
        PaymentId payment = asked(action, gateway);
        assertThat(sync.request("shop", request(action, payment)).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);

        world.work(sync, Duration.ofMinutes(1));
        assertThat(sync.request("shop", request(action, payment)).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        world.work(sync, Duration.ofMinutes(10));

        assertDoneOnce(action, payment);
        assertThat(
                        action == Action.CAPTURE
                                ? sync.ledger().capturesOf(payment)
                                : sync.ledger().voidsOf(payment))
                .extracting(LedgerOperation::id)
                .containsExactly(operation().id());
        assertThat(sync.ledger().history(operation()))
                .extracting(LedgerEvent::kind)
                .containsExactly(
                        action == Action.CAPTURE ? LedgerEvent.Kind.CAPTURE_REQUESTED : LedgerEvent.Kind.VOID_REQUESTED,
                        action == Action.CAPTURE ? LedgerEvent.Kind.CAPTURE_SUBMITTED : LedgerEvent.Kind.VOID_SUBMITTED,
                        action == Action.CAPTURE ? LedgerEvent.Kind.CAPTURED : LedgerEvent.Kind.VOIDED,
                        LedgerEvent.Kind.TOLD);
    }

    @ParameterizedTest
    @CsvSource({"CAPTURE, FLATPAY", "CAPTURE, EVERYPAY", "VOID, FLATPAY", "VOID, EVERYPAY"})
    void aLostAnswerIsFoundOutBeforeTheShopIsTold(Action action, Gateway gateway) {
        PaymentId payment = asked(action, gateway);
        on(action, payment, Fault.RESET_AFTER_PROCESSING);
        on(action, payment, Fault.RESET_AFTER_PROCESSING);

        world.work(sync, Duration.ofMinutes(45));

        assertDoneOnce(action, payment);
    }

    @ParameterizedTest
    @CsvSource({"CAPTURE, FLATPAY", "CAPTURE, EVERYPAY", "VOID, FLATPAY", "VOID, EVERYPAY"})
    void whatNeverArrivedIsDoneOnceThatIsSafe(Action action, Gateway gateway) {
        PaymentId payment = asked(action, gateway);
        on(action, payment, Fault.RESET_BEFORE_PROCESSING);
        sync.worker().workOff();
        assertThat(operation().state()).isEqualTo(State.UNKNOWN);

        world.work(sync, Duration.ofMinutes(45));

        assertDoneOnce(action, payment);
    }

    /** The first request is on its way all the while. */
    @ParameterizedTest
    @CsvSource({"CAPTURE, FLATPAY", "CAPTURE, EVERYPAY", "VOID, FLATPAY", "VOID, EVERYPAY"})
    void whatArrivesLateIsDoneOnceAndToldOnce(Action action, Gateway gateway) {
        PaymentId payment = asked(action, gateway);
        LateExecution late = LateExecution.whenReleased();
        on(action, payment, Fault.executedLate(late));
        sync.worker().workOff();
        on(
                        action,
                        payment,
                        Fault.answer(
                                Reply.json(
                                        401,
                                        "{\"code\":6,\"error\":\"turned away\",\"http_status\":401,\"http_reason\":\"turned away\"}")))
                .always();
        world.work(sync, Duration.ofMinutes(4));
        assertThat(told()).isEmpty();

        var unused = late.release();
        world.frisbii.faults().clear();
        world.everypay.faults().clear();
        world.work(sync, Duration.ofMinutes(30));

        assertDoneOnce(action, payment);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CAPTURE", "VOID"})
    void aRefusalIsToldOnceAnEarlierCopyCannotArriveAnyMore(Action action) {
        PaymentId payment = asked(action, Gateway.FLATPAY);
        on(action, payment, Fault.RESET_BEFORE_PROCESSING);
        sync.worker().workOff();
        on(action, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(8));
        assertThat(operation().state()).isEqualTo(State.UNKNOWN);
        assertThat(told()).isEmpty();

        world.work(sync, Duration.ofMinutes(30));

        assertThat(operation().state()).isEqualTo(State.DECLINED);
        assertThat(told()).containsExactly(Verdict.DECLINED);
        assertThat(moved(action, payment)).isZero();
    }

    private static Fault declined() {
        return Fault.answer(Reply.json(
                400, "{\"code\":77,\"error\":\"Transaction declined\",\"http_status\":400,\"http_reason\":\"Bad\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "en,The payment gateway declined this. No money has moved.",
        "fi,Maksuportaali hylkäsi pyynnön. Rahaa ei ole siirtynyt.",
        "lv,Maksājumu portāls noraidīja pieprasījumu. Nauda nav pārskaitīta."
    })
    void aRefusalOfTheOnlyCopyIsToldAtOnceInTheMerchantsWords(String language, String words) {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        on(Action.CAPTURE, payment, declined());
        sync.request("shop", request(Action.CAPTURE, payment).merchantLocale(Locale.forLanguageTag(language)));

        sync.worker().workOff();

        assertThat(world.shop.answersTo("s-1"))
                .extracting(AuthorisationAnswer::verdict, AuthorisationAnswer::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Verdict.DECLINED, words));
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatWasReleasedBeforeIsDoneAndNothingIsSent(Gateway gateway) {
        PaymentId payment = asked(Action.VOID, gateway);
        releaseAsStaff(payment);

        world.work(sync, Duration.ofMinutes(1));

        assertThat(told()).containsExactly(Verdict.DONE);
        assertThat(operation().state()).isEqualTo(State.CANCELLED);
        assertThat(operation().attempts()).isZero();
    }

    private void releaseAsStaff(PaymentId payment) {
        if (payment.account().equals("flatpay")) {
            world.frisbii.cancelAsStaff(payment.reference());
        } else {
            world.everypay.voidAsStaff(payment.reference());
        }
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aCaptureOfWhatWasReleasedIsRefusedAsNothingIsReserved(Gateway gateway) {
        PaymentId payment = asked(Action.CAPTURE, gateway);
        releaseAsStaff(payment);

        world.work(sync, Duration.ofMinutes(1));

        assertThat(told()).containsExactly(Verdict.NOTHING_RESERVED);
        assertThat(operation().state()).isEqualTo(State.DECLINED);
    }

    @Test
    void whatWasCapturedPastTheShopIsDoneWhereItIsAsMuch() {
        PaymentId payment = asked(Action.CAPTURE, Gateway.FLATPAY);
        world.frisbii.settleAsStaff(payment.reference(), 2_980);

        world.work(sync, Duration.ofMinutes(1));

        assertThat(told()).containsExactly(Verdict.DONE);
        assertThat(operation().state()).isEqualTo(State.CANCELLED);
        assertThat(moved(Action.CAPTURE, payment)).isEqualTo(1);
    }

    @Test
    void aVoidOfWhatWasCapturedIsRefusedWithWhatToDo() {
        PaymentId payment = asked(Action.VOID, Gateway.FLATPAY);
        world.frisbii.settleAsStaff(payment.reference(), 2_980);

        world.work(sync, Duration.ofMinutes(1));

        assertThat(world.shop.answersTo("s-1"))
                .extracting(AuthorisationAnswer::message)
                .containsExactly("The payment has been captured already; refund it instead.");
    }

    private List<Verdict> answers(String id) {
        return world.shop.answersTo(id).stream()
                .map(AuthorisationAnswer::verdict)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aCaptureThatWaitsForTheGatewayIsNotOvertakenByAVoid(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        sync.request("shop", AuthorisationRequest.capture("c-1", payment, eur("29.80")));
        world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING);
        sync.worker().workOff();
        sync.request("shop", AuthorisationRequest.release("v-1", payment));
        world.work(sync, Duration.ofMinutes(10));
        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(2_980);
        assertThat(answers("c-1")).containsExactly(Verdict.DONE);
        assertThat(answers("v-1")).containsExactly(Verdict.DECLINED);
    }

    @Test
    void whatStaffCapturedInPartForTheShopIsNotCapturedOnceMore() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.frisbii.settleAsStaff(payment.reference(), 1_000);
        sync.request("shop", AuthorisationRequest.capture("c-1", payment, eur("10.00")));
        world.work(sync, Duration.ofMinutes(10));
        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(1_000);
        LedgerOperation asked = sync.ledger().captureOrVoid("shop", "c-1").orElseThrow();
        assertThat(asked.reviewReason()).contains(ReviewReason.CAPTURE_UNEXPLAINED);
        assertThat(answers("c-1")).isEmpty();

        sync.syncDesk().retry(asked.id(), "mari", "it is another");
        world.work(sync, Duration.ofMinutes(10));
        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(2_000);
        assertThat(answers("c-1")).containsExactly(Verdict.DONE);
    }

    /** A ledger that was lost or set back: Shopify asks again for the part that it captured, and Frisbii has forgotten the key. */
    @Test
    void whatALedgerThatWasLostHadCapturedIsNotRefusedOrCapturedOnceMore() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.frisbii.settleAsStaff(payment.reference(), 1_000);
        world.frisbii.settleAsStaff(payment.reference(), 1_980);
        sync.request("shop", AuthorisationRequest.capture("c-1", payment, eur("10.00")));

        world.work(sync, Duration.ofMinutes(10));

        LedgerOperation asked = sync.ledger().captureOrVoid("shop", "c-1").orElseThrow();
        assertThat(asked.reviewReason()).contains(ReviewReason.CAPTURE_UNEXPLAINED);
        assertThat(answers("c-1")).isEmpty();
        sync.syncDesk().close(asked.id(), SyncDesk.Ending.SUCCEEDED, "mari", "it was captured");
        world.work(sync, Duration.ofMinutes(1));
        assertThat(answers("c-1")).containsExactly(Verdict.DONE);
    }

    @Test
    void atAGatewayThatCapturesOnceARefundIsNoCaptureOfTheRest() {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        sync.request("shop", AuthorisationRequest.capture("c-1", payment, eur("19.80")));
        world.work(sync, Duration.ofMinutes(1));
        assertThat(answers("c-1")).containsExactly(Verdict.DONE);
        world.refundAsStaff(payment, "5.00");
        sync.request("shop", AuthorisationRequest.capture("c-2", payment, eur("10.00")));
        world.work(sync, Duration.ofMinutes(10));
        assertThat(answers("c-2")).containsExactly(Verdict.DECLINED);
    }

    @Test
    void aVoidAfterAPartialCaptureTellsOfTheRest() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        sync.request("shop", AuthorisationRequest.capture("c-1", payment, eur("10.00")));
        world.work(sync, Duration.ofMinutes(1));
        sync.request("shop", AuthorisationRequest.release("v-1", payment));
        world.work(sync, Duration.ofMinutes(30));
        assertThat(world.shop.answersTo("v-1"))
                .singleElement()
                .extracting(AuthorisationAnswer::message)
                .asString()
                .contains("19.80", "released in the gateway's own portal");
    }

    @Test
    void aRefusalIsToldOnceTheCopyThatFindingOutHadSentCannotArriveAnyMore() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        sync.request("shop", AuthorisationRequest.capture("c-1", payment, eur("29.80")));
        on(Action.CAPTURE, payment, Fault.RESET_BEFORE_PROCESSING).always();
        world.work(sync, Duration.ofMinutes(8));
        world.frisbii.faults().clear();
        LateExecution late = LateExecution.whenReleased();
        on(Action.CAPTURE, payment, Fault.executedLate(late));
        int looks = 0;
        while (late.waiting() == 0 && looks++ < 60) {
            world.work(sync, Duration.ofSeconds(30));
        }
        on(Action.CAPTURE, payment, declined()).always();
        world.work(sync, Duration.ofMinutes(9));
        assertThat(answers("c-1")).isEmpty();

        var unused = late.release();
        world.frisbii.faults().clear();
        world.work(sync, Duration.ofMinutes(30));

        assertThat(moved(Action.CAPTURE, payment)).isEqualTo(1);
        assertThat(answers("c-1")).containsExactly(Verdict.DONE);
    }

    /** The gateway does not show the first capture yet. */
    @Test
    void onAStaleReadASecondPartWaits() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        sync.request("shop", AuthorisationRequest.capture("s-1", payment, eur("19.80")));
        sync.worker().workOff();
        world.readLag(payment).by(Duration.ofMinutes(5));
        sync.request("shop", AuthorisationRequest.capture("s-2", payment, eur("19.80")));

        world.work(sync, Duration.ofMinutes(2));
        assertThat(moved(Action.CAPTURE, payment)).isEqualTo(1);
        world.readLag(payment).release();
        world.work(sync, Duration.ofMinutes(10));

        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(1_980);
        assertThat(world.shop.answersTo("s-2"))
                .extracting(AuthorisationAnswer::verdict)
                .containsExactly(Verdict.DECLINED);
    }

    /** The shop was told that it is captured; the gateway's reads do not show it yet. */
    @Test
    void onAStaleReadARefundOfWhatWasCapturedWaits() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.readLag(payment).frozen(payment.reference());
        sync.request("shop", request(Action.CAPTURE, payment));
        sync.worker().workOff();
        assertThat(told()).containsExactly(Verdict.DONE);
        sync.request("shop", RefundRequest.builder("r-1", payment, eur("10.00")).build());

        world.work(sync, Duration.ofMinutes(2));
        assertThat(world.shop.told("r-1")).isEmpty();
        world.readLag(payment).release(payment.reference());
        world.work(sync, Duration.ofMinutes(20));

        assertThat(world.shop.told("r-1")).containsExactly(RefundAnswer.Verdict.DONE);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CAPTURE", "VOID"})
    void whileOneIsUnknownTheOtherWaits(Action first) {
        Action second = first == Action.CAPTURE ? Action.VOID : Action.CAPTURE;
        PaymentId payment = asked(first, Gateway.EVERYPAY);
        on(first, payment, Fault.RESET_BEFORE_PROCESSING);
        sync.worker().workOff();
        sync.request(
                "shop",
                second == Action.CAPTURE
                        ? AuthorisationRequest.capture("s-2", payment, eur("29.80"))
                        : AuthorisationRequest.release("s-2", payment));

        world.work(sync, Duration.ofMinutes(10));
        assertThat(moved(second, payment)).isZero();
        assertThat(world.shop.answersTo("s-2")).isEmpty();
        world.work(sync, Duration.ofMinutes(50));

        assertThat(moved(first, payment) + moved(second, payment)).isEqualTo(1);
        assertThat(told()).containsExactly(moved(first, payment) == 1 ? Verdict.DONE : no(first));
        assertThat(world.shop.answersTo("s-2"))
                .extracting(AuthorisationAnswer::verdict)
                .containsExactly(moved(second, payment) == 1 ? Verdict.DONE : no(second));
    }

    private static Verdict no(Action action) {
        return action == Action.CAPTURE ? Verdict.NOTHING_RESERVED : Verdict.DECLINED;
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CAPTURE", "VOID"})
    void thePaymentBelongsToOneWorkerWhateverIsToBeDoneWithIt(Action action) {
        PaymentId payment = asked(action, Gateway.FLATPAY);
        CountDownLatch answered = new CountDownLatch(1);
        FaultPlan.Rule held = on(action, payment, Fault.heldUntil(answered));
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(() -> sync.worker().workOff());
        while (held.fired() == 0) {
            Thread.onSpinWait();
        }
        RefundSync other = world.sync(SyncMode.PORTAL_PAYS);
        RefundRequest refund =
                RefundRequest.builder("r-1", payment, eur("5.00")).build();
        other.request("shop", refund);
        try {
            assertThat(other.worker().workOff()).isZero();
        } finally {
            answered.countDown();
            first.join();
        }
        world.work(other, Duration.ofMinutes(30));

        assertDoneOnce(action, payment);
    }

    @Test
    void underOneIdForSomethingElseTheFirstStandsAndAPersonIsTold() {
        PaymentId payment = asked(Action.CAPTURE, Gateway.FLATPAY);
        for (int copy = 0; copy < 2; copy++) {
            assertThat(sync.request("shop", AuthorisationRequest.capture("s-1", payment, eur("19.80")))
                            .kind())
                    .isEqualTo(RequestReceipt.Kind.CONTRADICTS);
        }
        assertThat(sync.request("shop", AuthorisationRequest.release("s-1", payment))
                        .kind())
                .isEqualTo(RequestReceipt.Kind.CONTRADICTS);

        assertThat(sync.ledger().discrepanciesOf(payment))
                .extracting(Discrepancy::kind, Discrepancy::state, Discrepancy::subject)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        DiscrepancyKind.REQUEST_EDITED, Discrepancy.State.OPEN, "s-1"));
        world.work(sync, Duration.ofMinutes(1));
        assertDoneOnce(Action.CAPTURE, payment);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CAPTURE", "VOID"})
    void aPersonClosesWhatCannotBeToldAndTheShopIsTold(Action action) {
        PaymentId payment = asked(action, Gateway.EVERYPAY);
        on(action, payment, Fault.RESET_BEFORE_PROCESSING);
        sync.worker().workOff();
        FaultPlan.Rule unreadable =
                world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING).always();
        world.work(sync, Duration.ofHours(2));
        assertThat(unreadable.fired()).isPositive();
        assertThat(sync.ledger().waitingForPerson())
                .extracting(LedgerOperation::id, it -> it.reviewReason().orElseThrow())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(operation().id(), ReviewReason.OUTCOME_UNKNOWN));
        assertThat(sync.ledger().openCaptures()).isEmpty();
        assertThatThrownBy(() -> sync.syncDesk().dropCapture(operation().id(), "mari", "not needed"))
                .isInstanceOf(IllegalStateException.class);

        sync.syncDesk().close(operation().id(), SyncDesk.Ending.DECLINED, "mari", "not there");
        world.work(sync, Duration.ofMinutes(1));

        assertThat(told()).containsExactly(Verdict.DECLINED);
        assertThat(world.shop.answersTo("s-1").get(0).message()).contains("closed by a person");
    }

    @Test
    void aShopThatCannotBeToldIsToldInTheEndAndMoneyMovesOnce() {
        world.shop.isDown(TestShop.Question.TELL);
        PaymentId payment = asked(Action.CAPTURE, Gateway.FLATPAY);
        world.work(sync, Duration.ofHours(2));
        assertThat(operation().nextFollowUp()).isPresent();
        assertThat(told()).isEmpty();

        world.shop.isUp();
        world.work(sync, Duration.ofHours(5));

        assertDoneOnce(Action.CAPTURE, payment);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CAPTURE", "VOID"})
    void aShopThatRefusedTheAnswerAndAsksAgainIsTold(Action action) {
        world.shop.takesAnswers(false);
        PaymentId payment = asked(action, Gateway.FLATPAY);
        world.work(sync, Duration.ofMinutes(20));
        assertThat(operation().reviewReason()).isEmpty();
        world.work(sync, Duration.ofMinutes(10));
        assertThat(operation().reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);
        world.shop.takesAnswers(true);

        assertThat(sync.request("shop", request(action, payment)).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        world.clock.advance(Duration.ofSeconds(5));
        sync.worker().workOff();

        assertDoneOnce(action, payment);
        assertThat(operation().reviewReason()).isEmpty();
    }

    @Test
    void onlyAPlatformThatVouchesForItsRequestsAsks() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.shop.abilities(VOUCHES.withVouchedRequests(false));

        assertThatThrownBy(() -> sync.request("shop", request(Action.VOID, payment)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> AuthorisationRequest.capture("s-1", payment, Money.of("EUR", "0")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CAPTURE", "VOID"})
    void whereverAWorkerDiesItsSuccessorDoesItOnceAndTellsTheTruth(Action action) {
        for (Gateway gateway : Gateway.values()) {
            for (KillPoint point : KillPoint.AT_GATEWAY) {
                PaymentId payment = world.authorised(gateway, "29.80");
                String id = gateway + "-" + point;
                sync.request(
                        "shop",
                        action == Action.CAPTURE
                                ? AuthorisationRequest.capture(id, payment, eur("29.80"))
                                : AuthorisationRequest.release(id, payment));
                new Dying(point).work();
                workInLargeSteps();

                assertThat(moved(action, payment)).as(id).isEqualTo(1);
                assertThat(world.shop.answersTo(id)).as(id).isNotEmpty().allMatch(it -> it.verdict() == Verdict.DONE);
            }
        }
    }

    /** Past leases, and past the time in which a request may still arrive. */
    private void workInLargeSteps() {
        for (int step = 0; step < 9; step++) {
            world.clock.advance(Duration.ofMinutes(5));
            sync.worker().workOff();
        }
    }

    /** A process that dies around a commit. */
    private final class Dying {
        private final KillPoint point;
        private boolean dead;

        Dying(KillPoint point) {
            this.point = point;
        }

        void work() {
            RefundSync.Builder builder = RefundSync.builder(KillingDataSource.of(
                            HistoryWorld.whileAlive(world.dataSource, this::live), Killer.atGateway(this::at)))
                    .clock(world.clock)
                    .shop(world.connected(SyncMode.PORTAL_PAYS));
            world.gateways().forEach(builder::gateway);
            SyncWorker worker = builder.build().worker();
            try {
                worker.workOff();
            } catch (Death e) {
                assertThat(dead).isTrue();
            }
        }

        private void at(KillPoint reached) {
            if (reached == point) {
                dead = true;
                throw new Death();
            }
        }

        private void live() {
            if (dead) {
                throw new Death();
            }
        }
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }
}
