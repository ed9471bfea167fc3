package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WebhookFailuresTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-03-10T10:00:00Z"));

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension(
            WooCommerceSandbox.builder().clock(CLOCK).answerLimit(Duration.ofSeconds(2)));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final WooCommerceWebhooks webhooks = shop.webhooks();
    private final RawClient client = new RawClient(shop);
    private Receiver receiver;
    private long order;

    @BeforeEach
    void aWebhookForOrders() throws Exception {
        receiver = new Receiver();
        order = shop.order().add();
        client.post("/webhooks", "{'topic':'order.updated','delivery_url':'" + receiver.url() + "'}");
    }

    @AfterEach
    void theReceiverCloses() {
        receiver.close();
    }

    private void change() throws Exception {
        client.put("/orders/" + order, "{}");
    }

    private void fail(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            change();
            receiver.answers.add(500);
            assertThat(webhooks.deliver()).containsExactly(500);
        }
    }

    private String status() throws Exception {
        return client.get("/webhooks/1").text("status");
    }

    @Test
    void whatFailsIsNeverTriedAgain() throws Exception {
        fail(1);

        assertThat(webhooks.pending()).isEmpty();
        assertThat(webhooks.deliver()).isEmpty();
        assertThat(receiver.deliveries()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "204, true",
        "299, true",
        "301, true",
        "302, true",
        "303, false",
        "404, false",
        "500, false"
    })
    void from200To302IsSuccessThoughRedirectsLeadNowhere(int status, boolean success) throws Exception {
        fail(2);
        change();
        receiver.answers.add(status);

        assertThat(webhooks.deliver()).containsExactly(status);

        assertThat(webhooks.failures(1)).isEqualTo(success ? 0 : 3);
        assertThat(receiver.deliveries()).as("no redirect is followed").hasSize(3);
    }

    @Test
    void noAnswerIsAFailure() throws Exception {
        change();
        receiver.close();

        assertThat(webhooks.deliver()).containsExactly(0);

        assertThat(webhooks.failures(1)).isEqualTo(1);
    }

    @Test
    void theSeventhFailureInARowDisables() throws Exception {
        fail(6);
        assertThat(status()).isEqualTo("active");

        fail(1);

        assertThat(status()).isEqualTo("disabled");
        assertThat(client.get("/webhooks/1").text())
                .as("the count is shown nowhere")
                .doesNotContain("fail");
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() throws Exception {
        fail(6);
        change();
        webhooks.deliver();

        fail(6);

        assertThat(status()).isEqualTo("active");
    }

    @Test
    void whatHappensWhileItIsDisabledIsNeverQueued() throws Exception {
        fail(7);
        change();

        assertThat(webhooks.pending()).isEmpty();
        client.put("/webhooks/1", "{'status':'active'}");
        assertThat(webhooks.pending()).isEmpty();
        change();
        assertThat(webhooks.deliver()).containsExactly(200);
    }

    @Test
    void reactivationLeavesTheCountSoThatOneMoreFailureDisablesAgain() throws Exception {
        fail(7);

        assertThat(client.put("/webhooks/1", "{'status':'active'}").text("status"))
                .isEqualTo("active");
        assertThat(webhooks.failures(1)).isEqualTo(6);

        fail(1);
        assertThat(status()).isEqualTo("disabled");
    }

    @Test
    void whatWasQueuedBeforeItWasDisabledIsStillDelivered() throws Exception {
        long other = shop.order().add();
        fail(6);
        change();
        client.put("/orders/" + other, "{}");
        receiver.answers.add(500);

        assertThat(webhooks.deliver()).containsExactly(500, 200);

        assertThat(status()).isEqualTo("disabled");
    }

    @Test
    void ofADeletedWebhookNothingIsSent() throws Exception {
        change();
        client.delete("/webhooks/1?force=true");

        assertThat(webhooks.deliver()).isEmpty();
        assertThatThrownBy(() -> webhooks.failures(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyDeliveryMovesTheWebhooksOwnTime() throws Exception {
        change();
        CLOCK.advance(Duration.ofSeconds(9));
        webhooks.deliver();

        assertThat(client.get("/webhooks/1").text("date_modified_gmt")).endsWith(":09");
    }

    @Test
    void aReceiverThatTakesTooLongHasFailed() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (WooCommerceSandbox hasty =
                WooCommerceSandbox.builder().answerLimit(Duration.ofMillis(200)).start()) {
            RawClient hastyClient = new RawClient(hasty);
            long changed = hasty.order().add();
            hastyClient.post("/webhooks", "{'topic':'order.updated','delivery_url':'" + receiver.url() + "'}");
            hastyClient.put("/orders/" + changed, "{}");
            receiver.beforeAnswering = () -> never.await(30, TimeUnit.SECONDS);

            assertThat(hasty.webhooks().deliver()).containsExactly(0);

            assertThat(hasty.webhooks().failures(1)).isEqualTo(1);
        } finally {
            never.countDown();
        }
    }

    @Test
    void deliveriesAreMadeOneAfterAnotherWhoeverRunsTheQueue() throws Exception {
        client.put("/orders/" + shop.order().add(), "{}");
        client.put("/orders/" + shop.order().add(), "{}");
        List<QueuedWebhook> queued = webhooks.pending();
        Thread other = new Thread(() -> webhooks.deliverInOrder(queued.get(1).id()));
        AtomicInteger seenByThen = new AtomicInteger();
        receiver.beforeAnswering = () -> {
            receiver.beforeAnswering = () -> {};
            other.start();
            while (other.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            seenByThen.set(receiver.deliveries().size());
        };

        assertThat(webhooks.deliverInOrder(queued.get(0).id())).containsExactly(200);

        other.join();
        assertThat(seenByThen).hasValue(1);
        assertThat(receiver.deliveries()).hasSize(2);
    }
}
