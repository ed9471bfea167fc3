package io.maksut.samples.woocommerce;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.woocommerce.RefundHandOff;
import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.WebhookHandler;
import io.maksut.woocommerce.HandOffEndpoint;
import io.maksut.woocommerce.JdkHandOffEndpoint;
import io.maksut.woocommerce.WebhookRegistration;
import io.maksut.woocommerce.WooCommerceShop;
import io.maksut.woocommerce.WooCommerceWebhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A stand-in shop and a stand-in gateway, and all that a merchant runs between them. */
final class Teashop implements AutoCloseable {
    private static final String NAME = "teashop";
    private static final String ACCOUNT = "flatpay";
    private static final String SECRET = "a secret that shop and endpoint know";

    private final ManualClock clock = ManualClock.at(Instant.now());
    private final SampleLedger ledger = new SampleLedger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final InboxWorker inboxWorker;
    private final HttpServer server;
    private final PaymentGateway flatpay;
    private final SyncWorker worker;
    private volatile boolean listens = true;

    final FrisbiiSandbox gateway = FrisbiiSandbox.builder().clock(clock).start();
    final WooCommerceSandbox woocommerce =
            WooCommerceSandbox.builder().clock(clock).start();
    final WooCommerceShop bridge;
    final RefundSync sync;
    final WebhookRegistration webhooks;

    Teashop() throws IOException {
        flatpay = FlatpayPortal.builder()
                .apiKey(gateway.privateKey())
                .api(gateway.apiUrl())
                .clock(clock)
                .attempts(1) // so that a lost answer is lost for a while
                .buildGateway();
        bridge = WooCommerceShop.builder(NAME, woocommerce.httpsUrl(), ledger.source())
                .key(woocommerce.key().consumerKey(), woocommerce.key().consumerSecret())
                .trust(woocommerce.tls().trustingContext())
                .paymentMethod(woocommerce.plugin().id(), ACCOUNT)
                .limits(1_000, 1_000, 4, 1)
                .clock(clock)
                .build();
        sync = RefundSync.builder(ledger.source())
                .gateway(flatpay)
                .shop(ConnectedShop.of(bridge, SyncMode.PORTAL_PAYS, ACCOUNT).withShipToSettle())
                .clock(clock)
                .build();
        worker = sync.worker();

        WooCommerceWebhooks source =
                WooCommerceWebhooks.builder(NAME).secret(SECRET).build();
        Inbox inbox = Inbox.open(ledger.source(), clock);
        inboxWorker =
                InboxWorker.builder(inbox).on(source.name(), sync.hints(NAME)).build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/webhooks", whileListening(new JdkWebhookHandler(new WebhookHandler(source, inbox))));
        server.createContext(
                "/refunds",
                new JdkHandOffEndpoint(HandOffEndpoint.builder(sync, bridge)
                        .secret(SECRET)
                        .waitFor(Duration.ofSeconds(1))
                        .build()));
        server.start();
        webhooks = new WebhookRegistration(bridge, address("/webhooks"), SECRET);
        woocommerce
                .plugin()
                .handsOffTo(RefundHandOff.to(
                        address("/refunds"), Duration.ofSeconds(30), new HandOffPlugin(NAME, SECRET, clock)::signed));
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
    long order(PaymentId payment, String total) {
        return woocommerce
                .order()
                .total(total)
                .transactionId(payment.reference())
                .created(clock.instant())
                .add();
    }

    /** WooCommerce delivers what has queued up, and what it hinted at is looked at; the number of deliveries. */
    int deliver() {
        int delivered = woocommerce.webhooks().deliver().size();
        inboxWorker.workOff();
        worker.workOff();
        return delivered;
    }

    /** Time goes by in some steps, and the workers do what is due. */
    void passes(Duration time) {
        int steps = 30;
        for (int i = 0; i < steps; i++) {
            clock.advance(time.dividedBy(steps));
            worker.scanDue();
            worker.workOff();
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        inboxWorker.close();
        worker.close();
        bridge.close();
        flatpay.close();
        woocommerce.close();
        gateway.close();
        ledger.close();
    }
}
