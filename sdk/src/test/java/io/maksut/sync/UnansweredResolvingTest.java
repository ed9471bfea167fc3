package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.sandbox.Fault;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refund's answer is lost, and the call that is to find out about it is turned away: nothing is known then. */
class UnansweredResolvingTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    /** A direct refund whose money moved and whose answer, and all that was read after it, is lost. */
    private LedgerOperation lost(PaymentId payment, String amount) {
        RefundPermit permit = clerk.allowed(payment, amount);
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        LedgerOperation refund = clerk.executed(permit);
        assertThat(refund.outcomeUnknown()).isTrue();
        return refund;
    }

    private void everyAnswerIs(Fault fault) {
        world.frisbii.faults().next(fault).on("POST", "/v1/refund").always();
        world.frisbii.faults().next(fault).on("GET", "/v1/*").always();
    }

    private static Fault turnedAway(int status) {
        int code = status == 429 ? 122 : status == 401 ? 6 : 7;
        return Fault.answer(status, "application/json", ("{\"code\":" + code + "}").getBytes(UTF_8));
    }

    private void isStillUnknown(PaymentId payment, LedgerOperation refund) {
        LedgerOperation now = sync.ledger().refund(refund.id()).orElseThrow();
        assertThat(now.state()).isEqualTo(State.UNKNOWN);
        assertThat(now.outcomeUnknown()).isTrue();
        world.frisbii.faults().clear();
        assertThat(Clerk.refusal(clerk.decide(payment, "25.00")))
                .as("its ground is not given back")
                .isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
    }

    private void endsAsOneMovement(PaymentId payment, LedgerOperation refund) {
        world.work(sync, Duration.ofMinutes(30));
        assertThat(sync.ledger().refund(refund.id()).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 401, 403, 408, 500, 503})
    void aDirectRefundStaysUnknownWhileTheResolvingCallIsTurnedAway(int status) {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        LedgerOperation refund = lost(payment, "25.00");
        everyAnswerIs(turnedAway(status));

        world.clock.advance(Duration.ofSeconds(30));
        sync.worker().workOff();

        isStillUnknown(payment, refund);
        endsAsOneMovement(payment, refund);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 401, 403})
    void aShopsRefundStaysUnknownWhileTheResolvingCallIsTurnedAway(int status) {
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("25.00"));
        LedgerOperation refund = sync.request("shop", request).operation();
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        sync.worker().workOff();
        everyAnswerIs(turnedAway(status));

        world.work(sync, Duration.ofMinutes(5));

        isStillUnknown(payment, refund);
        assertThat(sync.ledger().refund(refund.id()).orElseThrow().attempts()).isEqualTo(1);
        endsAsOneMovement(payment, refund);
    }

    @Test
    void aDirectRefundStaysUnknownWhileThereIsNoConnection() throws IOException {
        URI nowhere = nowhere();
        try (PaymentGateway cutOff = gateway(nowhere)) {
            PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
            LedgerOperation refund = lost(payment, "25.00");

            world.clock.advance(Duration.ofSeconds(30));
            process(cutOff).worker().workOff();

            isStillUnknown(payment, refund);
            endsAsOneMovement(payment, refund);
        }
    }

    @Test
    void aDirectRefundStaysUnknownWhileTheBreakerIsOpen() throws IOException {
        try (PaymentGateway gateway = gateway(nowhere())) {
            for (int i = 0; i < 20; i++) {
                assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                () -> Portal.over(gateway).payment(new PaymentId("flatpay", "any"))))
                        .isNotNull();
            }
            PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
            LedgerOperation refund = lost(payment, "25.00");

            world.clock.advance(Duration.ofSeconds(30));
            process(gateway).worker().workOff();

            isStillUnknown(payment, refund);
            endsAsOneMovement(payment, refund);
        }
    }

    @ParameterizedTest
    @EnumSource(ThirdGateway.Fault.class)
    void aThirdGatewaysAdapterThatTakesItsOwnFailureForTheAttemptsIsNotBelieved(ThirdGateway.Fault fault) {
        ThirdGateway third = new ThirdGateway(world.gateways().get(0), fault);
        RefundSync withThird = process(third);
        Clerk thirdClerk = new Clerk(world, withThird);
        PaymentId payment = thirdClerk.failedInShop(Gateway.FLATPAY, "25.00");
        RefundPermit permit = thirdClerk.allowed(payment, "25.00");
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        LedgerOperation refund = thirdClerk.executed(permit);

        third.resolvesWrongly(true);
        world.clock.advance(Duration.ofSeconds(30));
        withThird.worker().workOff();

        isStillUnknown(payment, refund);
        assertThat(third.resolved()).isPositive();
        endsAsOneMovement(payment, refund);
    }

    @ParameterizedTest
    @EnumSource(
            value = ThirdGateway.Fault.class,
            names = {"NOT_SENT", "NO_ANSWER"},
            mode = EnumSource.Mode.EXCLUDE)
    void aThirdGatewaysAdapterThatTakesAProxysAnswerForARefusalIsNotBelieved(ThirdGateway.Fault fault) {
        ThirdGateway third = new ThirdGateway(world.gateways().get(0), fault);
        Clerk thirdClerk = new Clerk(world, process(third));
        PaymentId payment = thirdClerk.failedInShop(Gateway.FLATPAY, "25.00");
        RefundPermit permit = thirdClerk.allowed(payment, "25.00");
        third.submitsWrongly();

        LedgerOperation refund = thirdClerk.executed(permit);

        isStillUnknown(payment, refund);
        endsAsOneMovement(payment, refund);
    }

    private RefundSync process(PaymentGateway flatpay) {
        return RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .gateway(flatpay)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
    }

    private PaymentGateway gateway(URI api) {
        return FlatpayPortal.builder()
                .apiKey(world.frisbii.privateKey())
                .api(api)
                .clock(world.clock)
                .attempts(1)
                .buildGateway();
    }

    /** An address at which nothing listens. */
    private static URI nowhere() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
