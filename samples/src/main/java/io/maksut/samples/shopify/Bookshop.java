package io.maksut.samples.shopify;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.shopify.ShopifySandbox;
import io.maksut.sandbox.shopify.session.PaymentsSessions;
import io.maksut.shopify.JdkSessionHandler;
import io.maksut.shopify.PaymentMatching;
import io.maksut.shopify.SessionKind;
import io.maksut.shopify.ShopifySessions;
import io.maksut.shopify.ShopifyShop;
import io.maksut.shopify.ShopifySubscriptions;
import io.maksut.shopify.ShopifyTokens;
import io.maksut.shopify.ShopifyWebhooks;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.WebhookHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A stand-in shop and a stand-in gateway, and all that the owner of a payments app runs between them. */
final class Bookshop implements AutoCloseable {
    static final String ACCOUNT = "flatpay";
    /** What the shop calls the gateway. */
    static final String HANDLE = "flatpay";

    private static final String NAME = "bookshop";

    private final ManualClock clock = ManualClock.at(Instant.now());
    private final SampleLedger ledger = new SampleLedger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final InboxWorker inboxWorker;
    private final HttpServer server;
    private final PaymentGateway flatpay;
    private final SyncWorker worker;
    private final ShopifySessions sessions;
    private volatile boolean listens = true;

    final FrisbiiSandbox gateway = FrisbiiSandbox.builder().clock(clock).start();
    final ShopifySandbox shopify =
            ShopifySandbox.builder().clock(clock).withoutThrottling().start();
    final ShopifyShop bridge;
    final RefundSync sync;
    final ShopifySubscriptions subscriptions;

    Bookshop() throws IOException {
        flatpay = FlatpayPortal.builder()
                .apiKey(gateway.privateKey())
                .api(gateway.apiUrl())
                .clock(clock)
                .origin(payment ->
                        payment.reference().startsWith("link") ? PaymentOrigin.PAYMENT_LINK : PaymentOrigin.CHECKOUT)
                .attempts(1) // so that a lost answer is lost for a while
                .buildGateway();
        bridge = ShopifyShop.builder(shopify.domain())
                .adminApp(ShopifyTokens.fixed(shopify.adminToken()))
                .paymentsApp(HANDLE, ShopifyTokens.fixed(shopify.paymentsToken()))
                .gateway(HANDLE, PaymentMatching.reference(ACCOUNT))
                .name(NAME)
                .address(shopify.url())
                .limits(1_000, 1_000, 10, 10)
                .clock(clock)
                .build();
        sync = RefundSync.builder(ledger.source())
                .gateway(flatpay)
                .shop(ConnectedShop.of(bridge, SyncMode.PORTAL_PAYS, ACCOUNT))
                .clock(clock)
                .build();
        worker = sync.worker();
        sessions = ShopifySessions.builder(ledger.source(), sync)
                .shop(bridge)
                // Nothing ends TLS in a story. In earnest this asks whatever has checked Shopify's certificate.
                .clientVerified(request -> true)
                .clock(clock)
                .build();

        ShopifyWebhooks webhooks = ShopifyWebhooks.builder()
                .secret(shopify.app().secret())
                .shop(bridge)
                .build();
        Inbox inbox = Inbox.open(ledger.source(), clock);
        inboxWorker = InboxWorker.builder(inbox)
                .on(webhooks.name(), webhooks.processor(sync))
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/webhooks", whileListening(new JdkWebhookHandler(new WebhookHandler(webhooks, inbox))));
        server.createContext("/refund", new JdkSessionHandler(sessions, SessionKind.REFUND));
        server.createContext("/capture", new JdkSessionHandler(sessions, SessionKind.CAPTURE));
        server.createContext("/void", new JdkSessionHandler(sessions, SessionKind.VOID));
        server.start();
        subscriptions = ShopifySubscriptions.of(bridge, address("/webhooks"));
        paymentsAppIsAsked();
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private HttpHandler whileListening(HttpHandler handler) {
        return exchange -> {
            if (listens) {
                handler.handle(exchange);
                return;
            }
            try (exchange) {
                exchange.sendResponseHeaders(503, -1);
            }
        };
    }

    /** Whether the address for webhooks takes any. */
    void listens(boolean on) {
        listens = on;
    }

    /** From now on Shopify asks us for refunds, captures and voids. */
    void paymentsAppIsAsked() {
        shopify.sessions()
                .connect(
                        shopify.gateway(HANDLE),
                        new PaymentsSessions.Addresses(address("/refund"), address("/capture"), address("/void")));
    }

    /** A customer pays at the gateway. */
    PaymentId payment(String handle, String state, String amount) {
        gateway.charge(handle)
                .state(state)
                .amount(Money.of("EUR", amount).minorUnits())
                .currency("EUR")
                .method("card")
                .created(clock.instant())
                .add();
        return new PaymentId(ACCOUNT, handle);
    }

    /** The order that was paid so. */
    String order(PaymentId payment, String total) {
        return shopify.merchant()
                .order()
                .total(total)
                .sale(HANDLE, payment.reference())
                .place();
    }

    /** Shopify delivers what is due; the statuses that it was answered with. */
    List<Integer> deliver() {
        List<Integer> statuses = shopify.webhooks().deliverPending();
        inboxWorker.workOff();
        return statuses;
    }

    /** Time goes by, and everybody works. */
    void passes(Duration time) {
        Instant end = clock.instant().plus(time);
        Duration step = Duration.ofMinutes(time.compareTo(Duration.ofHours(1)) >= 0 ? 10 : 1);
        while (clock.instant().isBefore(end)) {
            clock.advance(step);
            shopify.sessions().deliverDue();
            sessions.workOff();
            worker.scanDue();
            worker.workOff();
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        sessions.close();
        inboxWorker.close();
        worker.close();
        bridge.close();
        flatpay.close();
        shopify.close();
        gateway.close();
        ledger.close();
    }
}
