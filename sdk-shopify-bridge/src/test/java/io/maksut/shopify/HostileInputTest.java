package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.webhook.WebhookReply;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever Shopify, or somebody in its place, sends: a result, or one of our exceptions, soon. */
@Timeout(300)
class HostileInputTest {
    private static final int CASES = Boolean.getBoolean("maksut.nightly") ? 20_000 : 1_000;
    private static final List<String> ODD = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "\"\"",
            "[]",
            "{}",
            "[[[]]]",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "99999999999999999999",
            "\"2026-13-45T99:99:99\"",
            "\"" + "9".repeat(300) + "\"",
            "[null]",
            "1.005",
            "\"gid://shopify/Order/x\"");

    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
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
        if (values.isEmpty() || random.nextInt(6) == 0) {
            return text.substring(0, random.nextInt(text.length() + 1)) + (random.nextBoolean() ? "" : text);
        }
        int start = values.get(random.nextInt(values.size()));
        int end = start;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, start) + oneOf(ODD) + text.substring(end);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HostileInputTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void answersOfAnyKind() throws IOException {
        String order = resource("answers/order.json");
        List<String> answers = List.of(
                "{\"data\":" + order + "}",
                "{\"data\":{\"orders\":{\"nodes\":[" + order.substring(order.indexOf(':') + 1, order.lastIndexOf('}'))
                        + "],\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null}}}}",
                "{\"errors\":[{\"message\":\"no\",\"extensions\":{\"code\":\"THROTTLED\",\"cost\":1}}],\"extensions\":{\"cost\":"
                        + "{\"requestedQueryCost\":100,\"throttleStatus\":{\"maximumAvailable\":2000.0,"
                        + "\"currentlyAvailable\":1,\"restoreRate\":100.0}}}}",
                "{\"errors\":\"Not Found\"}",
                "{\"data\":{\"tagsAdd\":{\"node\":{\"id\":\"x\"},\"userErrors\":[{\"field\":null,\"message\":\"no\"}]}}}");
        world.paid("p1", "49.90");
        world.clock.advance(Duration.ofMinutes(20));
        Payment payment = world.read(new PaymentId("flatpay", "p1"));
        String gid = "gid://shopify/Order/9107199254740993";
        PortalRefund made = new PortalRefund(
                "maksut:p", gid, payment.id(), ShopifyWorld.eur("5.00"), world.clock.instant(), "text");
        for (int i = 0; i < CASES; i++) {
            Reply reply = Reply.of(
                    oneOf(List.of(200, 200, 200, 200, 204, 301, 400, 401, 402, 403, 404, 423, 429, 500, 503)),
                    oneOf(List.of("application/json", "text/html", "")),
                    mutated(oneOf(answers)));
            world.sandbox.faults().clear();
            world.sandbox
                    .faults()
                    .next(Fault.answer(reply.with("X-Shopify-API-Version", oneOf(List.of("", "x".repeat(500))))))
                    .always();
            try {
                switch (i % 5) {
                    case 0 -> world.shop.order(gid);
                    case 1 -> world.shop.changedSince(ShopifyWorld.START, random.nextBoolean() ? null : "cursor");
                    case 2 -> world.shop.record(made);
                    case 3 -> world.shop.check();
                    default -> assertThat(world.shop.findOrder(payment)).isInstanceOf(OrderSearch.class);
                }
            } catch (MaksutException ours) {
                assertThat(ours.getMessage()).doesNotContain(world.sandbox.adminToken());
            }
        }
    }

    private static String signature(String secret, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    @Test
    void deliveriesOfAnyKind() throws GeneralSecurityException {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        for (int i = 0; i < CASES; i++) {
            byte[] body = i % 50 == 0
                    ? new byte[random.nextInt(3_000_000)]
                    : mutated("{\"id\":9107199254740993,\"order_id\":1,\"order_edit\":{\"order_id\":2},"
                            + "\"orders_to_redact\":[1],\"orders_requested\":[2],\"current\":[\"read_orders\"]}");
            Map<String, String> headers = new LinkedHashMap<>(Map.of(
                    "X-Shopify-Topic", oneOf(List.of(WebhookTopic.values())).topic(),
                    "X-Shopify-Hmac-Sha256", signature(world.sandbox.app().secret(), body),
                    "X-Shopify-Shop-Domain", world.sandbox.domain(),
                    "X-Shopify-API-Version", "2026-07",
                    "X-Shopify-Webhook-Id", "id-" + i));
            if (random.nextInt(3) == 0) {
                String header = oneOf(List.copyOf(headers.keySet()));
                if (random.nextBoolean()) {
                    headers.remove(header);
                } else {
                    headers.put(header, oneOf(List.of("", "AAAA", "=", "x".repeat(5_000), "\u0000", "../..", "ä")));
                }
            }
            assertThat(hooks.receive(headers, body).status()).isIn(200, 400, 401, 413);
        }
        hooks.worker.workOff();
        assertThat(hooks.inbox.deadLetters()).isEmpty();
    }

    @Test
    void sessionsOfAnyKind() {
        ShopifySessions sessions = world.sessions(world.sync(SyncMode.PORTAL_PAYS));
        String body =
                "{\"id\":\"Qk1\",\"gid\":\"gid://shopify/CaptureSession/Qk1\",\"payment_id\":\"p1\",\"amount\":\"1.00\","
                        + "\"currency\":\"EUR\",\"test\":false,\"merchant_locale\":\"fi\",\"proposed_at\":\"2026-11-20T08:00:00Z\"}";
        for (int i = 0; i < CASES; i++) {
            Map<String, List<String>> headers = new LinkedHashMap<>(Map.of(
                    "X-Client-Verify", List.of("SUCCESS"),
                    "Shopify-Shop-Domain", List.of(world.sandbox.domain()),
                    "Shopify-Api-Version", List.of("2026-10")));
            if (random.nextInt(4) == 0) {
                String header = oneOf(List.copyOf(headers.keySet()));
                headers.put(header, oneOf(List.of(List.<String>of(), List.of(""), List.of("x".repeat(5_000), "y"))));
            }
            byte[] sent = i % 50 == 0 ? new byte[random.nextInt(200_000)] : mutated(body);
            WebhookReply reply = sessions.handle(
                    oneOf(List.of(SessionKind.values())),
                    new WebhookRequest(oneOf(List.of("POST", "POST", "POST", "GET")), "/x", headers, sent));
            assertThat(reply.status()).isIn(201, 400, 401, 403, 405, 413);
        }
        sessions.workOff();
        assertThat(world.frisbii.books().movements()).isEmpty();
    }
}
