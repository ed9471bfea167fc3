package io.maksut.shopify;

import static io.maksut.shopify.SessionAsked.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import io.maksut.shop.RefundWish;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.webhook.WebhookRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The ids by which Shopify names its actions and requests label what comes of them here. */
class CorrelationTest {
    private static final CorrelationId ID = new CorrelationId("request-7f3a");

    private static Map<String, List<String>> headers(SignedDelivery delivery) {
        return delivery.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> List.of(it.getValue())));
    }

    @Test
    void whatADeliveryTellsOfHasTheIdOfTheEventThatCausedIt() {
        try (ShopifyWorld world = new ShopifyWorld()) {
            RefundSync sync = world.sync();
            ShopifyWorld.Hooks hooks = world.hooks(sync);
            PaymentId payment = world.paid("p1", "49.90");
            String order = world.order(payment, "49.90");
            world.merchant.succeed(world.merchant
                    .refund(order)
                    .amount("10.00")
                    .make()
                    .transactionIds()
                    .get(0));
            SignedDelivery first = world.sandbox.webhooks().takeSigned().get(0);

            hooks.handler.handle(new WebhookRequest("POST", "/hook", headers(first), first.body()));
            hooks.worker.workOff();

            assertThat(sync.ledger().refundsOf(payment))
                    .singleElement()
                    .satisfies(it -> assertThat(it.correlationId())
                            .hasToString(first.headers().get("X-Shopify-Event-Id")));
        }
    }

    private static WebhookRequest session(ShopifyWorld world, SessionAsked asked) {
        WebhookRequest request = world.request(asked.now());
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : List.of("X-Client-Verify", "Shopify-Shop-Domain", "Shopify-Api-Version")) {
            request.header(name).ifPresent(value -> headers.put(name, List.of(value)));
        }
        headers.put("Shopify-Request-Id", List.of(ID.value()));
        return new WebhookRequest("POST", "/refund", headers, request.body());
    }

    @Test
    void aSessionKeepsTheIdOfItsRequestWhileItWaitsForAnEngineThatTakesIt() {
        try (ShopifyWorld world = ShopifyWorld.withPaymentsApp()) {
            world.connectPaymentsApp();
            world.charge(PAYMENT, "settled", "49.90", "EUR");
            SessionAsked asked = SessionAsked.of(world.sandbox, SessionKind.REFUND);
            ShopifySessions notSetUp = world.sessions(world.sync(SyncMode.SHOP_PAYS));
            assertThat(notSetUp.handle(asked.kind(), session(world, asked)).status())
                    .isEqualTo(201);
            RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
            assertThat(sync.ledger().refund("shop", asked.now().id())).isEmpty();

            world.clock.advance(Duration.ofMinutes(1));
            world.sessions(sync).workOff();

            assertThat(sync.ledger().refund("shop", asked.now().id()))
                    .map(LedgerOperation::correlationId)
                    .contains(ID);
        }
    }

    @Test
    void theNoteOfARefundThatIsStartedInTheShopHasTheIdAndStillOurMark() {
        try (ShopifyWorld world = new ShopifyWorld()) {
            RefundSync sync = world.sync();
            PaymentId payment = world.paid("p1", "49.90");
            String order = world.order(payment, "49.90");
            RefundWish wish = new RefundWish("w-1", order, payment, ShopifyWorld.eur("10.00"), "a page is missing");

            LedgerOperation started = LogContext.of(ID).call(() -> sync.start("shop", wish));

            assertThat(started.state()).isEqualTo(State.SUCCEEDED);
            assertThat(world.sandbox.order(order).refunds())
                    .singleElement()
                    .satisfies(it ->
                            assertThat(it.note()).startsWith("a page is missing (ref. request-7f3a) maksut-start:"));
        }
    }
}
