package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.woocommerce.PluginBehaviour;
import io.maksut.sandbox.woocommerce.WooCommerceFaults;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changed in a shop is seen completely, at a price that depends on how much the shop's release tells. */
class ChangedOrdersTest {
    private static final Instant BEFORE = ShopWorld.START.minus(Duration.ofDays(9));

    private ShopWorld world = new ShopWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private void shop(String release, boolean orderTables) {
        world.close();
        world = new ShopWorld(builder -> builder.version(release).orderTables(orderTables));
    }

    private static List<String> ids(List<ShopOrder> orders) {
        return orders.stream().map(ShopOrder::id).distinct().toList();
    }

    private static List<String> refunds(List<ShopOrder> orders) {
        return orders.stream()
                .flatMap(order -> order.refunds().stream())
                .map(OrderRefund::id)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"10.9.1,true", "9.0.2,false", "8.9.3,true", "7.9.0,false", "6.9.4,false", "5.9.0,false", "5.7.0,false"})
    void aWalkOfAllOrdersSeesEachWithEachOfItsRefunds(String release, boolean orderTables) {
        shop(release, orderTables);
        world.shop.bulk(230, 2, BEFORE, Duration.ofMinutes(7));
        long binned = world.shop.order().refunded("1.00", "", true).add();
        world.bridge
                .client()
                .write("DELETE", "trash order", RestQuery.of("/orders/" + binned), null, world.bridge.begin());

        List<ShopOrder> orders = world.changedSince(Instant.EPOCH);

        assertThat(ids(orders)).hasSize(231);
        assertThat(orders.stream().filter(ShopOrder::trashed).map(ShopOrder::id))
                .containsExactly("" + binned);
        // Among the posts the refunds of an order in the bin are in the bin too.
        assertThat(refunds(orders)).hasSize(orderTables ? 461 : 460);
        assertThat(orders).allSatisfy(order -> assertThat(order.total()).contains(ShopWorld.eur("29.80")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "10.4.0", "9.0.2"})
    void thousandsInOneSecondAreSeenEachThoughNothingDecidesAboutTheirOrder(String release) {
        shop(release, true);
        world.shop.bulk(1_234, 0, BEFORE, Duration.ZERO);
        world.shop.bulk(130, 0, BEFORE.plusSeconds(1), Duration.ofSeconds(1));

        assertThat(ids(world.changedSince(Instant.EPOCH))).hasSize(1_364);
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(ids(world.changedSince(BEFORE))).hasSize(1_364);
    }

    @Test
    void whatIsDeletedWhileItIsReadMovesNothingElsePastTheReader() {
        world.shop.bulk(400, 0, BEFORE, Duration.ofMinutes(1));
        Set<String> seen = new HashSet<>();
        List<Long> deletable = new ArrayList<>();
        OrderPage page = world.bridge.changedSince(Instant.EPOCH, null);
        while (true) {
            page.orders().forEach(order -> {
                seen.add(order.id());
                deletable.add(Long.parseLong(order.id()));
            });
            if (page.next() == null) {
                break;
            }
            for (int i = 0; i < 30; i++) {
                world.shop.deleteOrder(deletable.remove(deletable.size() - 40));
            }
            page = world.bridge.changedSince(Instant.EPOCH, page.next());
        }

        assertThat(seen).as("all but those that were gone before they came").hasSize(400);
    }

    @Test
    void anOrderThatChangesWhileItIsReadComesOnceMore() {
        world.shop.bulk(150, 0, BEFORE, Duration.ofMinutes(1));
        OrderPage first = world.bridge.changedSince(BEFORE.minusSeconds(1), null);
        String changed = first.orders().get(0).id();
        world.clock.advance(Duration.ofSeconds(5));
        world.shop.refundAsStaff(Long.parseLong(changed), "1.00", "", false);

        List<ShopOrder> rest = new ArrayList<>();
        OrderPage page = first;
        while (page.next() != null) {
            page = world.bridge.changedSince(BEFORE.minusSeconds(1), page.next());
            rest.addAll(page.orders());
        }

        assertThat(ids(rest))
                .as("the last of the first page, the others, and it")
                .hasSize(52)
                .contains(changed);
        assertThat(page.seenUntil())
                .as("as of the first page")
                .isEqualTo(first.seenUntil())
                .isEqualTo(ShopWorld.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "9.0.2", "8.9.3", "7.6.0", "7.5.0", "6.9.4", "5.9.0", "5.7.0"})
    void aPartialRefundOfAnOldOrderIsSeenInEveryRelease(String release) {
        shop(release, false);
        world.shop.bulk(50, 0, BEFORE, Duration.ofMinutes(10));
        PaymentId payment = world.settled("29.80");
        long order = world.shop
                .order()
                .transactionId(payment.reference())
                .created(BEFORE)
                .add();
        world.clock.advance(Duration.ofHours(2));
        Instant since = world.clock.instant();
        world.clock.advance(Duration.ofMinutes(1));
        long refund = world.shop.refundAsStaff(order, "5.00", "", true);

        List<ShopOrder> changed = world.changedSince(since);

        assertThat(ids(changed)).contains("" + order);
        assertThat(refunds(changed)).contains("" + refund);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "8.9.3", "5.9.0"})
    void whatHappensAtTheVerySecondOfTheBoundBelongsToIt(String release) {
        shop(release, false);
        long order = world.shop.order().created(BEFORE).add();
        world.clock.advance(Duration.ofHours(1));
        world.shop.statusAsStaff(order, "completed");

        List<ShopOrder> changed = world.changedSince(world.clock.instant());

        assertThat(ids(changed)).containsExactly("" + order);
        assertThat(changed.get(0).fulfilment().complete()).isTrue();
    }

    @Test
    void aRefundThatWasKilledInTheMiddleIsSeenFrom9OnAlthoughItsOrderDidNotChange() {
        long order = world.shop.order().created(BEFORE).add();
        world.clock.advance(Duration.ofHours(2));
        Instant since = world.clock.instant();
        world.clock.advance(Duration.ofMinutes(1));
        world.shop.plugin().next(PluginBehaviour.IS_KILLED_AFTER_PAYOUT);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> world.shop.refundAsStaff(order, "5.00", "", true));

        List<ShopOrder> changed = world.changedSince(since);

        assertThat(ids(changed)).containsExactly("" + order);
        assertThat(changed.get(0).refunds())
                .singleElement()
                .satisfies(refund -> assertThat(refund.money()).isEqualTo(OrderRefund.Payout.NONE));
    }

    @Test
    void theSitesTimeZoneAndItsChangeToSummerTimeLoseNothing() {
        world.close();
        world = new ShopWorld(builder -> builder.zone(ZoneId.of("Europe/Riga")));
        world.clock.set(Instant.parse("2026-03-29T00:30:00Z"));
        Set<String> expected = new HashSet<>();
        Set<String> seen = new HashSet<>();
        Instant since = world.clock.instant();
        for (int i = 0; i < 12; i++) {
            expected.add("" + world.shop.order().place());
            List<ShopOrder> changed = world.changedSince(since);
            changed.forEach(order -> seen.add(order.id()));
            assertThat(changed.size()).as("and not hours of others").isLessThanOrEqualTo(2);
            since = world.clock.instant();
            world.clock.advance(Duration.ofMinutes(10));
        }

        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"10.9.1,3", "9.0.2,3", "8.9.3,2", "7.9.0,2", "6.9.4,9", "5.9.0,9", "5.7.0,8"})
    void aSecondRunWithNothingNewCosts(String release, int requests) {
        shop(release, false);
        // Of 520 orders 500 are of late; in each hundredth, here 1, there is a refund.
        world.shop.bulk(20, 1, ShopWorld.START.minus(Duration.ofDays(300)), Duration.ofMinutes(1));
        world.shop.bulk(499, 0, ShopWorld.START.minus(Duration.ofDays(50)), Duration.ofMinutes(60));
        world.shop.bulk(1, 1, ShopWorld.START.minus(Duration.ofDays(2)), Duration.ZERO);
        world.clock.advance(Duration.ofHours(2));
        Instant since = world.clock.instant();
        world.bridge.check();
        world.shop.requests().clear();

        world.changedSince(since);

        System.out.println(
                "WooCommerce " + release + ": " + world.shop.requests().count()
                        + " requests for a run with nothing new, 500 orders of the last 60 days, one of them refunded");
        assertThat(world.shop.requests().count()).isEqualTo(requests);
    }

    @Test
    void from9OnTheRefundsOfAHundredOrdersTakeAsManyRequestsAsThereAreHundredsOfThem() {
        world.shop.bulk(100, 3, BEFORE, Duration.ofMinutes(1));
        world.bridge.check();
        world.shop.requests().clear();

        world.bridge.changedSince(Instant.EPOCH, null);

        assertThat(world.shop.requests().count("GET", "/wp-json/wc/v3/orders")).isEqualTo(1);
        assertThat(world.shop.requests().count("GET", "/wp-json/wc/v3/refunds")).isEqualTo(3);
    }

    @Test
    void aRefundThatTheListOfAllDoesNotShowIsLookedForInItsOrder() {
        long order = world.shop
                .order()
                .refunded("1.00", "", true)
                .refunded("2.00", "", true)
                .add();
        world.bridge.check();
        world.shop
                .faults()
                .next(Fault.answer(Reply.json(200, "[]").with("X-WP-Total", "0")))
                .on("GET", "/wp-json/wc/v3/refunds");

        List<ShopOrder> orders = world.changedSince(Instant.EPOCH);

        assertThat(orders).singleElement().satisfies(it -> {
            assertThat(it.id()).isEqualTo("" + order);
            assertThat(it.refunds()).hasSize(2);
        });
    }

    @Test
    void aShopThatIgnoresBoundsIsNotReadForEver() {
        world.shop.bulk(150, 0, BEFORE, Duration.ofMinutes(1));
        world.bridge.check();
        StringBuilder page = new StringBuilder("[");
        for (int i = 1; i <= 100; i++) {
            page.append(i > 1 ? "," : "")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"date_created_gmt\":\"2026-05-01T10:00:")
                    .append(String.format("%02d", i / 2))
                    .append("\"}");
        }
        Fault always = Fault.answer(Reply.json(200, page + "]").with("X-WP-Total", "150"));
        world.shop.faults().next(always).on("GET", "/wp-json/wc/v3/orders").always();

        assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> world.changedSince(Instant.EPOCH));
    }

    @Test
    void aCursorOfAnotherVersionBeginsAnew() {
        world.shop.bulk(3, 0, BEFORE, Duration.ofMinutes(1));

        assertThat(world.bridge.changedSince(Instant.EPOCH, "2~SOMETHING~else").orders())
                .hasSize(3);
    }

    @Test
    void aShopThatDoesNotAnswerAsItShouldHasNotSaidThatNothingChanged() {
        world.bridge.check();
        world.shop.faults().next(WooCommerceFaults.maintenance());
        assertThatExceptionOfType(GatewayUnavailableException.class)
                .isThrownBy(() -> world.bridge.changedSince(Instant.EPOCH, null));
        world.shop.revokeKey(world.shop.key());
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> world.bridge.changedSince(Instant.EPOCH, null))
                .satisfies(e -> assertThat(ShopFailure.of(e)).contains(ShopFailure.UNKNOWN_KEY));
    }

    @Test
    void aShopThatDoesNotTellItsReleaseIsAskedOnlyWhatEveryReleaseAnswers() {
        world.shop
                .faults()
                .next(WooCommerceFaults.blockedByFirewall())
                .on("GET", "/wp-json/wc/v3/system_status")
                .always();
        long order = world.shop.order().created(BEFORE).add();
        world.clock.advance(Duration.ofHours(2));
        Instant since = world.clock.instant();
        world.shop.refundAsStaff(order, "5.00", "", true);

        assertThat(world.bridge.check()).isEqualTo(ShopProfile.UNKNOWN);
        assertThat(refunds(world.changedSince(since))).hasSize(1);
        assertThat(world.shop.requests().count("GET", "/wp-json/wc/v3/refunds")).isZero();
    }
}
