package io.maksut.shopify;

import static io.maksut.shopify.SessionAsked.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.shopify.session.PaymentsSession.State;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.MoneyStop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong between Shopify, us and the gateway: the money moves once, and in the end Shopify is told the truth. */
@Timeout(300)
class SessionFaultsTest {
    private static final String TELLING = "/payments_apps/api/*/graphql.json";

    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final SyncWorker worker = sync.worker();
    private final ShopifySessions sessions = world.sessions(sync);

    @BeforeEach
    void connect() {
        world.connectPaymentsApp();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private SessionAsked asked(SessionKind kind) {
        world.charge(PAYMENT, SessionAsked.state(kind), "49.90", "EUR");
        return SessionAsked.of(world.sandbox, kind);
    }

    private void take(SessionAsked asked) {
        assertThat(world.post(sessions, asked.kind(), asked.now()).status()).isEqualTo(201);
    }

    private void work(Duration most, Duration step) {
        Instant end = world.clock.instant().plus(most);
        for (workOff(); world.clock.instant().isBefore(end); workOff()) {
            pass(step);
        }
    }

    /** On all clocks: a circuit breaker has one of its own. */
    private void pass(Duration time) {
        world.clock.advance(time);
        var unused = world.time.after(time, () -> {});
    }

    private void workOff() {
        sessions.workOff();
        worker.workOff();
    }

    private void work(Duration most) {
        work(most, Duration.ofSeconds(30));
    }

    private long moved(SessionKind kind) {
        return world.frisbii.books().count(SessionAsked.movement(kind), PAYMENT);
    }

    private void assertDoneOnce(SessionAsked asked) {
        assertThat(moved(asked.kind())).isEqualTo(1);
        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
        assertThat(asked.status()).isEqualTo("SUCCESS");
    }

    private void assertRejectedUnpaid(SessionAsked asked) {
        assertThat(moved(asked.kind())).isZero();
        assertThat(asked.now().state()).isEqualTo(State.REJECTED);
        assertThat(asked.now().merchantMessage()).isNotBlank();
        assertThat(asked.status()).isEqualTo("FAILURE");
    }

    private static ShopifySessions trusting(ShopifyWorld world, RefundSync sync) {
        return ShopifySessions.builder(world.dataSource, sync)
                .shop(world.shop)
                .clientVerified(request -> true)
                .clock(world.clock)
                .poll(Duration.ofMillis(20))
                .build();
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void whileMoneyIsStoppedASessionWaitsAndItGoesOnAfterwards(SessionKind kind) {
        MoneyStop stop = sync.syncDesk().stop(MoneyStop.Scope.all(), "mari", "numbers look wrong");
        SessionAsked asked = asked(kind);
        take(asked);

        work(Duration.ofMinutes(5));
        assertThat(moved(kind)).isZero();
        assertThat(asked.now().state()).isNotIn(State.RESOLVED, State.REJECTED);

        sync.syncDesk().start(stop.id(), "mari", "all is well");
        work(Duration.ofMinutes(20));
        assertDoneOnce(asked);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void copiesAtTheSameInstantInTwoProcessesMoveMoneyOnce(SessionKind kind) {
        SyncWorker.Settings often = new SyncWorker.Settings(2, Duration.ofMillis(20), false);
        RefundSync other = world.sync(SyncMode.PORTAL_PAYS);
        try (SyncWorker first = sync.worker(often);
                SyncWorker second = other.worker(often);
                ShopifySessions one = trusting(world, sync);
                ShopifySessions two = trusting(world, other);
                Endpoint endpoint = Endpoint.of(one)) {
            first.start();
            second.start();
            one.start();
            two.start();
            world.sandbox
                    .sessions()
                    .connect(world.sandbox.gateway(ShopifyWorld.HANDLE), Endpoint.addresses(endpoint.url()));
            SessionAsked asked = asked(kind);

            List<Integer> statuses =
                    world.sandbox.sessions().deliverTogether(asked.now().id(), 12);
            while (asked.now().state() == State.OPEN) {
                passToTheNextTelling(asked); // what was told before a 201 is told again
            }
            assertThat(statuses).containsOnly(201);
            assertThat(world.sandbox.sessions().redeliver(asked.now().id())).isEqualTo(201);
            assertDoneOnce(asked);
        }
        work(Duration.ofHours(2), Duration.ofMinutes(10));
        assertThat(moved(kind)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void anAnswerThatShopifyDoesNotTakeForHoursIsToldInTheEnd(SessionKind kind) {
        world.sandbox
                .faults()
                .next(Fault.SERVER_ERROR_BEFORE_PROCESSING)
                .on("POST", TELLING)
                .always();
        SessionAsked asked = asked(kind);
        take(asked);
        work(Duration.ofHours(20), Duration.ofMinutes(2));
        assertThat(moved(kind)).isEqualTo(1);
        assertThat(asked.now().state()).isEqualTo(State.OPEN);

        world.sandbox.faults().clear();
        work(Duration.ofHours(5), Duration.ofMinutes(2));
        assertDoneOnce(asked);
    }

    @Test
    void shopifyIsToldByThePublishedScheduleForADayAndHourlyAfterwards() {
        world.sandbox
                .faults()
                .next(Fault.SERVER_ERROR_BEFORE_PROCESSING)
                .on("POST", TELLING)
                .always();
        SessionAsked asked = asked(SessionKind.CAPTURE);
        take(asked);
        List<Long> pauses = new ArrayList<>();
        for (int tries = 0; tries < 19; tries++) {
            workOff();
            Instant next = session(asked)
                    .operation()
                    .flatMap(LedgerOperation::nextFollowUp)
                    .orElseThrow();
            Duration pause = Duration.between(world.clock.instant(), next);
            pauses.add(pause.toSeconds());
            pass(pause);
        }

        assertThat(pauses)
                .containsExactlyElementsOf(Stream.of(
                                Stream.of(5, 10, 30, 45),
                                Stream.of(1, 2, 5, 12, 38).map(minutes -> minutes * 60),
                                Stream.of(1, 2, 4, 4, 4, 4, 4).map(hours -> hours * 3_600),
                                Stream.of(3_600, 3_600, 3_600))
                        .flatMap(it -> it)
                        .map(Integer::longValue)
                        .toList());
        assertThat(session(asked).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);

        world.sandbox.faults().clear();
        workOff();
        assertDoneOnce(asked);
        assertThat(session(asked).reviewReason()).isEmpty();
    }

    private void passToTheNextTelling(SessionAsked asked) {
        Instant now = world.clock.instant();
        sessions.session("shop", asked.now().id())
                .flatMap(ShopifySession::operation)
                .flatMap(LedgerOperation::nextFollowUp)
                .filter(now::isBefore)
                .ifPresent(next -> pass(Duration.between(now, next)));
    }

    private ShopifySession session(SessionAsked asked) {
        return sessions.session("shop", asked.now().id()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void aLostAnswerOfTheGatewayIsFoundOutBeforeShopifyIsTold(SessionKind kind) {
        world.frisbii.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", SessionAsked.path(kind));
        SessionAsked asked = asked(kind);
        take(asked);

        work(Duration.ofMinutes(30));
        assertDoneOnce(asked);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void whatNeverArrivedIsSentAgainAndItsRefusalIsTold(SessionKind kind) {
        world.frisbii.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", SessionAsked.path(kind));
        SessionAsked asked = asked(kind);
        take(asked);
        workOff();
        assertThat(asked.now().state()).isEqualTo(State.OPEN);
        world.frisbii
                .faults()
                .next(declined())
                .on("POST", SessionAsked.path(kind))
                .always();

        work(Duration.ofHours(2), Duration.ofMinutes(1));
        assertRejectedUnpaid(asked);
    }

    private static Fault declined() {
        return Fault.answer(Reply.json(
                422,
                "{\"code\":40,\"error\":\"Transaction declined\",\"http_status\":422,\"http_reason\":\"Unprocessable\","
                        + "\"transaction_error\":\"acquirer_error\"}"));
    }

    /** The first request is on its way all the while: it arrives after the second was refused. */
    @Test
    void aRefusalOfACaptureThatWasSentAgainSaysNothingOfWhatWasSentFirst() {
        String path = SessionAsked.path(SessionKind.CAPTURE);
        world.frisbii.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", path);
        SessionAsked asked = asked(SessionKind.CAPTURE);
        take(asked);
        workOff();
        world.frisbii.faults().next(declined()).on("POST", path);
        pass(Duration.ofSeconds(5));
        workOff();
        assertThat(asked.now().state()).isEqualTo(State.OPEN);

        world.frisbii.settleAsStaff(PAYMENT, 4_990);
        work(Duration.ofHours(2), Duration.ofMinutes(1));
        assertDoneOnce(asked);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void whatShopifyWasToldStandsAlthoughTheAnswerGotLost(SessionKind kind) {
        world.sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", TELLING);
        SessionAsked asked = asked(kind);
        take(asked);

        work(Duration.ofMinutes(5));
        assertDoneOnce(asked);
    }

    /** Shopify takes no answer to a session before it has seen our 201: that was lost, or came later. */
    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void anAnswerThatOvertakesTheAcknowledgementIsToldAgain(SessionKind kind) {
        String notYet = "{\"data\":{\"" + kind.resolve().root() + "\":{\"userErrors\":[{\"code\":\"" + kind
                + "_SESSION_INVALID_STATE\",\"message\":\"The session is not open\"}]}}}";
        world.sandbox.faults().next(Fault.answer(Reply.json(200, notYet))).on("POST", TELLING);
        SessionAsked asked = asked(kind);
        take(asked);
        workOff();
        take(asked); // Shopify asks again until it has the 201

        work(Duration.ofMinutes(30));
        assertDoneOnce(asked);
    }

    /** Our 201 never reached Shopify. */
    private void takeAndLoseTheAnswer(SessionAsked asked) {
        assertThat(sessions.handle(asked.kind(), world.request(asked.now())).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void aSessionWhoseAcknowledgementWasLostIsToldWithinAMinuteOfTheNext(SessionKind kind) {
        SessionAsked asked = asked(kind);
        takeAndLoseTheAnswer(asked);
        work(Duration.ofMinutes(12));
        assertThat(moved(kind)).isEqualTo(1);
        assertThat(asked.now().state()).isEqualTo(State.OPEN);
        assertThat(sync.ledger().waitingForPerson()).isEmpty();

        take(asked);
        work(Duration.ofMinutes(1), Duration.ofSeconds(5));
        assertDoneOnce(asked);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void whereNoOtherPostComesAPersonIsAskedAndOneThatComesLateMendsIt(SessionKind kind) {
        SessionAsked asked = asked(kind);
        takeAndLoseTheAnswer(asked);
        work(Duration.ofMinutes(30));
        assertThat(session(asked).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);
        work(Duration.ofDays(2), Duration.ofMinutes(20));
        assertThat(asked.now().state()).isEqualTo(State.OPEN);

        take(asked);
        work(Duration.ofMinutes(1), Duration.ofSeconds(5));
        assertDoneOnce(asked);
        assertThat(session(asked).reviewReason()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void whatSomebodyRejectedAtShopifyIsLeftToAPerson(SessionKind kind) {
        SessionAsked asked = asked(kind);
        take(asked);
        world.sandbox.sessions().reject(asked.now().kind(), asked.now().gid(), "PROCESSING_ERROR", "by hand");
        work(Duration.ofMinutes(30));
        assertThat(session(asked).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);

        take(asked); // which mends nothing, and hides nothing
        work(Duration.ofMinutes(30));
        assertThat(moved(kind)).isEqualTo(1);
        assertThat(asked.now().state()).isEqualTo(State.REJECTED);
        assertThat(session(asked).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);
        assertThat(session(asked).operation().orElseThrow().shopWaits()).isTrue();
    }

    /** It is declined before anything is asked of anybody: as good as always before the 201 is there. */
    @Test
    void aTestSessionWhoseAcknowledgementWasLostIsRejectedAfterTheNext() {
        world.paid(PAYMENT, "49.90");
        String order = world.merchant
                .order()
                .test()
                .total("49.90")
                .sale(ShopifyWorld.HANDLE, PAYMENT)
                .place();
        String refund = world.merchant.refund(order).make().transactionIds().get(0);
        SessionAsked asked = new SessionAsked(world.sandbox, SessionKind.REFUND, order, refund);
        takeAndLoseTheAnswer(asked);
        work(Duration.ofMinutes(12));
        assertThat(asked.now().state()).isEqualTo(State.OPEN);
        assertThat(sessions.waiting()).isEmpty();
        work(Duration.ofMinutes(30));
        assertThat(sessions.waiting()).hasSize(1);

        take(asked);
        work(Duration.ofMinutes(1), Duration.ofSeconds(5));
        assertRejectedUnpaid(asked);
        assertThat(sessions.waiting()).isEmpty();
    }

    @Test
    void moreThanIsLeftIsRejectedWithWordsForTheMerchant() {
        SessionAsked asked = asked(SessionKind.REFUND);
        world.frisbii.refundAsStaff(PAYMENT, 4_500);
        take(asked);
        work(Duration.ofMinutes(5));
        assertThat(asked.now().state())
                .as("it may be this refund's money: nobody has said whose")
                .isEqualTo(State.OPEN);

        sync.statements()
                .refundedElsewhere(
                        new PaymentId("flatpay", PAYMENT), Money.of("EUR", "45.00"), "mari", "damaged goods, by phone");
        LedgerOperation held = sync.ledger().waitingForPerson().findFirst().orElseThrow();
        sync.syncDesk().retry(held.id(), "mari", "that was for something else");
        work(Duration.ofMinutes(5));

        assertThat(world.frisbii.books().refunded(PAYMENT)).isEqualTo(4_500);
        assertThat(asked.now().state()).isEqualTo(State.REJECTED);
        assertThat(asked.now().merchantMessage()).contains("4,90"); // in Finnish
    }

    @Test
    void moreThanWasAuthorisedIsRejectedWithWordsForTheMerchant() {
        world.authorised(PAYMENT, "40.00");
        SessionAsked asked = SessionAsked.of(world.sandbox, SessionKind.CAPTURE);
        take(asked);
        work(Duration.ofMinutes(5));

        assertRejectedUnpaid(asked);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefundThatIsPendingAtTheGatewayKeepsTheSessionOpen(boolean succeeds) {
        world.frisbii.asyncRefunds(true);
        world.frisbii
                .charge(PAYMENT)
                .state("settled")
                .amount(4_990)
                .currency("EUR")
                .method("mobilepay")
                .add();
        SessionAsked asked = SessionAsked.of(world.sandbox, SessionKind.REFUND);
        take(asked);
        work(Duration.ofHours(30), Duration.ofMinutes(10));
        assertThat(asked.now().state()).isEqualTo(State.OPEN);
        assertThat(asked.status()).isEqualTo("PENDING");

        PaymentId payment = new PaymentId("flatpay", PAYMENT);
        String refund = sync.ledger().refundsOf(payment).get(0).gatewayRefund().orElseThrow();
        world.frisbii.finishRefund(refund, succeeds);
        work(Duration.ofHours(2), Duration.ofMinutes(1));
        if (succeeds) {
            assertDoneOnce(asked);
        } else {
            assertRejectedUnpaid(asked);
        }
    }

    @Test
    void aVoidOfWhatWasCapturedMeanwhileIsRejected() {
        SessionAsked asked = asked(SessionKind.VOID);
        world.frisbii.settleAsStaff(PAYMENT, 4_990);
        take(asked);
        work(Duration.ofMinutes(5));

        assertRejectedUnpaid(asked);
    }
}
