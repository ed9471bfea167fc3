package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.shopify.session.PaymentsSession.State;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions at a gateway that knows no idempotency keys: what may still arrive is not sent a second time. */
class SessionsWithoutKeysTest {
    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
    private final EveryPaySandbox everypay =
            EveryPaySandbox.builder().clock(world.clock).start();
    private final PaymentGateway gateway = EveryPayPortal.builder()
            .apiUsername(everypay.apiUsername())
            .apiSecret(everypay.apiSecret())
            .accountName("EUR3D1")
            .api(everypay.apiUrl())
            .customerUrl(URI.create("https://shop.example.test/thanks"))
            .clock(world.clock)
            .limits(2_000, 2_000, 20, 20)
            .buildGateway();
    private final ShopifyShop shop = world.settings()
            .paymentsApp(ShopifyWorld.HANDLE, ShopifyTokens.fixed(world.sandbox.paymentsToken()))
            .gateway(ShopifyWorld.HANDLE, PaymentMatching.reference("everypay"))
            .build();
    private final RefundSync sync = RefundSync.builder(world.dataSource)
            .gateway(gateway)
            .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "everypay"))
            .clock(world.clock)
            .build();
    private final SyncWorker worker = sync.worker();
    private final ShopifySessions sessions = ShopifySessions.builder(world.dataSource, sync)
            .shop(shop)
            .clientVerified(request -> true)
            .clock(world.clock)
            .build();

    @AfterEach
    void close() {
        shop.close();
        gateway.close();
        everypay.close();
        world.close();
    }

    private void work(Duration most) {
        for (long step = 0; step <= most.toSeconds() / 30; step++) {
            sessions.workOff();
            worker.workOff();
            world.clock.advance(Duration.ofSeconds(30));
        }
    }

    private static String path(SessionKind kind) {
        return switch (kind) {
            case REFUND -> "/api/v4/payments/refund";
            case CAPTURE -> "/api/v4/payments/capture";
            case VOID -> "/api/v4/payments/void";
        };
    }

    private String paymentFor(SessionKind kind) {
        return everypay.payment()
                .account("EUR3D1")
                .state(kind == SessionKind.REFUND ? "settled" : "authorised")
                .amount(4_990)
                .method("card")
                .created(world.clock.instant())
                .add();
    }

    private void doneOnceDespite(Fault fault, SessionKind kind) {
        world.connectPaymentsApp();
        String payment = paymentFor(kind);
        everypay.faults().next(fault).on("POST", path(kind));
        SessionAsked asked = SessionAsked.of(world.sandbox, kind, payment);
        world.post(sessions, kind, asked.now());

        work(Duration.ofHours(1));

        assertThat(everypay.faults().used()).isTrue();
        assertThat(everypay.books().count(SessionAsked.movement(kind), payment)).isEqualTo(1);
        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void aLostAnswerIsFoundByReading(SessionKind kind) {
        doneOnceDespite(Fault.RESET_AFTER_PROCESSING, kind);
        assertThat(everypay.requests().count("POST", path(kind))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void whatGotLostOnTheWayIsSentAgainWhenItCannotArriveAnyMore(SessionKind kind) {
        doneOnceDespite(Fault.RESET_BEFORE_PROCESSING, kind);
    }
}
