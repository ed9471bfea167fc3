package io.maksut.flatpay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiWebhook;
import io.maksut.testkit.TestDatabases;
import io.maksut.transport.VirtualTime;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.NotificationKind;
import io.maksut.webhook.PaymentChange;
import io.maksut.webhook.PaymentNotifications;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway's sandbox posts over the wire; a worker reads the payment back from it and tells the shop. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class FlatpayWebhooksEndToEndTest {
    @Parameter
    TestDatabases kind;

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T12:00:00Z"));
    private final FrisbiiSandbox gateway =
            FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
    // The circuit breaker opens or not, as the requests of a read overtake each other: it closes when the clock is set
    // forward.
    private final VirtualTime time = new VirtualTime();
    private final Portal portal = FlatpayFixture.settings(gateway).time(time).build();
    private final List<PaymentChange> changes = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger shopFails = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private FlatpayWebhooks webhooks;
    private Inbox inbox;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        webhooks = FlatpayWebhooks.builder()
                .secret(gateway.webhookSecret())
                .clock(clock)
                .build();
        inbox = Inbox.open(kind.fresh(), clock);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hook", new JdkWebhookHandler(new WebhookHandler(webhooks, inbox)));
        server.createContext(
                "/other-secret",
                new JdkWebhookHandler(new WebhookHandler(
                        FlatpayWebhooks.builder().secret("another").clock(clock).build(), inbox)));
        server.start();
        gateway.webhooks().deliverTo(address("/hook"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        portal.close();
        gateway.close();
    }

    @Test
    void theShopHearsOfAChangeWithThePaymentReadAfresh() {
        gateway.charge("order-1").amount(5_000).state("authorized").add();
        gateway.settleAsStaff("order-1", 5_000);
        assertThat(gateway.webhooks().deliverPending()).containsOnly(200).isNotEmpty();
        assertThat(gateway.webhooks().pending()).isEmpty();
        assertThat(changes).as("before the worker").isEmpty();

        newWorker().workOff();
        PaymentChange change = changes.get(changes.size() - 1);
        assertThat(change.notification().kind()).isEqualTo(NotificationKind.SETTLED);
        assertThat(change.notification().paymentReference()).isEqualTo("order-1");
        assertThat(change.payment().status()).isEqualTo(PaymentStatus.SETTLED);
    }

    @Test
    void aRepeatedDeliveryIsAcknowledgedAndTellsTheShopOnce() {
        gateway.charge("order-1").amount(5_000).state("authorized").add();
        gateway.settleAsStaff("order-1", 5_000);
        String id = settled("order-1").id();
        assertThat(gateway.webhooks().deliverInOrder(id, id)).containsExactly(200, 200);
        newWorker().workOff();
        clock.advance(Duration.ofDays(6));
        assertThat(gateway.webhooks().redeliver(id)).isEqualTo(200);
        newWorker().workOff();
        assertThat(changes).hasSize(1);
        clock.advance(Duration.ofDays(2));
        assertThat(gateway.webhooks().redeliver(id)).as("outside of the window").isEqualTo(401);
    }

    @Test
    void inWhateverOrderTheyArriveTheShopSeesTheLatestState() {
        gateway.charge("order-1").amount(5_000).state("authorized").add();
        gateway.settleAsStaff("order-1", 5_000);
        clock.advance(Duration.ofMinutes(1));
        gateway.refundAsStaff("order-1", 5_000);
        List<String> ids = new ArrayList<>(
                gateway.webhooks().all().stream().map(FrisbiiWebhook::id).toList());
        assertThat(ids).hasSizeGreaterThan(1);
        Collections.reverse(ids);
        assertThat(gateway.webhooks().deliverInOrder(ids.toArray(String[]::new)))
                .containsOnly(200);

        newWorker().workOff();
        assertThat(changes)
                .hasSize(ids.size())
                .allSatisfy(it -> assertThat(it.payment().status()).isEqualTo(PaymentStatus.REFUNDED));
    }

    @Test
    void aWebhookWithAWrongSignatureHoldsBackTheCustomerUntilTheSecretIsRight() {
        gateway.customer("cust-1", "mari@example.test", "Mari", "Maasikas");
        gateway.charge("order-1")
                .customer("cust-1")
                .amount(5_000)
                .state("authorized")
                .add();
        gateway.settleAsStaff("order-1", 5_000);
        clock.advance(Duration.ofMinutes(1));
        gateway.refundAsStaff("order-1", 1_000);
        int waiting = gateway.webhooks().pending().size();
        assertThat(waiting).isGreaterThan(1);

        gateway.webhooks().deliverTo(address("/other-secret"));
        assertThat(gateway.webhooks().deliverPending()).containsExactly(401);
        assertThat(gateway.webhooks().pending()).hasSize(waiting);

        clock.advance(Duration.ofDays(5));
        gateway.webhooks().deliverTo(address("/hook"));
        assertThat(gateway.webhooks().deliverPending()).hasSize(waiting).containsOnly(200);
        newWorker().workOff();
        assertThat(changes.get(changes.size() - 1).payment().status()).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
    }

    @Test
    void whatAWorkerWasAtWhenItDiedIsTakenUpByTheNext() {
        gateway.charge("order-1").amount(5_000).state("authorized").add();
        gateway.settleAsStaff("order-1", 5_000);
        gateway.webhooks().redeliver(settled("order-1").id());
        shopFails.set(1);
        newWorker().workOff();
        assertThat(changes).isEmpty();

        gateway.refundAsStaff("order-1", 5_000);
        clock.advance(Duration.ofHours(1));
        newWorker().workOff();
        assertThat(changes).singleElement().satisfies(it -> {
            assertThat(it.notification().kind()).isEqualTo(NotificationKind.SETTLED);
            assertThat(it.payment().status()).as("read again, not remembered").isEqualTo(PaymentStatus.REFUNDED);
        });
    }

    @Test
    void whileTheGatewayCannotBeReadTheShopHearsNothingAndNothingIsLost() {
        gateway.charge("order-1").amount(5_000).state("authorized").add();
        gateway.settleAsStaff("order-1", 5_000);
        gateway.webhooks().redeliver(settled("order-1").id());
        gateway.faults().next(Fault.MAINTENANCE_PAGE).always();
        newWorker().workOff();
        assertThat(changes).isEmpty();
        assertThat(inbox.history("flatpay", "order-1"))
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(InboxDelivery.State.WAITING));

        gateway.faults().clear();
        clock.advance(Duration.ofHours(1));
        time.advance(Duration.ofHours(1));
        newWorker().workOff();
        assertThat(inbox.history("flatpay", "order-1"))
                .singleElement()
                .satisfies(it -> assertThat(it.state())
                        .as("attempt %s, because: %s", it.attempts(), it.reason())
                        .isEqualTo(InboxDelivery.State.DONE));
        assertThat(changes).hasSize(1);
    }

    @Test
    void aPaymentThatTheGatewayDoesNotKnowBecomesADeadLetter() {
        gateway.charge("order-1").amount(5_000).state("authorized").add();
        gateway.settleAsStaff("order-1", 5_000);
        String body = settled("order-1").body().replace("order-1", "no-such-order");
        WebhookHandler handler = new WebhookHandler(webhooks, inbox);
        assertThat(handler.handle(new WebhookRequest("POST", "/", Map.of(), body.getBytes(UTF_8)))
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            newWorker().workOff();
            clock.advance(Duration.ofHours(1));
        }
        assertThat(inbox.deadLetters())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("the gateway does not know this payment"));
        assertThat(gateway.webhooks().redeliver(settled("order-1").id()))
                .as("the true one is not kept out")
                .isEqualTo(200);
        newWorker().workOff();
        assertThat(changes).hasSize(1);
    }

    /** As after a restart: it knows nothing but the inbox. */
    private InboxWorker newWorker() {
        return InboxWorker.builder(inbox)
                .on(webhooks.name(), new PaymentNotifications(portal, change -> {
                    if (shopFails.getAndUpdate(fails -> Math.max(0, fails - 1)) > 0) {
                        throw new IllegalStateException("the shop is down");
                    }
                    changes.add(change);
                }))
                .build();
    }

    private FrisbiiWebhook settled(String invoice) {
        return gateway.webhooks().all().stream()
                .filter(it -> it.eventType().equals("invoice_settled") && invoice.equals(it.invoice()))
                .findFirst()
                .orElseThrow();
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
