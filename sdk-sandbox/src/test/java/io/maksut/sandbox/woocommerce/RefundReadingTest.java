package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefundReadingTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOW);

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP =
            new WooCommerceSandboxExtension(WooCommerceSandbox.builder().clock(CLOCK));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    @BeforeEach
    void theClockStartsAgain() {
        CLOCK.set(NOW);
    }

    private long refunded(long order) {
        return shop.books().refunded(Long.toString(order));
    }

    @Test
    void decimalsOfAListAreAsAskedFor() throws Exception {
        long order = shop.order().refunded("9.99", "", false).add();

        assertThat(client.get("/orders/" + order + "/refunds?dp=6").text()).contains("\"amount\":\"9.990000\"");
    }

    @Test
    void theRefundsOfAnUnknownOrderAreAnEmptyList() throws Exception {
        Answer answer = client.get("/orders/999999/refunds");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("[]");
    }

    @Test
    void anUnknownRefundIsNotFoundButOneOfAnotherOrderIsAServerError() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'1.00'}").id();
        long other = shop.order().add();

        assertThat(client.get("/orders/" + order + "/refunds/999").text())
                .isEqualTo("{\"code\":\"woocommerce_rest_shop_order_refund_invalid_id\",\"message\":\"Invalid ID.\","
                        + "\"data\":{\"status\":404}}");
        Answer wrong = client.get("/orders/" + other + "/refunds/" + refund);
        assertThat(wrong.status()).isEqualTo(500);
        assertThat(wrong.text())
                .isEqualTo("{\"code\":\"woocommerce_rest_invalid_order_refund_id\",\"message\":"
                        + "\"Invalid order refund ID.\",\"data\":404}");
        assertThat(client.get("/orders/999/refunds/" + refund).text("code"))
                .isEqualTo("woocommerce_rest_invalid_order_id");
        assertThat(client.get("/orders/" + order + "/refunds/" + other).status())
                .isEqualTo(500);
    }

    @Test
    void deletingIsFinalWithoutForceAndTheMoneyStaysOut() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'29.80'}").id();
        CLOCK.advance(Duration.ofSeconds(30));

        Answer deleted = client.delete("/orders/" + order + "/refunds/" + refund);

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.id()).isEqualTo(refund);
        assertThat(client.delete("/orders/" + order + "/refunds/" + refund).status())
                .isEqualTo(404);
        JsonObject left = client.get("/orders/" + order).json();
        assertThat(left.get("status").getAsString()).isEqualTo("refunded");
        assertThat(left.get("date_modified_gmt").getAsString()).isEqualTo("2026-03-10T10:00:00");
        assertThat(refunded(order)).isEqualTo(2_980);
        assertThat(client.refund(order, "{'amount':'29.80'}").status())
                .as("the sum can be refunded again")
                .isEqualTo(201);
        assertThat(refunded(order)).isEqualTo(5_960);
    }

    /** WooCommerce makes the answer first and deletes then, without a look at it. */
    @Test
    void deletingUnderTheWrongOrderFailsAndDeletesAllTheSame() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'1.00'}").id();
        long other = shop.order().add();

        Answer answer = client.delete("/orders/" + other + "/refunds/" + refund);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(shop.refunds(order)).isEmpty();
        assertThat(client.delete("/orders/" + order + "/refunds/" + other).status())
                .isEqualTo(500);
        assertThat(client.get("/orders/" + other).status()).isEqualTo(404);
    }

    @Test
    void aRefundHasNeitherPutNorBatch() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'1.00'}").id();
        String noRoute = "{\"code\":\"rest_no_route\",\"message\":\"No route was found matching the URL and request "
                + "method.\",\"data\":{\"status\":404}}";

        assertThat(client.put("/orders/" + order + "/refunds/" + refund, "{'reason':'y'}")
                        .text())
                .isEqualTo(noRoute);
        assertThat(client.post("/orders/" + order + "/refunds/batch", "{}").text())
                .isEqualTo(noRoute);
        assertThat(client.post("/refunds", "{}").text()).isEqualTo(noRoute);
    }

    @Test
    void wordPressItselfRefusesBatchesOfRefunds() throws Exception {
        Answer answer = client.send(HttpRequest.newBuilder(URI.create(shop.httpsUrl() + "/wp-json/batch/v1"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"requests\":[{\"method\":\"POST\",\"path\":\"/wc/v3/orders/1/refunds\"}]}"))
                .build());

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.text())
                .isEqualTo("{\"responses\":[{\"body\":{\"code\":\"rest_batch_not_allowed\",\"message\":\"The requested "
                        + "route does not support batch requests.\",\"data\":{\"status\":400}},\"status\":400,"
                        + "\"headers\":[]}]}");
    }

    // All refunds

    @Test
    void theListOfAllRefundsNamesTheOrderAndIgnoresParent() throws Exception {
        long one = shop.order().add();
        long other = shop.order().add();
        long first = client.refund(one, "{'amount':'1.00'}").id();
        long second = client.refund(other, "{'amount':'2.00'}").id();

        Answer all = client.get("/refunds?parent=" + one);

        assertThat(all.ids()).containsExactly(second, first);
        JsonObject refund = all.array().get(0).getAsJsonObject();
        assertThat(Names.of(refund).subList(0, 3)).containsExactly("id", "parent_id", "date_created");
        assertThat(refund.get("parent_id").getAsLong()).isEqualTo(other);
        assertThat(refund.has("currency")).isFalse();
        assertThat(all.header("Allow")).isEqualTo("GET");
        assertThat(client.get("/refunds?parent=" + one + "&per_page=1").header("Link"))
                .isEqualTo("<" + shop.httpsUrl() + "/wp-json/wc/v3/refunds?parent%5B0%5D=" + one
                        + "&per_page=1&dp=2&page=2>; rel=\"next\"");
    }

    @Test
    void boundsOfRefundsAreTheSame() throws Exception {
        long order = shop.order().total("100.00").add();
        for (int i = 0; i < 3; i++) {
            client.refund(order, "{'amount':'1.00'}");
        }
        CLOCK.advance(Duration.ofSeconds(1));
        long last = client.refund(order, "{'amount':'1.00'}").id();

        assertThat(client.get("/refunds?after=2026-03-10T10:00:00Z").ids()).containsExactly(last);
        assertThat(client.get("/refunds?modified_after=2026-03-10T10:00:00&dates_are_gmt=true")
                        .ids())
                .containsExactly(last);
        assertThat(client.get("/refunds?after=2026-03-10T10:00:00").ids()).hasSize(4);
        assertThat(client.get("/refunds?include=" + last).ids()).containsExactly(last);
        assertThat(client.get("/refunds?order=asc&per_page=2").ids()).hasSize(2).doesNotContain(last);
        assertThat(client.get("/refunds?search=reason").ids()).isEmpty();
    }

    @Test
    void theRefundsOfAnOrderInTheTrashStayInTablesAndVanishAmongPosts() throws Exception {
        long order = shop.order().refunded("1.00", "", false).add();
        client.delete("/orders/" + order);

        assertThat(client.get("/refunds").ids()).hasSize(1);
        try (WooCommerceSandbox posts =
                WooCommerceSandbox.builder().orderTables(false).start()) {
            RawClient postsClient = new RawClient(posts);
            long other = posts.order().refunded("1.00", "", false).add();
            postsClient.delete("/orders/" + other);
            assertThat(postsClient.get("/refunds").ids()).isEmpty();
            assertThat(postsClient.get("/orders/" + other).raw("refunds")).isEqualTo("[]");
            assertThat(posts.remaining(other)).isEqualTo("28.80");
        }
    }
}
