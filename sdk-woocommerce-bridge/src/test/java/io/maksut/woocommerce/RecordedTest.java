package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.transport.CallContext;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of answer and delivery that was seen on a real shop, in the same form and with values of our own, means what it
 * meant there. {@code answers.txt}: name; method, status, form and, for lists, total; what it means; body.
 * {@code deliveries.txt}: name; topic; delivery id; what it hints at; body.
 */
class RecordedTest {
    private static final String SECRET = "whsec_tea";
    private static ShopWorld world;

    @BeforeAll
    static void open() {
        world = new ShopWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    record Case(String name, String head, String second, String meaning, String body) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> answers() throws IOException {
        return cases("recorded/answers.txt", false);
    }

    static Stream<Case> deliveries() throws IOException {
        return cases("recorded/deliveries.txt", true);
    }

    private static Stream<Case> cases(String resource, boolean withSecond) throws IOException {
        List<String> lines;
        try (InputStream in = RecordedTest.class.getResourceAsStream(resource)) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("=== ")) {
                int next = withSecond ? 2 : 1;
                cases.add(new Case(
                        lines.get(i).substring(4),
                        lines.get(i + 1),
                        withSecond ? lines.get(i + 2) : "",
                        lines.get(i + 1 + next),
                        lines.get(i + 2 + next)));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerMeansWhatItMeantOnARealShop(Case recorded) {
        String[] head = recorded.head().split(" ");
        boolean html = head[2].equals("html");
        Reply reply = Reply.of(
                Integer.parseInt(head[1]), html ? "text/html" : "application/json; charset=UTF-8", recorded.body());
        reply = head.length > 3 ? reply.with("X-WP-Total", head[3]) : reply;
        world.shop.faults().clear();
        world.shop.faults().next(Fault.answer(reply));

        assertThat(meaning(head[0], recorded)).isEqualTo(recorded.meaning());
    }

    private static String meaning(String method, Case recorded) {
        CallContext context = world.bridge.begin();
        RestQuery query = RestQuery.of("/recorded");
        String expected = recorded.meaning().split(" ")[0];
        try {
            if (List.of("orders", "refunds", "webhooks").contains(expected)) {
                return list(expected, world.bridge.client().list("list", query, context));
            }
            ShopClient.Single answer = method.equals("GET")
                    ? world.bridge.client().get("get", query, context)
                    : world.bridge.client().write(method, "write", query, null, context);
            return single(expected, answer);
        } catch (MaksutException e) {
            return "fails " + ShopFailure.of(e).orElseThrow() + " "
                    + e.getClass().getSimpleName();
        }
    }

    private static String list(String what, ShopClient.Page page) {
        int read = switch (what) {
            case "orders" -> page.each(WireOrder::of).size();
            case "refunds" -> page.each(WireRefund::of).size();
            default -> 0;
        };
        return what.equals("webhooks")
                ? "webhooks " + String.join(" ", page.each(json -> json.requiredText("status")))
                : what + " " + read + " of " + page.total();
    }

    private static String single(String what, ShopClient.Single answer) {
        return switch (what) {
            case "order" -> {
                WireOrder order = answer.as(WireOrder::of);
                Money total = WireAmount.of(order.currency(), order.total()).orElseThrow();
                yield "order " + order.status() + " " + total + " " + (order.paid() == null ? "unpaid" : "paid")
                        + " refunds " + order.refundIds().size();
            }
            case "refund" -> {
                WireRefund refund = answer.as(WireRefund::of);
                String amount = refund.amount().isEmpty() ? "0" : refund.amount();
                yield "refund " + WireAmount.of("EUR", amount).orElseThrow().toDecimalString() + " "
                        + (refund.unpaid() ? "NOT_MOVED" : "MOVED");
            }
            case "webhook" -> "webhook " + answer.json().requiredText("status");
            case "profile" -> {
                ShopProfile profile = answer.as(ShopProfile::of);
                yield "profile " + profile.version() + " " + profile.storage() + " " + profile.currency();
            }
            default -> "object";
        };
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void aDeliveryHintsAtWhatItHintedAtOnARealShop(Case recorded) {
        WooCommerceWebhooks source =
                WooCommerceWebhooks.builder("shop").secret(SECRET).build();
        Map<String, List<String>> headers = new HashMap<>();
        if (!recorded.head().equals("-")) {
            headers.put("X-WC-Webhook-Topic", List.of(recorded.head()));
            headers.put("X-WC-Webhook-Resource", List.of(recorded.head().split("\\.")[0]));
            headers.put("X-WC-Webhook-Delivery-ID", List.of(recorded.second()));
            headers.put("X-WC-Webhook-Signature", List.of(WebhooksTest.sign(SECRET, recorded.body())));
        }

        Optional<Delivery> delivery = source.receive(
                new WebhookRequest("POST", "/", headers, recorded.body().getBytes(StandardCharsets.UTF_8)));

        String hint = delivery.map(it -> it.subject().orElse("everything")).orElse("ping");
        assertThat(hint).isEqualTo(recorded.meaning());
    }
}
