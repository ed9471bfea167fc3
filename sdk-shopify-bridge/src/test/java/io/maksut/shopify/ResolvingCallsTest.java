package io.maksut.shopify;

import static io.maksut.shopify.SessionAsked.PAYMENT;
import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.LateExecution;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.shopify.session.PaymentsSession.State;
import io.maksut.shop.RefundWish;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call that finds out about an attempt met itself says nothing of the attempt: captures, voids, refunds started in a shop. */
class ResolvingCallsTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9/");
    private static final String ADMIN = "/admin/api/*/graphql.json";

    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final ShopifySessions sessions = world.sessions(sync);

    @AfterEach
    void close() {
        world.close();
    }

    /** What the resolving call meets, in the gateway's own form. */
    private enum Met {
        NOT_AUTHENTICATED(401, 6),
        NOT_ALLOWED(403, 7),
        TOO_MANY_REQUESTS(429, 122);

        private final int status;
        private final int code;

        Met(int status, int code) {
            this.status = status;
            this.code = code;
        }

        Fault fault() {
            return Fault.answer(Reply.json(
                    status,
                    "{\"code\":" + code + ",\"error\":\"turned away\",\"http_status\":" + status
                            + ",\"http_reason\":\"turned away\"}"));
        }
    }

    /** The gateway has done it, and the answer is lost. */
    private SessionAsked doneAndLost(SessionKind kind) {
        LateExecution late = LateExecution.whenReleased();
        SessionAsked asked = lost(kind, Fault.executedLate(late));
        late.release();
        return asked;
    }

    private SessionAsked lost(SessionKind kind, Fault fault) {
        world.connectPaymentsApp();
        world.charge(PAYMENT, SessionAsked.state(kind), "49.90", "EUR");
        world.frisbii.faults().next(fault).on("POST", SessionAsked.path(kind));
        SessionAsked asked = SessionAsked.of(world.sandbox, kind);
        world.post(sessions, kind, asked.now());
        workOff(sync);
        assertThat(session(asked).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        return asked;
    }

    private ShopifySession session(SessionAsked asked) {
        return sessions.session("shop", asked.now().id()).orElseThrow();
    }

    private void workOff(RefundSync engine) {
        sessions.workOff();
        engine.worker().workOff();
    }

    private void work(RefundSync engine, Duration most) {
        for (long minute = 0; minute < most.toMinutes(); minute++) {
            workOff(engine);
            pass();
        }
        workOff(engine);
    }

    /** On all clocks: a circuit breaker has one of its own. */
    private void pass() {
        world.clock.advance(Duration.ofMinutes(1));
        var unused = world.time.after(Duration.ofMinutes(1), () -> {});
    }

    private void assertDoneOnce(SessionAsked asked) {
        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
        assertThat(world.frisbii.books().count(SessionAsked.movement(asked.kind()), PAYMENT))
                .isEqualTo(1);
    }

    private static Stream<Arguments> capturesAndVoids() {
        return Stream.of(SessionKind.CAPTURE, SessionKind.VOID)
                .flatMap(kind -> Stream.of(Met.values()).map(met -> Arguments.of(kind, met)));
    }

    @ParameterizedTest
    @MethodSource("capturesAndVoids")
    void aReadThatIsTurnedAwayLeavesASessionUnknownUntilItIsReadWell(SessionKind kind, Met met) {
        SessionAsked asked = doneAndLost(kind);
        world.frisbii.faults().next(met.fault()).on("GET", "/v1/*").always();
        world.frisbii.faults().next(met.fault()).on("GET", "/v1/charge/*").always();
        world.frisbii.faults().next(met.fault()).on("GET", "/v1/invoice/*").always();
        world.frisbii
                .faults()
                .next(met.fault())
                .on("POST", SessionAsked.path(kind))
                .always();

        work(sync, Duration.ofMinutes(20));

        assertThat(session(asked).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        assertThat(asked.now().state()).isEqualTo(State.OPEN);
        world.frisbii.faults().clear();
        work(sync, Duration.ofMinutes(30));
        assertDoneOnce(asked);
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionKind.class,
            names = {"CAPTURE", "VOID"})
    void aGatewayThatCannotBeReachedLeavesASessionUnknown(SessionKind kind) {
        SessionAsked asked = doneAndLost(kind);
        try (PaymentGateway unreachable = FlatpayPortal.builder()
                .apiKey(world.frisbii.privateKey())
                .api(NOBODY)
                .checkoutApi(NOBODY)
                .clock(world.clock)
                .attempts(1)
                .buildGateway()) {
            RefundSync cutOff = RefundSync.builder(world.dataSource)
                    .gateway(unreachable)
                    .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                    .clock(world.clock)
                    .build();
            work(cutOff, Duration.ofMinutes(20));
        }

        assertThat(session(asked).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        work(sync, Duration.ofMinutes(30));
        assertDoneOnce(asked);
    }

    private static Stream<Arguments> sentAgainAndTurnedAway() {
        return Stream.of(SessionKind.CAPTURE, SessionKind.VOID)
                .flatMap(kind ->
                        Stream.of(Met.NOT_AUTHENTICATED, Met.TOO_MANY_REQUESTS).map(met -> Arguments.of(kind, met)));
    }

    /** The first request is still on its way: nothing has changed when the payment is read. */
    @ParameterizedTest
    @MethodSource("sentAgainAndTurnedAway")
    void aRepetitionThatIsTurnedAwayLeavesASessionUnknown(SessionKind kind, Met met) {
        LateExecution late = LateExecution.whenReleased();
        SessionAsked asked = lost(kind, Fault.executedLate(late));
        world.frisbii
                .faults()
                .next(met.fault())
                .on("POST", SessionAsked.path(kind))
                .always();

        work(sync, Duration.ofMinutes(40));

        assertThat(session(asked).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        late.release();
        world.frisbii.faults().clear();
        work(sync, Duration.ofMinutes(30));
        assertDoneOnce(asked);
    }

    // Refunds started in the shop

    private RefundWish lostWish(LateExecution late) {
        PaymentId payment = world.paid("p1", "49.90");
        RefundWish wish = new RefundWish("w-1", world.order(payment, "49.90"), payment, eur("10.00"), "");
        onCreation(Fault.executedLate(late));
        assertThat(sync.start("shop", wish).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        world.sandbox.faults().clear();
        return wish;
    }

    /** As another process goes on with it: its circuit breaker has seen nothing yet. */
    private LedgerOperation goesOn(RefundWish wish) {
        try (ShopifyShop shop = world.settings().build()) {
            return engineOf(shop).start("shop", wish);
        }
    }

    private RefundSync engineOf(ShopifyShop shop) {
        return world.sync(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay"));
    }

    private void onCreation(Fault fault) {
        world.sandbox
                .faults()
                .next(fault)
                .on("POST", ADMIN)
                .matching(request -> request.body().contains("refundCreate"))
                .always();
    }

    private void assertStartedOnce(RefundWish wish, LateExecution late) {
        world.sandbox.faults().clear();
        late.release();
        assertThat(goesOn(wish).state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
        assertThat(world.sandbox.order(wish.orderId()).refunds()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aStartedRefundWhoseRepetitionIsNotLetInStaysUnknown(int status) {
        LateExecution late = LateExecution.whenReleased();
        RefundWish wish = lostWish(late);
        onCreation(Fault.answer(Reply.json(status, "{\"errors\":\"[API] This action is not let in\"}")));

        assertThat(goesOn(wish).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        assertStartedOnce(wish, late);
    }

    @Test
    void aStartedRefundWhoseRepetitionIsThrottledStaysUnknown() {
        LateExecution late = LateExecution.whenReleased();
        RefundWish wish = lostWish(late);
        onCreation(Fault.answer(Reply.json(429, "{\"errors\":\"Too Many Requests\"}")));

        assertThat(goesOn(wish).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        assertStartedOnce(wish, late);
    }

    @Test
    void aStartedRefundWhoseRepetitionIsRefusedStaysUnknownWhileTheFirstMayArrive() {
        LateExecution late = LateExecution.whenReleased();
        RefundWish wish = lostWish(late);
        onCreation(Fault.answer(Reply.json(
                200,
                "{\"data\":{\"refundCreate\":{\"refund\":null,\"userErrors\":[{\"field\":[\"transactions\"],"
                        + "\"message\":\"Refund amount is greater than the amount available\"}]}}}")));

        assertThat(goesOn(wish).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        assertStartedOnce(wish, late);
    }

    @Test
    void aStartedRefundWhoseShopCannotBeReachedStaysUnknown() {
        LateExecution late = LateExecution.whenReleased();
        RefundWish wish = lostWish(late);
        try (ShopifyShop unreachable = world.settings().address(NOBODY).build()) {
            assertThat(engineOf(unreachable).start("shop", wish).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        }
        assertStartedOnce(wish, late);
    }

    /** Shopify forgets a key after a day: by a clock that was ahead when it was begun the day is not over yet. */
    @ParameterizedTest
    @ValueSource(longs = {0, 2, 30})
    void aStartedRefundWhoseKeyIsForgottenIsNotMadeAgain(long hoursAhead) {
        PaymentId payment = world.paid("p1", "49.90");
        RefundWish wish = new RefundWish("w-1", world.order(payment, "49.90"), payment, eur("10.00"), "");
        onCreation(Fault.RESET_AFTER_PROCESSING);
        Clock ahead = Clock.offset(world.clock, Duration.ofHours(hoursAhead));
        try (ShopifyShop shop = world.settings().clock(ahead).build()) {
            assertThat(engineOf(shop).start("shop", wish).state()).isEqualTo(LedgerOperation.State.UNKNOWN);
        }
        world.sandbox.faults().clear();
        world.clock.advance(Duration.ofHours(24).plusMinutes(10));

        assertThat(goesOn(wish).state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
        assertThat(world.sandbox.order(wish.orderId()).refunds()).hasSize(1);
    }
}
