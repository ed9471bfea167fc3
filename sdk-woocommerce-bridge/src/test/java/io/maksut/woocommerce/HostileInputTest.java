package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the shop, or somebody in its place, sends: a result, or one of our exceptions, soon. */
@Timeout(300)
class HostileInputTest {
    private static final int ROUNDS = 400;
    private static final List<String> ODD = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "\"\"",
            "\"-\"",
            "[]",
            "{}",
            "[[]]",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "99999999999999999999",
            "\"2026-13-45T99:99:99\"",
            "\"" + "9".repeat(300) + "\"",
            "[null]",
            "[{}]",
            "1.5");

    private final ShopWorld world = new ShopWorld();
    private final Random random = new Random(20260601);

    @AfterEach
    void close() {
        world.close();
    }

    /** Swaps values, cuts off, repeats, and puts in bytes that are no text. */
    private byte[] mutated(String body) {
        String text = body;
        for (int i = random.nextInt(3); i >= 0; i--) {
            text = mutatedOnce(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String mutatedOnce(String text) {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ':') {
                values.add(i + 1);
            }
        }
        if (values.isEmpty() || random.nextInt(5) == 0) {
            int cut = text.isEmpty() ? 0 : random.nextInt(text.length());
            return random.nextBoolean() ? text.substring(0, cut) : text + text.substring(cut);
        }
        int start = values.get(random.nextInt(values.size()));
        int end = start;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, start) + ODD.get(random.nextInt(ODD.size())) + text.substring(end);
    }

    private static final String ORDER = "{\"id\":81,\"number\":\"81\",\"status\":\"processing\",\"currency\":\"EUR\","
            + "\"total\":\"29.800000\",\"payment_method\":\"sandboxpay\",\"transaction_id\":\"charge-1\",\"order_key\":\"k\","
            + "\"date_created_gmt\":\"2026-05-01T10:00:00\",\"date_modified_gmt\":\"2026-05-01T10:00:00\","
            + "\"date_paid_gmt\":\"2026-05-01T10:00:00\",\"meta_data\":[{\"id\":1,\"key\":\"a\",\"value\":\"b\"}],"
            + "\"refunds\":[{\"id\":82,\"reason\":\"\",\"total\":\"-5.00\"}]}";
    private static final String REFUND = "{\"id\":82,\"parent_id\":81,\"date_created_gmt\":\"2026-05-01T10:00:00\","
            + "\"amount\":\"5.000000\",\"refunded_payment\":true,\"meta_data\":[{\"id\":1,\"key\":\"a\",\"value\":{}}]}";

    private void answers(byte[] body) {
        int[] statuses = {200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 502, 503};
        int status = statuses[random.nextInt(statuses.length)];
        String[] types = {"application/json", "text/html", ""};
        Reply reply = Reply.of(status, types[random.nextInt(types.length)], body)
                .with(
                        "X-WP-Total",
                        List.of("1", "", "-5", "x", "9999999999999999999999").get(random.nextInt(5)))
                .with(
                        "Date",
                        List.of("Mon, 01 Jun 2026 09:06:00 GMT", "yesterday", "")
                                .get(random.nextInt(3)));
        world.shop.faults().clear();
        world.shop.faults().next(Fault.answer(reply)).times(3);
    }

    @Test
    void answersOfAnyKind() {
        PaymentId payment = world.settled("29.80");
        world.clock.advance(Duration.ofMinutes(6));
        var read = world.read(payment);
        PortalRefund made =
                new PortalRefund("maksut:p", "81", payment, ShopWorld.eur("5.00"), world.clock.instant(), "text");
        try (WooCommerceShop patient =
                world.builder().limits(100_000, 100_000, 50, 50).build()) {
            for (int i = 0; i < ROUNDS; i++) {
                boolean list = random.nextBoolean();
                String body = random.nextBoolean() ? ORDER : REFUND;
                answers(mutated(list ? "[" + body + "]" : body));
                int what = i % 4;
                try {
                    switch (what) {
                        case 0 -> patient.order(random.nextBoolean() ? "81" : "refund/82");
                        case 1 ->
                            patient.changedSince(random.nextBoolean() ? Instant.EPOCH : world.clock.instant(), null);
                        case 2 -> world.record(patient, made);
                        default -> assertThat(patient.findOrder(read)).isInstanceOf(OrderSearch.class);
                    }
                } catch (MaksutException ours) {
                    assertThat(ours.getMessage())
                            .doesNotContain(world.shop.key().consumerSecret());
                }
            }
        }
    }

    @Test
    void deliveriesOfAnyKind() {
        WooCommerceWebhooks source =
                WooCommerceWebhooks.builder("shop").secret("s").build();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = mutated(i % 3 == 0 ? "{\"action\":\"woocommerce_refund_created\",\"arg\":14}" : ORDER);
            String signature = random.nextInt(4) == 0
                    ? "AAAA"
                    : WebhooksTest.sign("s", new String(body, StandardCharsets.ISO_8859_1));
            Map<String, List<String>> headers = Map.of("X-WC-Webhook-Signature", List.of(signature));
            try {
                source.receive(new WebhookRequest("POST", "/", headers, body));
            } catch (DeliveryRefusedException refused) {
                assertThat(refused.getMessage()).hasSizeLessThan(200);
            }
        }
    }

    @Test
    void refundRequestsOfAnyKind() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        HandOffEndpoint endpoint = HandOffEndpoint.builder(sync, world.bridge)
                .secret("s")
                .waitFor(Duration.ZERO)
                .build();
        HandOffRequests plugin = new HandOffRequests(ShopWorld.NAME, "s", world.clock);
        String body =
                "{\"order_id\":81,\"refund_id\":82,\"transaction_id\":\"no-such\",\"payment_method\":\"sandboxpay\","
                        + "\"amount\":\"5.00\",\"currency\":\"EUR\",\"meta\":{\"_montonio_uuid\":\"x\"},\"locale\":\"fi_FI\"}";
        for (int i = 0; i < ROUNDS; i++) {
            byte[] mutated = mutated(body);
            HandOffReply reply = endpoint.handle(plugin.request(new String(mutated, StandardCharsets.UTF_8)));
            assertThat(reply.status()).isIn(200, 202, 400, 401, 409, 422);
        }
    }
}
