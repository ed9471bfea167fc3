package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderListsTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP =
            new WooCommerceSandboxExtension(WooCommerceSandbox.builder().clock(ManualClock.at(NOON)));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    private long at(int second) {
        return shop.order().created(NOON.plusSeconds(second)).add();
    }

    @Test
    void theNewestComeFirstTenAtATime() throws Exception {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(0, at(i / 2));
        }

        Answer first = client.get("/orders");

        assertThat(first.ids()).isEqualTo(ids.subList(0, 10));
        assertThat(first.header("X-WP-Total")).isEqualTo("12");
        assertThat(first.header("X-WP-TotalPages")).isEqualTo("2");
        assertThat(first.header("Allow")).isEqualTo("GET, POST");
        assertThat(client.get("/orders?page=2").ids()).isEqualTo(ids.subList(10, 12));
        assertThat(client.get("/orders?offset=11").ids()).isEqualTo(ids.subList(11, 12));
    }

    @Test
    void linksCarryWhatWordPressMadeOfTheQuery() throws Exception {
        at(0);
        at(1);
        at(2);
        String list = shop.httpsUrl() + "/wp-json/wc/v3/orders?";

        assertThat(client.get("/orders?per_page=1").header("Link"))
                .isEqualTo("<" + list + "per_page=1&status%5B0%5D=any&dp=2&context=view&page=2>; rel=\"next\"");
        assertThat(client.get("/orders?per_page=1&page=2&search=anna").header("Link"))
                .isEqualTo("<" + list + "per_page=1&page=1&search=anna&status%5B0%5D=any&dp=2&context=view>; "
                        + "rel=\"prev\", <" + list
                        + "per_page=1&page=3&search=anna&status%5B0%5D=any&dp=2&context=view>; rel=\"next\"");
        assertThat(client.get("/orders?status=processing,refunded&include=11,12&per_page=1")
                        .header("Link"))
                .isEqualTo("<" + list + "include%5B0%5D=11&include%5B1%5D=12&per_page=1&status%5B0%5D=processing"
                        + "&status%5B1%5D=refunded&dp=2&context=view&page=2>; rel=\"next\"");
    }

    /** WordPress loses the plus of a zone between making the link and writing it. */
    @Test
    void theNextLinkOfABoundWithAPlusIsBroken() throws Exception {
        at(0);
        at(1);

        String link = client.get("/orders?after=2026-03-10T13:00:00%2B02:00&per_page=1")
                .header("Link");

        assertThat(link).contains("after=2026-03-10T13%3A00%3A00+02%3A00");
        String next = link.substring(link.indexOf("/orders"), link.indexOf('>'));
        assertThat(client.get(next).status()).isEqualTo(400);
    }

    @Test
    void beyondTheEndThereIsATotalOfZeroAndALinkToPageZero() throws Exception {
        at(0);

        Answer beyond = client.get("/orders?per_page=1&page=2");

        assertThat(beyond.text()).isEqualTo("[]");
        assertThat(beyond.header("X-WP-Total")).isEqualTo("0");
        assertThat(beyond.header("X-WP-TotalPages")).isEqualTo("0");
        assertThat(beyond.header("Link"))
                .isEqualTo("<" + shop.httpsUrl()
                        + "/wp-json/wc/v3/orders?per_page=1&page=0&status%5B0%5D=any>; rel=\"prev\"");
    }

    @Test
    void amongPostsTheTotalIsRightBeyondTheEnd() throws Exception {
        try (WooCommerceSandbox posts =
                WooCommerceSandbox.builder().orderTables(false).start()) {
            posts.order().add();

            Answer beyond = new RawClient(posts).get("/orders?per_page=1&page=5");

            assertThat(beyond.text()).isEqualTo("[]");
            assertThat(beyond.header("X-WP-Total")).isEqualTo("1");
            assertThat(beyond.header("Link")).contains("page=1&").contains("rel=\"prev\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transaction_id=tx-1",
                "payment_method=bacs",
                "date_paid=2026-01-01",
                "meta_key=_x&meta_value=y",
                "number=5"
            })
    void whatItDoesNotKnowIsIgnoredSilentlyAndEverythingComes(String query) throws Exception {
        long other = shop.order().transactionId("tx-2").add();
        long wanted =
                shop.order().transactionId("tx-1").created(NOON.minusSeconds(5)).add();

        assertThat(client.get("/orders?" + query).ids())
                .as("the newest first, not the one that was asked for")
                .containsExactly(other, wanted);
    }

    @Test
    void searchFindsTheTransactionIdOnlyInTablesOfOrders() throws Exception {
        long order =
                shop.order().transactionId("tx-77").email("pekka@example.com").add();
        shop.order().add();

        assertThat(client.get("/orders?search=TX-77").ids()).containsExactly(order);
        assertThat(client.get("/orders?search=pekka").ids()).containsExactly(order);
        assertThat(client.get("/orders?search=" + order).ids()).containsExactly(order);
        assertThat(client.get("/orders?search=nothing").ids()).isEmpty();
        try (WooCommerceSandbox posts =
                WooCommerceSandbox.builder().orderTables(false).start()) {
            long other = posts.order()
                    .transactionId("tx-77")
                    .email("pekka@example.com")
                    .add();
            RawClient postsClient = new RawClient(posts);
            assertThat(postsClient.get("/orders?search=tx-77").ids()).isEmpty();
            assertThat(postsClient.get("/orders?search=pekka").ids()).containsExactly(other);
        }
    }

    @Test
    void statusCustomerProductParentAndOriginFilter() throws Exception {
        long placed = shop.order().customerId(7).product("Teapot", 1, "24.80").add();
        long completed = shop.order().status("completed").createdVia("admin").add();
        long refunded = shop.order().status("refunded").add();

        assertThat(client.get("/orders?status=completed,refunded").ids()).containsExactly(refunded, completed);
        assertThat(client.get("/orders?status[]=completed&status[]=processing").ids())
                .containsExactly(completed, placed);
        assertThat(client.get("/orders?customer=7").ids()).containsExactly(placed);
        assertThat(client.get("/orders?product=3&customer=7").ids()).containsExactly(placed);
        assertThat(client.get("/orders?product=999").ids()).isEmpty();
        assertThat(client.get("/orders?created_via=admin").ids()).containsExactly(completed);
        assertThat(client.get("/orders?parent=5").ids()).isEmpty();
        assertThat(client.get("/orders?include=" + placed + ",999999").ids()).containsExactly(placed);
        assertThat(client.get("/orders?exclude=" + placed).ids()).containsExactly(refunded, completed);
        assertThat(client.get("/orders?status=shipped").text("message")).isEqualTo("Invalid parameter(s): status");
    }

    @Test
    void aRefundsIdIsNoOrdersId() throws Exception {
        long refund = shop.refundAsStaff(shop.order().add(), "1.00", "", false);

        assertThat(client.get("/orders?include=" + refund).ids()).isEmpty();
    }

    // Bounds

    @Test
    void aBoundWithoutZoneIsTheSitesWallClock() throws Exception {
        long early = at(-3_600);
        long late = at(10);

        assertThat(client.get("/orders?after=2026-03-10T12:00:00").ids())
                .as("12:00 on the site's clock is 10:00 GMT")
                .containsExactly(late, early);
        assertThat(client.get("/orders?after=2026-03-10T14:00:00").ids()).containsExactly(late);
        assertThat(client.get("/orders?after=2026-03-10T12:00:00Z").ids()).containsExactly(late);
        assertThat(client.get("/orders?after=2026-03-10T14:00:00%2B02:00").ids())
                .containsExactly(late);
        assertThat(client.get("/orders?after=2026-03-10T12:00:00&dates_are_gmt=true")
                        .ids())
                .containsExactly(late);
    }

    /** WordPress turns the bound into the site's wall clock first and then takes that for GMT. */
    @Test
    void aBoundWithZoneAndDatesAreGmtTogetherAreOffByTheSitesOffset() throws Exception {
        at(10);

        assertThat(client.get("/orders?after=2026-03-10T12:00:00Z&dates_are_gmt=true")
                        .ids())
                .isEmpty();
    }

    @Test
    void boundsAreExclusiveAndWholeSeconds() throws Exception {
        at(0);
        at(0);
        long next = at(1);

        assertThat(client.get("/orders?after=2026-03-10T12:00:00Z").ids()).containsExactly(next);
        assertThat(client.get("/orders?after=2026-03-10T12:00:00.900Z").ids()).containsExactly(next);
        assertThat(client.get("/orders?before=2026-03-10T12:00:01Z").ids()).hasSize(2);
        assertThat(client.get("/orders?modified_after=2026-03-10T12:00:00Z").ids())
                .containsExactly(next);
        assertThat(client.get("/orders?modified_before=2026-03-10T12:00:00Z").ids())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "after=garbage|after|Invalid date.|rest_invalid_date",
                "before=2026-03-10|before|Invalid date.|rest_invalid_date",
                "per_page=101|per_page|per_page must be between 1 (inclusive) and 100 (inclusive)|rest_out_of_bounds",
                "per_page=0|per_page|per_page must be between 1 (inclusive) and 100 (inclusive)|rest_out_of_bounds",
                "page=0|page|page must be greater than or equal to 1|rest_out_of_bounds",
                "page=x|page|page is not of type integer.|rest_invalid_type",
                "order=up|order|order is not one of asc and desc.|rest_not_in_enum",
                "dates_are_gmt=perhaps|dates_are_gmt|dates_are_gmt is not of type boolean.|rest_invalid_type"
            })
    void whatIsNoValueIsRefused(String query, String name, String message, String code) throws Exception {
        Answer answer = client.get("/orders?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("rest_invalid_param");
        assertThat(answer.json()
                        .getAsJsonObject("data")
                        .getAsJsonObject("params")
                        .get(name)
                        .getAsString())
                .isEqualTo(message);
        assertThat(answer.json()
                        .getAsJsonObject("data")
                        .getAsJsonObject("details")
                        .getAsJsonObject(name)
                        .get("code")
                        .getAsString())
                .isEqualTo(code);
    }

    // Order

    @Test
    void theOrderMayBeChosen() throws Exception {
        long first = at(5);
        long second = at(0);

        assertThat(client.get("/orders?order=asc").ids()).containsExactly(second, first);
        assertThat(client.get("/orders?orderby=id&order=asc").ids()).containsExactly(first, second);
        assertThat(client.get("/orders?orderby=include&include=" + second + "," + first)
                        .ids())
                .containsExactly(second, first);
        assertThat(client.get("/orders?orderby=modified").ids()).containsExactly(first, second);
    }

    @Test
    void ordersModifiedInOneSecondHaveAFixedOrderSince105Only() throws Exception {
        assertThat(pagesOfOneSecond("10.5.0")).hasSize(40).doesNotHaveDuplicates();
        assertThat(new HashSet<>(pagesOfOneSecond("10.0.2")))
                .as("pages overlap and leave gaps")
                .hasSizeLessThan(40);
    }

    private static List<Long> pagesOfOneSecond(String version) throws Exception {
        try (WooCommerceSandbox other = WooCommerceSandbox.builder()
                .version(version)
                .clock(ManualClock.at(NOON))
                .start()) {
            for (int i = 0; i < 40; i++) {
                other.order().add();
            }
            RawClient otherClient = new RawClient(other);
            List<Long> seen = new ArrayList<>();
            for (int page = 1; page <= 4; page++) {
                seen.addAll(
                        otherClient.get("/orders?orderby=modified&page=" + page).ids());
            }
            return seen;
        }
    }
}
