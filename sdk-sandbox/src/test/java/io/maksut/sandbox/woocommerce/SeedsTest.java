package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeedsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP =
            new WooCommerceSandboxExtension(WooCommerceSandbox.builder().clock(ManualClock.at(NOW)));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    @Test
    void anOrderStandsAsSeeded() throws Exception {
        long id = shop.order()
                .product("Kettle", 2, "49.60")
                .shipping("Van", "5.00")
                .currency("SEK")
                .status("completed")
                .transactionId("tx-9")
                .meta("_montonio_uuid", "u-1")
                .createdVia("admin")
                .paymentMethod("cod")
                .number("N-9")
                .email("siim@example.com")
                .customerId(7)
                .created(NOW.minus(Duration.ofDays(3)))
                .paid(NOW.minus(Duration.ofDays(2)))
                .refunded("4.60", "late", true)
                .refunded("1.00", "", false)
                .add();

        JsonObject order = client.get("/orders/" + id).json();
        assertThat(order.get("total").getAsString()).isEqualTo("54.60");
        assertThat(order.get("currency").getAsString()).isEqualTo("SEK");
        assertThat(order.get("currency_symbol").getAsString()).isEqualTo("kr");
        assertThat(order.get("status").getAsString()).isEqualTo("completed");
        assertThat(order.get("transaction_id").getAsString()).isEqualTo("tx-9");
        assertThat(order.get("meta_data").toString()).contains("\"_montonio_uuid\",\"value\":\"u-1\"");
        assertThat(order.get("created_via").getAsString()).isEqualTo("admin");
        assertThat(order.get("payment_method").getAsString()).isEqualTo("cod");
        assertThat(order.get("number").getAsString()).isEqualTo("N-9");
        assertThat(order.getAsJsonObject("billing").get("email").getAsString()).isEqualTo("siim@example.com");
        assertThat(order.get("date_created_gmt").getAsString()).isEqualTo("2026-03-07T10:00:00");
        assertThat(order.get("date_paid_gmt").getAsString()).isEqualTo("2026-03-08T10:00:00");
        assertThat(Names.of(order.get("_links"))).contains("customer");
        assertThat(order.getAsJsonArray("refunds")).hasSize(2);
        assertThat(shop.refunds(id))
                .extracting(RefundRecord::amount, RefundRecord::refundedPayment)
                .containsExactly(tuple("4.60", true), tuple("1.00", false));
        assertThat(shop.books().captured(Long.toString(id))).isEqualTo(5_460);
        assertThat(shop.books().refunded(Long.toString(id))).isEqualTo(460);
        assertThat(shop.remaining(id)).isEqualTo("49.00");
        assertThat(shop.webhooks().pending()).isEmpty();
    }

    @Test
    void unpaidOrdersHaveNoDateOfPaymentAndNoCapture() throws Exception {
        long pending = shop.order().status("pending").add();
        long processing = shop.order().unpaid().add();

        assertThat(client.get("/orders/" + pending).raw("date_paid")).isEqualTo("null");
        assertThat(client.get("/orders/" + processing).raw("date_paid")).isEqualTo("null");
        assertThat(shop.books().movements()).isEmpty();
    }

    @Test
    void staffChangeAndDeleteBehindTheClientsBack() throws Exception {
        long id = shop.order().refunded("1.00", "", true).add();
        long refund = shop.refunds(id).get(0).id();
        client.post("/webhooks", "{'topic':'order.updated','delivery_url':'http://127.0.0.1:9/'}");

        shop.deleteRefund(refund);
        assertThat(shop.webhooks().pending()).isEmpty();
        shop.statusAsStaff(id, "completed");
        assertThat(shop.webhooks().pending()).hasSize(1);
        shop.deleteOrder(id);

        assertThat(client.get("/orders/" + id).status()).isEqualTo(404);
        assertThatThrownBy(() -> shop.deleteOrder(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> shop.deleteRefund(refund)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> shop.statusOf(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resetMakesEverythingNew() throws Exception {
        long id = shop.order().refunded("1.00", "", true).add();
        client.post("/webhooks", "{'topic':'order.updated','delivery_url':'http://127.0.0.1:9/'}");
        shop.plugin().behaves(PluginBehaviour.IS_GONE);
        shop.deleteUser();

        shop.reset();

        assertThat(client.get("/orders/" + id).status()).isEqualTo(404);
        assertThat(client.get("/webhooks").ids()).isEmpty();
        assertThat(shop.books().movements()).isEmpty();
        assertThat(client.refund(shop.order().add(), "{'amount':'1.00'}").status())
                .isEqualTo(201);
    }

    @Test
    @Timeout(60)
    void tenThousandOrdersWithThirtyThousandRefundsAreThereAtOnceAndPaged() throws Exception {
        long start = System.nanoTime();
        shop.bulk(10_000, 3, NOW.minus(Duration.ofDays(30)), Duration.ofSeconds(200));
        Duration seeding = Duration.ofNanos(System.nanoTime() - start);

        List<Long> orders = new ArrayList<>();
        List<Long> refunds = new ArrayList<>();
        for (int page = 1; page <= 100; page++) {
            orders.addAll(page("/orders", page).ids());
        }
        for (int page = 1; page <= 300; page += 30) {
            refunds.addAll(page("/refunds", page).ids());
        }

        assertThat(seeding).isLessThan(Duration.ofSeconds(10));
        assertThat(orders).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(refunds).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(page("/refunds", 300).header("X-WP-Total")).isEqualTo("30000");
        assertThat(client.get("/orders/" + orders.get(5_000) + "/refunds").ids())
                .hasSize(3);
        assertThat(client.get("/orders?search=bulk-000009999").ids()).hasSize(1);
        assertThat(shop.books().movements()).hasSize(40_000);
    }

    private Answer page(String path, int page) throws Exception {
        return client.get(path + "?per_page=100&_fields=id&page=" + page);
    }
}
