package io.maksut.everypay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Portal;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.everypay.EveryPayCallback;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Authenticity;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.NotificationKind;
import io.maksut.webhook.PaymentChange;
import io.maksut.webhook.PaymentNotifications;
import io.maksut.webhook.WebhookHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway's sandbox calls over the wire; a worker reads the payment back from it and tells the shop. */
class EveryPayCallbacksEndToEndTest {
    private final ManualClock clock = ManualClock.at(Instant.now());
    private final EveryPaySandbox gateway =
            EveryPaySandbox.builder().clock(clock).start();
    private final Portal portal = EveryPayFixture.settings(gateway)
            .linkPayToken(gateway.linkPayToken())
            .build();
    private final EveryPayCallbacks callbacks = EveryPayCallbacks.builder()
            .linkPaySecret(gateway.apiSecret())
            .clock(clock)
            .build();
    private final Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), clock);
    private final List<PaymentChange> changes = new ArrayList<>();
    private final InboxWorker worker = InboxWorker.builder(inbox)
            .on(callbacks.name(), new PaymentNotifications(portal, changes::add))
            .build();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/callback", new JdkWebhookHandler(new WebhookHandler(callbacks, inbox)));
        server.start();
        gateway.callbacks()
                .deliverTo(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callback"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        portal.close();
        gateway.close();
    }

    @Test
    void callbacksByGetAndByPostMakeTheShopSeeThePaymentAsItIs() {
        for (boolean post : new boolean[] {false, true}) {
            changes.clear();
            gateway.callbacks().byPost(post);
            String reference = settled();
            gateway.refundAsStaff(reference, 5_000);
            assertThat(gateway.callbacks().deliverPending()).isNotEmpty().containsOnly(200);
            worker.workOff();
            assertThat(changes).isNotEmpty().allSatisfy(it -> {
                assertThat(it.notification().authenticity()).isEqualTo(Authenticity.UNVERIFIED);
                assertThat(it.payment().id().reference()).isEqualTo(reference);
                assertThat(it.payment().status()).isEqualTo(PaymentStatus.REFUNDED);
            });
            assertThat(changes).anyMatch(it -> it.notification().kind() == NotificationKind.REFUNDED);
        }
    }

    @Test
    void aRepeatedCallbackIsOneWhileItWaitsAndALookMoreAfterwards() {
        gateway.refundAsStaff(settled(), 5_000);
        List<String> ids = new ArrayList<>(
                gateway.callbacks().all().stream().map(EveryPayCallback::id).toList());
        int told = ids.size();
        Collections.reverse(ids);
        gateway.callbacks().deliverInOrder(ids.toArray(String[]::new));
        gateway.callbacks().deliverInOrder(ids.toArray(String[]::new));
        worker.workOff();
        assertThat(changes).hasSize(told);
        gateway.callbacks().redeliver(ids.get(0));
        worker.workOff();
        assertThat(changes)
                .hasSize(told + 1)
                .allSatisfy(it -> assertThat(it.payment().status()).isEqualTo(PaymentStatus.REFUNDED));
    }

    @Test
    void theSignedFormOfAPaymentLinkIsVerifiedAndOneForEver() {
        URI link = portal.createPaymentLink(NewPayment.of(new OrderReference("1042"), Money.of("EUR", "12.50"))
                        .build())
                .page();
        gateway.pay(gateway.openLink(link));
        List<String> forms = gateway.callbacks().all().stream()
                .filter(EveryPayCallback::signedForm)
                .map(EveryPayCallback::id)
                .toList();
        assertThat(forms).isNotEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.callbacks().deliverInOrder(forms.toArray(String[]::new)))
                    .containsOnly(200);
            worker.workOff();
        }
        assertThat(changes).hasSameSizeAs(forms).allSatisfy(it -> {
            assertThat(it.notification().authenticity()).isEqualTo(Authenticity.VERIFIED);
            assertThat(it.notification().orderReference()).contains("1042");
            assertThat(it.payment().status()).isIn(PaymentStatus.SETTLED, PaymentStatus.AUTHORISED);
        });
    }

    private String settled() {
        return gateway.payment()
                .account("EUR3D1")
                .state("settled")
                .amount(5_000)
                .method("card")
                .add();
    }
}
