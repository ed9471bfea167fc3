package io.maksut.sandbox.frisbii;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
    private static final Instant NOW = Instant.parse("2026-07-10T10:00:00Z");

    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY = new FrisbiiSandboxExtension(FrisbiiSandbox.builder()
            .clock(ManualClock.at(NOW))
            .zone(ZoneId.of("Europe/Helsinki"))
            .withoutRateLimits());

    private static final String ALL = "?from=1970-01-01";

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox);

    private List<String> handles(String path) throws Exception {
        RawClient.Answer page = client.get(path);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.number("count")).isEqualTo(page.list("content").size());
        return handles(page);
    }

    private static List<String> handles(RawClient.Answer page) {
        List<String> handles = new ArrayList<>();
        for (JsonElement element : page.list("content")) {
            JsonObject object = element.getAsJsonObject();
            handles.add(object.get(object.has("handle") ? "handle" : "invoice").getAsString());
        }
        return handles;
    }

    private List<String> allPages(String path) throws Exception {
        List<String> handles = new ArrayList<>();
        RawClient.Answer page = client.get(path);
        handles.addAll(handles(page));
        while (page.json().has("next_page_token")) {
            page = client.get(path + "&next_page_token=" + RawClient.encoded(page.text("next_page_token")));
            assertThat(page.status()).isEqualTo(200);
            handles.addAll(handles(page));
        }
        return handles;
    }

    @Test
    void pagesOfEqualTimestampsNeitherRepeatNorSkip() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 35; i++) {
            expected.add(
                    0,
                    sandbox.charge("order-" + i).created(NOW.minusSeconds(60)).add());
        }

        assertThat(allPages("/v1/list/charge?size=10")).isEqualTo(expected);
        assertThat(allPages("/v1/list/transaction?size=10")).isEqualTo(expected);
        assertThat(allPages("/v1/list/invoice?size=10&range=settled")).isEqualTo(expected);
    }

    @Test
    void aFullLastPageHasNoToken() throws Exception {
        for (int i = 0; i < 20; i++) {
            sandbox.charge("order-" + i).add();
        }

        RawClient.Answer first = client.get("/v1/list/charge?size=10");
        RawClient.Answer second =
                client.get("/v1/list/charge?size=10&next_page_token=" + first.text("next_page_token"));
        assertThat(second.number("count")).isEqualTo(10);
        assertThat(second.json().has("next_page_token")).isFalse();
    }

    @Test
    void whatArrivesWhilePagingDoesNotShiftThePages() throws Exception {
        for (int i = 0; i < 15; i++) {
            sandbox.charge("order-" + i).created(NOW.minusSeconds(100 - i)).add();
        }
        RawClient.Answer first = client.get("/v1/list/charge?size=10");
        sandbox.charge("late").created(NOW.minusSeconds(1)).add();

        RawClient.Answer second =
                client.get("/v1/list/charge?size=10&next_page_token=" + first.text("next_page_token"));

        assertThat(handles(second)).containsExactly("order-4", "order-3", "order-2", "order-1", "order-0");
    }

    @Test
    void aTokenOfAnotherListIsRefused() throws Exception {
        for (int i = 0; i < 15; i++) {
            sandbox.charge("order-" + i).add();
        }
        String token = client.get("/v1/list/charge?size=10&state=settled").text("next_page_token");

        assertThat(client.get("/v1/list/charge?size=10&state=failed&next_page_token=" + token)
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/v1/list/charge?size=20&state=settled&next_page_token=" + token)
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/v1/list/invoice?size=10&state=settled&next_page_token=" + token)
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/v1/list/charge?next_page_token=rubbish").status())
                .isEqualTo(400);
        assertThat(client.get("/v1/list/charge?next_page_token=!").status()).isEqualTo(400);
    }

    @Test
    void withoutFromOnlyAMonthIsShownUnlessOneCustomerIsAskedFor() throws Exception {
        sandbox.charge("old").created(NOW.minus(Duration.ofDays(40))).add();
        sandbox.charge("new").created(NOW.minus(Duration.ofDays(2))).add();

        assertThat(handles("/v1/list/charge")).containsExactly("new");
        assertThat(handles("/v1/list/charge?handle=old")).isEmpty();
        assertThat(handles("/v1/list/charge" + ALL)).containsExactly("new", "old");
        assertThat(handles("/v1/list/charge?customer=customer-1")).containsExactly("new", "old");
        assertThat(handles("/v1/list/charge?interval=P41D")).containsExactly("new", "old");
        assertThat(handles("/v1/list/charge?interval=P999999999Y")).containsExactly("new", "old");
        assertThat(handles("/v1/list/charge?interval=PT72H&from=1970-01-01")).containsExactly("new");
    }

    @Test
    void timesAreLocalFromIsInclusiveAndToExclusive() throws Exception {
        // Helsinki is three hours ahead of UTC in July.
        sandbox.charge("at-noon").created(Instant.parse("2026-07-09T09:00:00Z")).add();

        assertThat(handles("/v1/list/charge?from=2026-07-09T12:00")).containsExactly("at-noon");
        assertThat(handles("/v1/list/charge?from=2026-07-09T12:00:00.001")).isEmpty();
        assertThat(handles("/v1/list/charge?from=20260709&to=2026-07-09T12:00:00"))
                .isEmpty();
        assertThat(handles("/v1/list/charge?from=20260709&to=2026-07-09T12:00:00.001"))
                .containsExactly("at-noon");
        RawClient.Answer page = client.get("/v1/list/charge?from=2026-07-09&to=20260710");
        assertThat(page.text("from")).isEqualTo("2026-07-09T00:00:00.000");
        assertThat(page.text("to")).isEqualTo("2026-07-10T00:00:00.000");
        assertThat(page.text("range")).isEqualTo("created");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-07-09T12:00:00Z",
                "from=2026-07-09T12:00:00%2B03:00",
                "from=09.07.2026",
                "from=2026-13-01",
                "to=now",
                "interval=1d",
                "interval=P2147483647Y",
                "from=2026-07-09&to=2026-07-08",
                "size=9",
                "size=101",
                "size=ten",
                "range=updated",
                "amount=100",
                "amount=%5B1.5%3B2%5D"
            })
    void aMalformedParameterIs400(String query) throws Exception {
        assertThat(client.get("/v1/list/charge?" + query).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state=authorized                    | authorized",
                "state=authorized&state=failed       | failed,authorized",
                "exclude_state=settled               | failed,authorized",
                "currency=SEK                        | sek",
                "payment_type=mobilepay              | sek",
                "amount=[200;300)                    | authorized",
                "amount=(200;300]                    | failed",
                "amount=(300;)                       | part,sek",
                "refunded_amount=(0;)                | sek",
                "settled_amount=[350;350]            | part",
                "authorized_amount=[1000;)           | part",
                "partial_settled=true                | part",
                "handle=sek                          | sek",
                "handle=se                           |",
                "handle_prefix=se                    | sek",
                "handle_contains=a                   | part,failed,authorized",
                "customer=customer-2                 | sek",
                "range=settled                       | part,sek",
            })
    void chargesAreFilteredBy(String filter, String expected) throws Exception {
        sandbox.charge("authorized")
                .state("authorized")
                .amount(200)
                .created(NOW.minusSeconds(9))
                .add();
        sandbox.charge("failed")
                .state("failed")
                .amount(300)
                .created(NOW.minusSeconds(8))
                .add();
        sandbox.charge("sek")
                .method("mobilepay")
                .customer("customer-2")
                .currency("SEK")
                .amount(400)
                .refunded(1)
                .created(NOW.minusSeconds(7))
                .add();
        sandbox.charge("part")
                .amount(1_000)
                .settled(350)
                .created(NOW.minusSeconds(6))
                .add();

        String query = filter.replace("[", "%5B").replace("]", "%5D").replace(";", "%3B");
        assertThat(handles("/v1/list/charge?" + query))
                .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(",")));
    }

    @Test
    void transactionsAreFilteredByTypeStateAndInvoice() throws Exception {
        sandbox.charge("order-1").state("authorized").add();
        sandbox.charge("order-2").refunded(10).add();

        assertThat(handles("/v1/list/transaction?type=refund")).containsExactly("order-2");
        assertThat(handles("/v1/list/transaction?state=authorized")).containsExactly("order-1");
        assertThat(handles("/v1/list/transaction?invoice=order-2")).containsExactly("order-2", "order-2");
        assertThat(handles("/v1/list/transaction?invoice=none")).isEmpty();
    }

    @Test
    void customersAreFoundByExactAddressOrItsBeginning() throws Exception {
        sandbox.customer("c1", "Anna@example.com", "Anna", "A");
        sandbox.customer("c2", "anna@example.com.au", "Anna", "B");
        sandbox.customer("c3", "bert@example.com", null, null);
        sandbox.customer("c4", null, null, null);

        assertThat(handles("/v1/list/customer?email=" + RawClient.encoded("anna@example.com")))
                .containsExactly("c1");
        assertThat(handles("/v1/list/customer?email_prefix=anna")).containsExactlyInAnyOrder("c1", "c2");
        assertThat(handles("/v1/list/customer?handle=c3")).containsExactly("c3");
        assertThat(handles("/v1/list/customer")).containsExactly("c4", "c3", "c2", "c1");
    }

    @Test
    void disputesAreListed() throws Exception {
        sandbox.charge("order-1").amount(700).add();
        String id = sandbox.disputeOpened("order-1");

        JsonObject dispute =
                client.get("/v1/list/dispute").list("content").get(0).getAsJsonObject();
        assertThat(dispute.get("id").getAsString()).isEqualTo(id);
        assertThat(dispute.get("state").getAsString()).isEqualTo("open");
        assertThat(dispute.get("amount").getAsLong()).isEqualTo(700);
        assertThat(handles("/v1/list/dispute?state=resolved")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aBulkIsPagedThroughWithWhatElseThereIs(long stepMillis) throws Exception {
        sandbox.bulk(250, NOW.minusSeconds(120), Duration.ofMillis(stepMillis));
        sandbox.charge("order-1").created(NOW.minusSeconds(120)).add();
        client.refund("bulk-000000100", 1, "k");

        List<String> charges = allPages("/v1/list/charge?size=100");

        assertThat(charges).hasSize(251);
        assertThat(new HashSet<>(charges)).hasSize(251).contains("order-1", "bulk-000000000", "bulk-000000249");
        assertThat(charges.indexOf("bulk-000000099")).isEqualTo(charges.indexOf("bulk-000000100") + 1);
        assertThat(allPages("/v1/list/charge?size=100&state=failed")).hasSize(12);
        assertThat(new HashSet<>(allPages("/v1/list/charge?size=100&range=settled")))
                .hasSize(allPages("/v1/list/charge?size=100&state=settled").size());
        assertThat(allPages("/v1/list/transaction?size=100")).hasSize(252);
    }

    @Test
    void aBulkChargeCanBeReadSearchedAndChanged() throws Exception {
        sandbox.bulk(20_050, NOW.minus(Duration.ofDays(10)), Duration.ofSeconds(1));

        RawClient.Answer charge = client.get("/v1/charge/bulk-000010007");
        assertThat(charge.text("state")).isEqualTo("authorized");
        assertThat(charge.text("customer")).isEqualTo("bulk-customer-7");
        assertThat(handles("/v1/list/charge?customer=bulk-customer-7"))
                .containsExactly("bulk-000020007", "bulk-000010007", "bulk-000000007");
        assertThat(handles("/v1/list/customer?email=" + RawClient.encoded("bulk-customer-7@example.com")))
                .containsExactly("bulk-customer-7");
        String id = client.get("/v1/invoice/bulk-000010007").text("id");

        assertThat(client.settle("bulk-000010007", "{}").text("state")).isEqualTo("settled");

        assertThat(client.get("/v1/invoice/" + id).text("state")).isEqualTo("settled");
        assertThat(handles("/v1/list/charge?customer=bulk-customer-7"))
                .containsExactly("bulk-000020007", "bulk-000010007", "bulk-000000007");
        assertThat(sandbox.books().captured("bulk-000010007")).isPositive();
        assertThat(client.get("/v1/charge/bulk-000020050").status()).isEqualTo(404);
        assertThat(client.get("/v1/charge/bulk-1").status()).isEqualTo(404);
    }

    @Test
    void aPageFromTheMiddleOfAMillionIsRead() throws Exception {
        sandbox.bulk(1_000_000);

        RawClient.Answer page = client.get("/v1/list/charge?size=100&to=2026-06-25");

        assertThat(page.number("count")).isEqualTo(100);
        assertThat(page.json().has("next_page_token")).isTrue();
        assertThat(handles(page)).allMatch(handle -> handle.startsWith("bulk-000"));
    }
}
