package io.maksut.shopify;

import static io.maksut.shopify.SessionAsked.PAYMENT;
import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.shopify.access.ShopStatus;
import io.maksut.sandbox.shopify.session.PaymentsSession.State;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.RefundWish;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy says in a shop's place is no answer of the shop: it refuses nothing, and proves nothing absent. */
class ForeignAnswersTest {
    private static final String ADMIN = "/admin/api/*/graphql.json";
    private static final String TELLING = "/payments_apps/api/*/graphql.json";

    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();

    @AfterEach
    void close() {
        world.close();
    }

    private void proxy(int status, String path) {
        world.sandbox
                .faults()
                .next(Fault.proxyAnswersEmpty(status))
                .on("POST", path)
                .times(3);
        world.sandbox.faults().next(Fault.proxyAnswers(status)).on("POST", path).always();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 408, 409, 413, 421, 423, 425, 429})
    void aReadIsUnavailableAndNoShopIsGoneNoTokenDeadAndNoOrderAbsent(int status) {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        proxy(status, ADMIN);

        assertThat(world.shop.findOrder(world.read(payment))).isEqualTo(new OrderSearch.Unclear(Cause.LOOKUP_FAILED));
        Throwable failure = catchThrowable(() -> world.shop.order(order));
        assertThat(failure).isInstanceOfAny(GatewayUnavailableException.class, MalformedAnswerException.class);
        assertThat(world.shop.health().problems()).isEmpty();
    }

    /** The shop took the answer, and a proxy turned the confirmation away. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 408, 409, 413, 421, 423, 425, 429})
    void whatASessionWasAnsweredIsToldUntilTheShopItselfTakesIt(int status) {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        world.connectPaymentsApp();
        world.charge(PAYMENT, "settled", "49.90", "EUR");
        SessionAsked asked = SessionAsked.of(world.sandbox, SessionKind.REFUND);
        proxy(status, TELLING);
        world.post(sessions, SessionKind.REFUND, asked.now());
        world.work(sync, Duration.ofMinutes(2));
        LedgerOperation refund = sync.ledger().refund("shop", asked.now().id()).orElseThrow();
        assertThat(refund.state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
        assertThat(refund.reviewReason()).isEmpty();
        assertThat(refund.shopWaits()).isTrue();

        world.sandbox.faults().clear();
        world.work(sync, Duration.ofMinutes(10));

        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
        assertThat(world.frisbii.books().refunded(PAYMENT)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = ShopStatus.class,
            names = {"FROZEN", "LOCKED"})
    void aShopThatIsClosedForAnHourIsToldAsSoonAsItIsOpen(ShopStatus closed) {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        world.connectPaymentsApp();
        world.charge(PAYMENT, "settled", "49.90", "EUR");
        SessionAsked asked = SessionAsked.of(world.sandbox, SessionKind.REFUND);
        world.post(sessions, SessionKind.REFUND, asked.now());
        world.sandbox.status(closed);
        world.work(sync, Duration.ofMinutes(30));
        assertThat(sync.ledger().waitingForPerson()).isEmpty();

        world.sandbox.status(ShopStatus.OPEN);
        world.work(sync, Duration.ofMinutes(60));

        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 409, 429})
    void aRefundThatWasStartedIsNotRefusedByAProxy(int status) {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        world.sandbox
                .faults()
                .next(Fault.proxyAnswersAfterProcessing(status))
                .on("POST", ADMIN)
                .matching(request -> request.body().contains("refundCreate"))
                .always();
        RefundWish wish = new RefundWish("w-1", order, payment, eur("10.00"), "");

        assertThat(sync.start("shop", wish).state()).isEqualTo(LedgerOperation.State.UNKNOWN);

        world.sandbox.faults().clear();
        assertThat(sync.start("shop", wish).state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
        assertThat(world.sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void aTagThatAProxyTurnedAwayIsNotKnownAndTriedAgain() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        proxy(404, ADMIN);
        PortalRefund made = new PortalRefund("maksut:k", order, payment, eur("5.00"), world.clock.instant(), "");

        assertThatThrownBy(() -> world.shop.record(made)).isInstanceOf(OutcomeUnknownException.class);

        world.sandbox.faults().clear();
        world.shop.record(made);
        assertThat(world.sandbox.order(order).tags()).hasSize(2);
    }
}
