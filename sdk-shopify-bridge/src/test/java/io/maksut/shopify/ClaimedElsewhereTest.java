package io.maksut.shopify;

import static io.maksut.shopify.SessionAsked.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.shopify.session.PaymentsSession.State;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One payment belongs to one worker at a time, whatever is to be done with it. */
@Timeout(120)
class ClaimedElsewhereTest {
    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final ShopifySessions sessions = world.sessions(sync);

    @BeforeEach
    void connect() {
        world.connectPaymentsApp();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionKind.class,
            names = {"CAPTURE", "VOID"})
    void aSessionWaitsWhileTheEngineIsAtItsPayment(SessionKind kind) {
        PaymentId payment = world.charge(PAYMENT, SessionAsked.state(kind), "49.90", "EUR");
        SessionAsked asked = SessionAsked.of(world.sandbox, kind);
        assertThat(world.post(sessions, kind, asked.now()).status()).isEqualTo(201);
        sync.request(
                world.shop.name(),
                RefundRequest.builder("refund-1", payment, Money.of("EUR", "5.00"))
                        .build());
        CountDownLatch engineReads = new CountDownLatch(1);
        FaultPlan.Rule held =
                world.frisbii.faults().next(Fault.heldUntil(engineReads)).on("GET", "/v1/charge/*");
        CompletableFuture<Void> engine =
                CompletableFuture.runAsync(() -> sync.worker().workOff());
        while (held.fired() == 0) {
            Thread.onSpinWait(); // until the engine has claimed the payment and reads it
        }

        try {
            sessions.workOff();
            world.sync(SyncMode.PORTAL_PAYS).worker().workOff();
            assertThat(world.frisbii.requests().count("POST", SessionAsked.path(kind)))
                    .as("requests for a payment that another worker has claimed")
                    .isEqualTo(0L);
        } finally {
            engineReads.countDown();
            engine.join();
        }
        for (int minute = 0; minute < 10; minute++) {
            world.clock.advance(Duration.ofMinutes(1));
            sessions.workOff();
            sync.worker().workOff();
        }
        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
        assertThat(world.frisbii.books().count(SessionAsked.movement(kind), PAYMENT))
                .isEqualTo(1);
    }
}
