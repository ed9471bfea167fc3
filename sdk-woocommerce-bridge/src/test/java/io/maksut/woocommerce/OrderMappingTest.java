package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.woocommerce.PluginBehaviour;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.ShopOrder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders and refunds as the shop shows them, in the terms of the SDK. */
class OrderMappingTest {
    private ShopWorld world = new ShopWorld();
    private final PaymentId payment = new PaymentId("flatpay", "charge-1");

    @AfterEach
    void close() {
        world.close();
    }

    private static OrderRefund only(ShopOrder order) {
        assertThat(order.refunds()).hasSize(1);
        return order.refunds().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.1,true,/wp-admin/admin.php?page=wc-orders&action=edit&id=",
        "10.9.1,false,/wp-admin/post.php?action=edit&post=",
        "6.9.4,false,/wp-admin/post.php?action=edit&post="
    })
    void anOrder(String release, boolean orderTables, String page) {
        world.close();
        world = new ShopWorld(builder -> builder.version(release).orderTables(orderTables));
        long id = world.shop
                .order()
                .number("T-1042")
                .total("29.80")
                .transactionId("charge-1")
                .add();

        ShopOrder order = world.read(id);

        assertThat(order.id()).isEqualTo("" + id);
        assertThat(order.number()).isEqualTo("#T-1042");
        assertThat(order.payments()).containsExactly(payment);
        assertThat(order.total()).contains(ShopWorld.eur("29.80"));
        assertThat(order.changedAt()).contains(ShopWorld.START);
        assertThat(order.trashed()).isFalse();
        assertThat(order.test()).isFalse();
        assertThat(order.fulfilment()).isEqualTo(Fulfilment.NONE);
        URI link = order.link().orElseThrow();
        assertThat(link.toString()).startsWith(world.shop.httpsUrl() + page.substring(0, page.indexOf('?')));
        assertThat(link.getQuery()).contains("=" + id);
    }

    @ParameterizedTest
    @CsvSource({
        "completed,true",
        "processing,false",
        "on-hold,false",
        "refunded,false",
        "cancelled,false",
        "pending,false"
    })
    void isShippedWhenItIsCompleted(String status, boolean shipped) {
        long id = world.shop.order().status(status).add();

        assertThat(world.read(id).fulfilment().complete()).isEqualTo(shipped);
    }

    @ParameterizedTest
    @CsvSource({"cancelled,true", "failed,true", "completed,false", "on-hold,false", "pending,false", "refunded,false"})
    void nothingIsDeliveredForItWhenItIsCancelledOrHasFailed(String status, boolean over) {
        long id = world.shop.order().status(status).add();

        assertThat(world.read(id).cancelled()).isEqualTo(over);
    }

    @Test
    void isShippedByTheStatusThatTheShopHasForIt() {
        world.close();
        world = new ShopWorld(builder -> builder.orderStatus("handed-over"));
        long id = world.shop.order().status("handed-over").add();

        assertThat(world.read(id).fulfilment()).isEqualTo(Fulfilment.NONE);
        try (WooCommerceShop shop =
                world.builder().shippedStatuses("completed", "handed-over").build()) {
            assertThat(shop.order("" + id).orElseThrow().fulfilment()).isEqualTo(Fulfilment.COMPLETE);
        }
    }

    @Test
    void anOrderWithAnotherPaymentMethodHasNoPaymentOfOurs() {
        long id = world.shop
                .order()
                .paymentMethod("bacs")
                .transactionId("charge-1")
                .refunded("5.00", "", false)
                .add();

        ShopOrder order = world.read(id);

        assertThat(order.payments()).isEmpty();
        assertThat(only(order).payment()).isNull();
    }

    @Test
    void aRefundThatAPluginReportedAsPaid() {
        long id = world.order(payment, "29.80");
        long refund = world.shop.refundAsStaff(id, "5.00", "broken cup", true);

        OrderRefund shown = only(world.read(id));

        assertThat(shown.id()).isEqualTo("" + refund);
        assertThat(shown.names()).isEmpty();
        assertThat(shown.payment()).isEqualTo(payment);
        assertThat(shown.amount()).isEqualTo(ShopWorld.eur("5.00"));
        assertThat(shown.state()).isEqualTo(ShopRefund.State.SUCCEEDED);
        assertThat(shown.money()).isEqualTo(Payout.SUCCEEDED);
        assertThat(shown.at()).isEqualTo(ShopWorld.START);
        assertThat(shown.portalKey()).isNull();
    }

    @Test
    void aRefundThatNobodyWasAskedToPayMayBeUnderWayForFiveMinutes() {
        long id = world.order(payment, "29.80");
        world.shop.refundAsStaff(id, "5.00", "", false);

        assertThat(only(world.read(id)).state()).isEqualTo(ShopRefund.State.PENDING);
        world.clock.advance(Duration.ofSeconds(299));
        assertThat(only(world.read(id)).state()).isEqualTo(ShopRefund.State.PENDING);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(only(world.read(id)).state()).isEqualTo(ShopRefund.State.SUCCEEDED);
        assertThat(only(world.read(id)).money()).isEqualTo(Payout.NONE);
    }

    @Test
    void isJudgedByTheShopsClockAndNotByOurs() {
        long id = world.order(payment, "29.80");
        world.shop.refundAsStaff(id, "5.00", "", false);
        world.bridge.check();
        String refunded = "{\"id\":" + id + ",\"currency\":\"EUR\",\"refunds\":[{\"id\":9}],"
                + "\"payment_method\":\"sandboxpay\",\"transaction_id\":\"charge-1\"}";
        world.shop.faults().next(Fault.answer(Reply.json(200, refunded).with("Date", "Mon, 01 Jun 2026 09:06:00 GMT")));

        assertThat(only(world.read(id)).state())
                .as("it is six minutes later there")
                .isEqualTo(ShopRefund.State.SUCCEEDED);
    }

    @Test
    void whatWasCrashedAfterThePayoutClaimsNoMoney() {
        long id = world.order(payment, "29.80");
        world.shop.plugin().next(PluginBehaviour.DIES_AFTER_PAYOUT);
        try {
            world.shop.refundAsStaff(id, "5.00", "", true);
        } catch (IllegalStateException fatal) {
            assertThat(world.shop.books().refunded("" + id)).isEqualTo(500);
        }
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(only(world.read(id)).money()).isEqualTo(Payout.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "9.0.2"})
    void aRefundOfNothingIsARefundOfNothing(String release) {
        world.close();
        world = new ShopWorld(release);
        long id = world.order(payment, "29.80");
        world.bridge
                .client()
                .write(
                        "POST",
                        "refund nothing",
                        RestQuery.of("/orders/" + id + "/refunds"),
                        "{\"api_refund\":false,\"reason\":\"restock only\"}",
                        world.bridge.begin());

        assertThat(only(world.read(id)).amount()).isEqualTo(ShopWorld.eur("0.00"));
    }

    @Test
    void centsAreSeenInAShopThatShowsNone() {
        world.close();
        world = new ShopWorld(builder -> builder.decimals(0));
        long id = world.order(payment, "29.80");
        world.shop.refundAsStaff(id, "5.55", "", true);

        ShopOrder order = world.read(id);

        assertThat(order.total()).contains(ShopWorld.eur("29.80"));
        assertThat(only(order).amount()).isEqualTo(ShopWorld.eur("5.55"));
    }

    @Test
    void halfAYenIsRefusedAndNotRounded() {
        long id = world.shop
                .order()
                .currency("JPY")
                .total("2000")
                .transactionId("charge-1")
                .add();
        world.shop.refundAsStaff(id, "10.50", "", true);

        OrderRefund refund = only(world.read(id));

        assertThat(refund.state()).as("what it is, a person has to see").isEqualTo(ShopRefund.State.UNKNOWN);
        assertThat(refund.amount()).isEqualTo(Money.of("JPY", "0"));
        assertThat(world.read(id).total()).contains(Money.of("JPY", "2000"));
    }

    @Test
    void threeDecimalsOfADinarAreKept() {
        world.close();
        world = new ShopWorld(builder -> builder.decimals(3));
        long id = world.shop
                .order()
                .currency("KWD")
                .total("12.345")
                .transactionId("charge-1")
                .add();
        world.shop.refundAsStaff(id, "1.005", "", true);

        assertThat(world.read(id).total()).contains(Money.of("KWD", "12.345"));
        assertThat(only(world.read(id)).amount()).isEqualTo(Money.of("KWD", "1.005"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XYZ", "BTC", "", "eur", "€"})
    void anOrderInACurrencyThatNobodyKnowsIsShownWithoutMoney(String currency) {
        long id = world.order(payment, "29.80");
        world.bridge.check();
        Reply odd = Reply.json(
                200,
                "{\"id\":" + id + ",\"currency\":\"" + currency + "\",\"total\":\"-\",\"refunds\":[],"
                        + "\"payment_method\":\"sandboxpay\",\"transaction_id\":\"charge-1\"}");
        world.shop.faults().next(Fault.answer(odd));

        ShopOrder order = world.read(id);

        assertThat(order.payments()).isEmpty();
        assertThat(order.total()).isEmpty();
    }

    @Test
    void severalRefundsOfOneAmountInOneSecondAreSeveral() {
        long id = world.order(payment, "29.80");
        for (int i = 0; i < 3; i++) {
            world.shop.refundAsStaff(id, "2.00", "", true);
        }

        assertThat(world.read(id).refunds())
                .hasSize(3)
                .allSatisfy(refund -> assertThat(refund.at()).isEqualTo(ShopWorld.START));
        assertThat(world.read(id).refunds().stream().map(OrderRefund::id).distinct())
                .hasSize(3);
    }

    @Test
    void moreThanAHundredRefundsOfOneOrderAreAllRead() {
        long id = world.shop.order().total("500.00").transactionId("charge-1").add();
        for (int i = 0; i < 230; i++) {
            world.shop.refundAsStaff(id, "0.01", "", true);
        }

        assertThat(world.read(id).refunds()).hasSize(230);
        assertThat(world.changedSince(Instant.EPOCH).get(0).refunds()).hasSize(230);
    }

    @Test
    void nothingPersonalIsEvenAskedFor() {
        long id = world.order(payment, "29.80");
        world.read(id);

        assertThat(world.shop.requests().all("GET", "/wp-json/wc/v3/orders/*"))
                .allSatisfy(request -> assertThat(request.query()).contains("_fields="));
        assertThat(WireOrder.FIELDS + WireRefund.FIELDS)
                .doesNotContain("billing", "shipping", "customer", "email", "reason", "refunded_by");
    }

    @Test
    void anIdThatNoOrderCanHaveIsNoOrder() {
        assertThat(world.bridge.order("no-such-order")).isEmpty();
        assertThat(world.bridge.order("-1")).isEmpty();
        assertThat(world.bridge.order("99999999999999999999")).isEmpty();
        assertThat(world.bridge.order("refund/x")).isEmpty();
        assertThat(world.bridge.order("4711")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "9.0.2", "8.9.3", "7.5.0", "5.9.0"})
    void theOrderOfARefundIsFoundByTheRefundsId(String release) {
        world.close();
        world = new ShopWorld(release);
        long id = world.order(payment, "29.80");
        long refund = world.shop.refundAsStaff(id, "5.00", "", true);

        assertThat(world.bridge.order("refund/" + refund).orElseThrow().id()).isEqualTo("" + id);
        assertThat(world.bridge.order("refund/" + (refund + 1))).isEmpty();
        assertThat(world.bridge.order("refund/" + id))
                .as("an order is no refund")
                .isEmpty();
    }
}
