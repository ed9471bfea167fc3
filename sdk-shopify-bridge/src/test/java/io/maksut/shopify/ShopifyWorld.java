package io.maksut.shopify;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.shopify.Merchant;
import io.maksut.sandbox.shopify.ShopifySandbox;
import io.maksut.sandbox.shopify.ShopifySandboxBuilder;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sandbox.shopify.session.PaymentsSessions;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncEvent;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookReply;
import io.maksut.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A Shopify shop, a gateway, the bridge between them, and time that a test moves. */
final class ShopifyWorld implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    static final String HANDLE = "flatpay";
    static final String TOPICS_HOOK = "/hook";

    final ManualClock clock = ManualClock.at(START);
    final SkippingTime time = new SkippingTime();
    final FrisbiiSandbox frisbii =
            FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
    final ShopifySandbox sandbox;
    final Merchant merchant;
    final PaymentGateway gateway;
    final DataSource dataSource;
    final List<ShopifyEvent> news = new CopyOnWriteArrayList<>();
    final List<SyncEvent> events = new CopyOnWriteArrayList<>();
    final Set<String> links = ConcurrentHashMap.newKeySet();
    final ShopifyShop shop;

    ShopifyWorld() {
        this(TestDatabases.SQLITE.fresh(), settings -> settings, settings -> settings);
    }

    /** With a payments app that Shopify asks for refunds, captures and voids. */
    static ShopifyWorld withPaymentsApp() {
        return new ShopifyWorld(TestDatabases.SQLITE.fresh(), settings -> settings, null);
    }

    static ShopifyWorld of(UnaryOperator<ShopifySandboxBuilder> shopify, UnaryOperator<ShopifyShopBuilder> bridge) {
        return new ShopifyWorld(TestDatabases.SQLITE.fresh(), shopify, bridge);
    }

    /** @param bridge null for a payments app */
    ShopifyWorld(
            DataSource dataSource,
            UnaryOperator<ShopifySandboxBuilder> shopify,
            UnaryOperator<ShopifyShopBuilder> bridge) {
        this.dataSource = dataSource;
        sandbox = shopify.apply(ShopifySandbox.builder()
                        .clock(clock)
                        .nanoTime(time::nanoTime)
                        .withoutThrottling())
                .start();
        merchant = sandbox.merchant();
        gateway = FlatpayPortal.builder()
                .apiKey(frisbii.privateKey())
                .api(frisbii.apiUrl())
                .checkoutApi(frisbii.checkoutUrl())
                .clock(clock)
                .origin(id -> links.contains(id.reference()) ? PaymentOrigin.PAYMENT_LINK : PaymentOrigin.CHECKOUT)
                .attempts(1)
                .limits(2_000, 2_000, 20, 20)
                .buildGateway();
        UnaryOperator<ShopifyShopBuilder> paymentsApp =
                settings -> settings.paymentsApp(HANDLE, ShopifyTokens.fixed(sandbox.paymentsToken()));
        shop = (bridge == null ? paymentsApp : bridge).apply(settings()).build();
    }

    /** How the bridge is set up unless a test says otherwise. */
    ShopifyShopBuilder settings() {
        return ShopifyShop.builder(sandbox.domain())
                .adminApp(ShopifyTokens.fixed(sandbox.adminToken()))
                .gateway(HANDLE, PaymentMatching.reference("flatpay"))
                .name("shop")
                .address(sandbox.url())
                .limits(2_000, 2_000, 20, 20)
                .clock(clock)
                .time(time)
                .listener(news::add);
    }

    // The engine

    RefundSync sync() {
        return sync(SyncMode.SHOP_PAYS);
    }

    /** An engine over the same ledger: as many as there are processes. */
    RefundSync sync(SyncMode mode) {
        return sync(ConnectedShop.of(shop, mode, "flatpay"));
    }

    RefundSync sync(ConnectedShop connected) {
        return RefundSync.builder(dataSource)
                .gateway(gateway)
                .shop(connected)
                .clock(clock)
                .listener(events::add)
                .build();
    }

    /** Works until nothing is due, moving time in steps of half a minute. */
    void work(RefundSync sync, Duration most) {
        SyncWorker worker = sync.worker();
        Instant end = clock.instant().plus(most);
        worker.workOff();
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofSeconds(30));
            worker.workOff();
        }
    }

    // Sessions

    ShopifySessions sessions(RefundSync sync) {
        return ShopifySessions.builder(dataSource, sync)
                .shop(shop)
                .clientVerified(request -> request.header("X-Client-Verify")
                        .filter("SUCCESS"::equals)
                        .isPresent())
                .clock(clock)
                .build();
    }

    /** From now on refunds, captures and voids of the gateway are asked of the payments app. */
    void connectPaymentsApp() {
        java.net.URI nowhere = java.net.URI.create("http://127.0.0.1:9/");
        sandbox.sessions()
                .connect(
                        sandbox.gateway(HANDLE),
                        new PaymentsSessions.Addresses(
                                nowhere.resolve("refund"), nowhere.resolve("capture"), nowhere.resolve("void")));
    }

    /** Shopify posts a session, and our 201 reaches it. */
    WebhookReply post(ShopifySessions sessions, SessionKind kind, PaymentsSession session) {
        WebhookReply reply = sessions.handle(kind, request(session));
        if (reply.status() == 201) {
            sandbox.sessions().acknowledged(session.id());
        }
        return reply;
    }

    /** What Shopify would post for a session, as it reaches the endpoint. */
    WebhookRequest request(PaymentsSession session) {
        String amount = session.kind() == io.maksut.sandbox.shopify.shop.Payout.Kind.VOID
                ? ""
                : ",\"amount\":\"" + session.amount().text() + "\",\"currency\":\""
                        + session.amount().currency() + "\"";
        return sessionRequest("{\"id\":\"" + session.id() + "\",\"gid\":\"" + session.gid() + "\",\"payment_id\":\""
                + session.paymentId() + "\"" + amount + ",\"test\":" + session.test()
                + ",\"merchant_locale\":\"fi\",\"proposed_at\":\"2026-11-20T08:00:00Z\"}");
    }

    WebhookRequest sessionRequest(String body) {
        return new WebhookRequest(
                "POST",
                "/refund",
                Map.of(
                        "X-Client-Verify", List.of("SUCCESS"),
                        "Shopify-Shop-Domain", List.of(sandbox.domain()),
                        "Shopify-Api-Version", List.of("2026-10")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    // Webhooks

    ShopifyWebhooks webhooks() {
        return ShopifyWebhooks.builder()
                .secret(sandbox.app().secret())
                .shop(shop)
                .build();
    }

    /** Subscribes to everything, and hands what is queued from now on to the bridge when told to. */
    Hooks hooks(RefundSync sync) {
        return new Hooks(sync);
    }

    /** The bridge's webhook endpoint with its inbox and worker. */
    final class Hooks {
        final ShopifyWebhooks source = webhooks();
        final Inbox inbox = Inbox.open(dataSource, clock);
        final WebhookHandler handler = new WebhookHandler(source, inbox);
        final InboxWorker worker;

        Hooks(RefundSync sync) {
            worker = InboxWorker.builder(inbox)
                    .on(source.name(), source.processor(sync))
                    .build();
            for (WebhookTopic topic : WebhookTopic.values()) {
                sandbox.webhooks().subscribe(java.net.URI.create("http://127.0.0.1:9/hook"), topic.topic());
            }
        }

        /** Takes in all that is queued; the statuses. */
        List<Integer> deliver() {
            return sandbox.webhooks().takeSigned().stream()
                    .map(delivery ->
                            receive(delivery.headers(), delivery.body()).status())
                    .toList();
        }

        WebhookReply receive(Map<String, String> headers, byte[] body) {
            Map<String, List<String>> all = new java.util.LinkedHashMap<>();
            headers.forEach((name, value) -> all.put(name, List.of(value)));
            return handler.handle(new WebhookRequest("POST", TOPICS_HOOK, all, body));
        }

        void deliverAndWork() {
            deliver();
            worker.workOff();
        }
    }

    // Payments and orders

    /** A settled payment at the gateway, which nobody has made an order of. */
    PaymentId paid(String handle, String amount) {
        return charge(handle, "settled", amount, "EUR");
    }

    PaymentId authorised(String handle, String amount) {
        return charge(handle, "authorized", amount, "EUR");
    }

    PaymentId charge(String handle, String state, String amount, String currency) {
        frisbii.charge(handle)
                .state(state)
                .amount(Money.of(currency, amount).minorUnits())
                .currency(currency)
                .method("card")
                .created(clock.instant())
                .add();
        return new PaymentId("flatpay", handle);
    }

    /** An order that this payment paid, all of it. */
    String order(PaymentId payment, String amount) {
        return merchant.order().total(amount).sale(HANDLE, payment.reference()).place();
    }

    Payment read(PaymentId id) {
        GatewayCall call = gateway.begin(CallOptions.DEFAULT);
        return call.await(call.details(id.reference()));
    }

    /** What the gateway's own books say went back, in minor units. */
    long refunded(PaymentId payment) {
        return frisbii.books().refunded(payment.reference());
    }

    long refunds(PaymentId payment) {
        return frisbii.books().count(Movement.Kind.REFUND, payment.reference());
    }

    static Money eur(String amount) {
        return Money.of("EUR", amount);
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        shop.close();
        gateway.close();
        sandbox.close();
        frisbii.close();
        time.close();
    }
}
