package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrashBatchesAndNotesTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00.7Z");
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

    @Test
    void anOrderInTheTrashIsStillThereAndCanBeRefunded() throws Exception {
        long id = shop.order().status("completed").add();
        CLOCK.advance(Duration.ofSeconds(5));

        Answer trashed = client.delete("/orders/" + id);

        assertThat(trashed.status()).isEqualTo(200);
        assertThat(trashed.text("status")).as("the answer shows it as it was").isEqualTo("completed");
        JsonObject order = client.get("/orders/" + id).json();
        assertThat(order.get("status").getAsString()).isEqualTo("trash");
        assertThat(order.get("meta_data").toString())
                .contains("_wp_trash_meta_status\",\"value\":\"wc-completed\"")
                .contains("_wp_trash_meta_time\",\"value\":\"" + CLOCK.instant().getEpochSecond());
        assertThat(client.get("/orders").ids()).isEmpty();
        assertThat(client.get("/orders?status=trash").ids()).containsExactly(id);
        assertThat(client.delete("/orders/" + id).status()).isEqualTo(410);
        assertThat(client.refund(id, "{'amount':'1.00'}").status()).isEqualTo(201);
    }

    @Test
    void aForcedDeletionIsFinalAndTakesTheRefundsAlong() throws Exception {
        long id = shop.order().refunded("1.00", "", true).add();

        assertThat(client.delete("/orders/" + id + "?force=true").text("status"))
                .isEqualTo("processing");

        assertThat(client.get("/orders/" + id).status()).isEqualTo(404);
        assertThat(client.get("/refunds").ids()).isEmpty();
    }

    @Test
    void aBatchHasErrorsInsideOf200AndDeletesForGood() throws Exception {
        long first = shop.order().add();
        long second = shop.order().add();

        Answer answer = client.post(
                "/orders/batch",
                "{'update':[{'id':" + first + ",'status':'completed'},{'id':999999,'status':'completed'}],'delete':["
                        + second + "],'create':[{'status':'on-hold'},{'line_items':[{}]}]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Names.of(answer.json())).containsExactly("create", "update", "delete");
        JsonArray updated = answer.json().getAsJsonArray("update");
        assertThat(updated.get(0).getAsJsonObject().get("status").getAsString()).isEqualTo("completed");
        assertThat(updated.get(1).toString())
                .isEqualTo("{\"id\":999999,\"error\":{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":"
                        + "\"ID is invalid.\",\"data\":{\"status\":400}}}");
        assertThat(answer.json()
                        .getAsJsonArray("create")
                        .get(1)
                        .getAsJsonObject()
                        .get("id")
                        .getAsLong())
                .isZero();
        assertThat(client.get("/orders/" + second).status()).isEqualTo(404);
    }

    @Test
    void aBatchHasAHundredItemsAtMost() throws Exception {
        String items = IntStream.range(0, 101).mapToObj(i -> "{}").collect(Collectors.joining(","));

        Answer answer = client.post("/orders/batch", "{'create':[" + items + "]}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("code")).isEqualTo("woocommerce_rest_request_entity_too_large");
        assertThat(client.get("/orders").ids()).isEmpty();
    }

    @Test
    void notesAreAddedListedAndRemoved() throws Exception {
        long id = shop.order().add();

        Answer note = client.post("/orders/" + id + "/notes", "{'note':'Sent to the bank','customer_note':false}");
        client.post("/orders/" + id + "/notes", "{'note':'Hello','customer_note':true}");

        assertThat(note.status()).isEqualTo(201);
        assertThat(note.header("Location"))
                .isEqualTo(shop.httpsUrl() + "/wp-json/wc/v3/orders/" + id + "/notes/" + note.id());
        assertThat(Names.of(note.json()))
                .containsExactly("id", "author", "date_created", "date_created_gmt", "note", "customer_note", "_links");
        assertThat(note.text("author")).isEqualTo("WooCommerce");
        assertThat(client.get("/orders/" + id + "/notes").array()).hasSize(2);
        assertThat(client.get("/orders/" + id + "/notes?type=internal").ids()).containsExactly(note.id());
        assertThat(client.delete("/orders/" + id + "/notes/" + note.id()).status())
                .isEqualTo(501);
        client.delete("/orders/" + id + "/notes/" + note.id() + "?force=true");
        assertThat(client.get("/orders/" + id + "/notes/" + note.id()).status()).isEqualTo(404);
        assertThat(client.post("/orders/999/notes", "{'note':'x'}").status()).isEqualTo(404);
    }

    @Test
    void aChangeOfStatusLeavesANote() throws Exception {
        long id = shop.order().add();
        client.put("/orders/" + id, "{'status':'completed'}");

        assertThat(client.get("/orders/" + id + "/notes").text())
                .contains("Order status changed from Processing to Completed.");
    }
}
