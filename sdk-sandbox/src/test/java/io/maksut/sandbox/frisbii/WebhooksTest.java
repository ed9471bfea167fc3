package io.maksut.sandbox.frisbii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.maksut.sandbox.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhooksTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY = new FrisbiiSandboxExtension(
            FrisbiiSandbox.builder().clock(ManualClock.at(Instant.parse("2026-01-10T10:00:00.64Z"))));

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final FrisbiiWebhooks webhooks = sandbox.webhooks();
    private final RawClient client = new RawClient(sandbox);
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Integer> answers = new ArrayDeque<>();
    private HttpServer shop;

    @BeforeEach
    void aShopListens() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/hook", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Integer status = answers.poll();
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
        });
        shop.start();
        webhooks.deliverTo(URI.create("http://127.0.0.1:" + shop.getAddress().getPort() + "/hook"));
    }

    @AfterEach
    void theShopCloses() {
        shop.stop(0);
    }

    private void settle(String handle, String customer) throws Exception {
        sandbox.charge(handle).customer(customer).state("authorized").add();
        client.settle(handle, "{}");
    }

    @Test
    void aWebhookIsSignedOverTimestampAndIdOnly() throws Exception {
        settle("order-1", "customer-1");

        assertThat(webhooks.deliverPending()).containsExactly(204);

        JsonObject body = JsonParser.parseString(received.get(0)).getAsJsonObject();
        String timestamp = body.get("timestamp").getAsString();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(sandbox.webhookSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of()
                .formatHex(mac.doFinal((timestamp + body.get("id").getAsString()).getBytes(StandardCharsets.UTF_8)));
        assertThat(timestamp).isEqualTo("2026-01-10T10:00:00.640Z");
        assertThat(body.get("signature").getAsString()).isEqualTo(expected);
        assertThat(body.get("event_type").getAsString()).isEqualTo("invoice_settled");
        assertThat(body.get("invoice").getAsString()).isEqualTo("order-1");
        assertThat(body.get("customer").getAsString()).isEqualTo("customer-1");
        assertThat(body.get("transaction").getAsString())
                .isEqualTo(client.get("/v1/charge/order-1").text("transaction"));
        assertThat(client.get("/v1/account/webhook_settings").text("secret")).isEqualTo(sandbox.webhookSecret());
    }

    @Test
    void nothingIsSentUntilTheTestSaysSo() throws Exception {
        settle("order-1", "customer-1");

        assertThat(received).isEmpty();
        assertThat(webhooks.pending()).hasSize(1);
        assertThat(webhooks.deliverPending()).hasSize(1);
        assertThat(webhooks.deliverPending()).isEmpty();
        assertThat(webhooks.all()).singleElement().satisfies(w -> {
            assertThat(w.state()).isEqualTo("completed");
            assertThat(w.attempts()).isEqualTo(1);
        });
    }

    @Test
    void aFailingWebhookBlocksOnlyItsOwnCustomer() throws Exception {
        settle("a-1", "a");
        settle("a-2", "a");
        settle("b-1", "b");
        answers.add(500);

        assertThat(webhooks.deliverPending()).containsExactly(500, 204);
        assertThat(webhooks.all())
                .extracting(FrisbiiWebhook::state)
                .containsExactly("retrying", "pending", "completed");

        assertThat(webhooks.deliverPending()).containsExactly(204, 204);
        assertThat(received).hasSize(4);
        assertThat(received.get(2)).isEqualTo(received.get(0));
    }

    @Test
    void aRedirectIsAFailure() throws Exception {
        settle("a-1", "a");
        answers.add(302);

        assertThat(webhooks.deliverPending()).containsExactly(302);
        assertThat(webhooks.pending()).hasSize(1);
    }

    @Test
    void aShopThatIsDownIsAFailure() throws Exception {
        settle("a-1", "a");
        shop.stop(0);

        assertThat(webhooks.deliverPending()).containsExactly(0);
        assertThat(webhooks.pending()).extracting(FrisbiiWebhook::state).containsExactly("retrying");
    }

    @Test
    void afterTheLastAttemptAWebhookIsFailedAndBlocksNoMore() throws Exception {
        settle("a-1", "a");
        settle("a-2", "a");
        webhooks.giveUpAfter(2);
        answers.addAll(List.of(500, 500));

        webhooks.deliverPending();
        webhooks.deliverPending();
        assertThat(webhooks.deliverPending()).containsExactly(204);
        assertThat(webhooks.all()).extracting(FrisbiiWebhook::state).containsExactly("failed", "completed");
    }

    @Test
    void duplicatesAndReorderedDeliveriesCarryTheSameBytes() throws Exception {
        settle("a-1", "a");
        client.refund("a-1", 10, "k");
        String settled = webhooks.all().get(0).id();
        String refunded = webhooks.all().get(1).id();

        assertThat(webhooks.deliverInOrder(refunded, settled, refunded)).containsExactly(204, 204, 204);
        webhooks.redeliver(settled);

        assertThat(received.get(0)).contains("invoice_refund").isEqualTo(received.get(2));
        assertThat(received.get(1)).contains("invoice_settled").isEqualTo(received.get(3));
        assertThat(webhooks.all().get(0).attempts()).isEqualTo(2);
        assertThatThrownBy(() -> webhooks.redeliver("none")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theApiShowsAndResendsWebhooks() throws Exception {
        settle("a-1", "a");
        webhooks.deliverPending();
        FrisbiiWebhook sent = webhooks.all().get(0);

        assertThat(client.get("/v1/webhook/" + sent.id()).text()).contains("\"state\":\"completed\"");
        assertThat(client.post("/v1/webhook/resend", "{\"webhooks\":[\"" + sent.eventId() + "\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(webhooks.deliverPending()).containsExactly(204);
        assertThat(received).hasSize(2);
        assertThat(client.post("/v1/webhook/resend", "{\"webhooks\":[\"none\"]}")
                        .number("code"))
                .isEqualTo(46);
        assertThat(client.post("/v1/webhook/resend", "{\"webhooks\":[]}").status())
                .isEqualTo(400);
    }

    @Test
    void whileDisabledNothingIsQueuedForDelivery() throws Exception {
        webhooks.disable();
        settle("a-1", "a");
        webhooks.enable();
        settle("a-2", "a");

        assertThat(webhooks.deliverPending()).hasSize(1);
        assertThat(webhooks.all()).extracting(FrisbiiWebhook::state).containsExactly("disabled", "completed");
    }

    @Test
    void everyMovementHasItsEvent() throws Exception {
        sandbox.asyncRefunds(true);
        sandbox.customer("c", "c@example.com", null, null);
        settle("a-1", "c");
        client.refund("a-1", 10, "k");
        sandbox.charge("a-2").state("authorized").add();
        sandbox.cancelAsStaff("a-2");
        sandbox.charge("a-3").method("sepa").add();
        sandbox.finishRefund(client.refund("a-3", 10, "k3").text("id"), false);

        assertThat(webhooks.all())
                .extracting(FrisbiiWebhook::eventType)
                .containsExactly(
                        "customer_created",
                        "invoice_settled",
                        "invoice_refund",
                        "invoice_cancelled",
                        "invoice_refund_failed");
    }
}
