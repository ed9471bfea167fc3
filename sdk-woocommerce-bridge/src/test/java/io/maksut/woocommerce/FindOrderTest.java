package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Customer;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.refund.Cause;
import io.maksut.refund.OrderFinding;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.woocommerce.WooCommerceFaults;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.OrderSearch.Absent;
import io.maksut.shop.OrderSearch.Found;
import io.maksut.shop.OrderSearch.Unclear;
import io.maksut.shop.ShopOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of a payment is found by what it says itself, and its absence is said only when everything was read. */
class FindOrderTest {
    private ShopWorld world = new ShopWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private void shop(String release, boolean orderTables) {
        world.close();
        world = new ShopWorld(builder -> builder.version(release).orderTables(orderTables));
    }

    private OrderSearch find(PaymentId payment) {
        return world.bridge.findOrder(world.read(payment));
    }

    private static ShopOrder found(OrderSearch search) {
        assertThat(search).isInstanceOf(Found.class);
        return ((Found) search).order();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "9.0.2", "8.9.3", "7.6.0", "5.9.0", "5.7.0"})
    void byTransactionIdWhateverTheReleaseAndItsStorage(String release) {
        shop(release, false);
        PaymentId payment = world.settled("29.80");
        world.shop.bulk(40, 0, ShopWorld.START.minus(Duration.ofDays(9)), Duration.ofHours(1));
        long order = world.order(payment, "29.80");
        world.shop.bulk(40, 0, ShopWorld.START, Duration.ofSeconds(1));
        world.clock.advance(Duration.ofMinutes(6));

        ShopOrder found = found(find(payment));

        assertThat(found.id()).isEqualTo("" + order);
        assertThat(found.payments()).containsExactly(payment);
    }

    @Test
    void withTablesForOrdersInOneSearchAndOneFreshRead() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.shop.bulk(300, 0, ShopWorld.START, Duration.ofSeconds(1));
        world.bridge.check();
        world.shop.requests().clear();

        assertThat(found(find(payment)).id()).isEqualTo("" + order);
        assertThat(world.shop.requests().count()).isEqualTo(2);
    }

    @Test
    void byTheMetaFieldsOfPluginsThatLeaveTheTransactionIdEmpty() {
        PaymentId everypay = world.settled("10.00");
        PaymentId montonio = world.settled("11.00");
        PaymentId own = world.settled("12.00");
        long first = world.shop
                .order()
                .total("10.00")
                .meta("everypay_payment_token", everypay.reference())
                .add();
        long second = world.shop
                .order()
                .total("11.00")
                .meta("_montonio_uuid", montonio.reference())
                .add();
        long third = world.shop
                .order()
                .total("12.00")
                .paymentMethod("ownpay")
                .transactionId("something else")
                .meta("_own_reference", own.reference())
                .add();
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(found(find(everypay)).id()).isEqualTo("" + first);
        assertThat(found(find(montonio)).id()).isEqualTo("" + second);
        try (WooCommerceShop configured = world.builder()
                .paymentMethod("ownpay", "flatpay", "_own_reference")
                .build()) {
            ShopOrder order = found(configured.findOrder(world.read(own)));
            assertThat(order.id()).isEqualTo("" + third);
            assertThat(order.payments()).containsExactly(own);
        }
    }

    @Test
    void byTheOrdersKeyIfThatIsWhatTheGatewayWasTold() {
        PaymentId payment = world.settled("29.80");
        long order = world.shop.order().total("29.80").add();
        String key = world.bridge
                .client()
                .get("read order", RestQuery.of("/orders/" + order), world.bridge.begin())
                .json()
                .requiredText("order_key");
        Payment told = world.read(payment).toBuilder()
                .orderReference(new OrderReference(key))
                .build();
        world.clock.advance(Duration.ofMinutes(6));

        ShopOrder found = found(world.bridge.findOrder(told));

        assertThat(found.id()).isEqualTo("" + order);
        assertThat(found.payments()).as("although the order does not name it").containsExactly(payment);
    }

    @Test
    void aTransactionIdIsComparedExactly() {
        PaymentId payment = world.settled("29.80");
        world.shop
                .order()
                .transactionId(payment.reference().toUpperCase(java.util.Locale.ROOT))
                .add();
        world.shop.order().transactionId(payment.reference() + "0").add();
        world.shop.order().transactionId(" " + payment.reference()).add();
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(find(payment)).isEqualTo(new Absent(true, true));
    }

    @Test
    void theSameTransactionIdAtAnotherGatewayIsAnotherPayment() {
        PaymentId payment = world.settled("29.80");
        world.shop
                .order()
                .paymentMethod("otherpay")
                .transactionId(payment.reference())
                .add();
        world.clock.advance(Duration.ofMinutes(6));
        try (WooCommerceShop two =
                world.builder().paymentMethod("otherpay", "acme").build()) {
            assertThat(two.findOrder(world.read(payment))).isEqualTo(new Absent(true, true));
        }
    }

    @Test
    void twoOrdersThatNameOnePaymentAreBothTold() {
        PaymentId payment = world.settled("29.80");
        long one = world.order(payment, "29.80");
        long other = world.order(payment, "29.80");

        assertThat(find(payment))
                .isInstanceOfSatisfying(
                        OrderSearch.Several.class,
                        several -> assertThat(several.orders())
                                .extracting(ShopOrder::id)
                                .containsExactlyInAnyOrder("" + one, "" + other));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofAPaymentLinkOrdersOfItsCustomerAndPriceThatNameNoPaymentAreTold(boolean orderTables) {
        shop("9.9", orderTables);
        PaymentId payment = world.settled("29.80");
        long alike = world.shop.order().total("29.80").email("Anna@example.com").add();
        world.shop.order().total("29.81").email("anna@example.com").add();
        world.shop.order().total("29.80").email("anna@example.com.test").add();
        world.shop
                .order()
                .total("29.80")
                .email("anna@example.com")
                .transactionId("another-payment")
                .add();
        world.clock.advance(Duration.ofMinutes(6));
        Payment link = world.read(payment).toBuilder()
                .origin(PaymentOrigin.PAYMENT_LINK)
                .customer(Customer.builder().email("anna@example.com").build())
                .build();

        assertThat(world.bridge.findOrder(link))
                .isInstanceOfSatisfying(
                        Absent.class,
                        absent -> assertThat(absent.alike())
                                .extracting(OrderFinding.Found::orderId)
                                .containsExactly("" + alike));
        assertThat(find(payment)).isEqualTo(new Absent(true, true));
    }

    @Test
    void anOrderThatCannotBeReadIsNamed() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.read(order);
        world.clock.advance(Duration.ofMinutes(6));
        Payment read = world.read(payment);
        world.bridge.check();
        world.shop
                .faults()
                .next(WooCommerceFaults.maintenance())
                .on("GET", "/wp-json/wc/v3/orders/" + order)
                .times(9);

        assertThat(world.bridge.findOrder(read))
                .isEqualTo(new Unclear(Cause.ORDER_UNREADABLE, List.of(OrderFinding.Found.ofId("" + order))));
    }

    @Test
    void theSameNumberAndPriceIsFoundAndTheSameNumberAloneIsUnclear() {
        PaymentId payment = world.settled("29.80");
        long order = world.shop.order().total("29.80").number("T-1042").add();
        Payment told = world.read(payment).toBuilder()
                .orderReference(new OrderReference("#T-1042"))
                .build();
        world.clock.advance(Duration.ofMinutes(6));
        assertThat(found(world.bridge.findOrder(told)).id()).isEqualTo("" + order);

        long other = world.shop.order().total("30.00").add();
        Payment toldOther = world.read(payment).toBuilder()
                .orderReference(new OrderReference("" + other))
                .build();
        assertThat(world.bridge.findOrder(toldOther)).isEqualTo(new Unclear(Cause.LOOKUP_FAILED));
    }

    @Test
    void thereIsNoneOnlyAfterAllOrdersWereReadOnceThePaymentWasMade() {
        world.shop.bulk(250, 0, ShopWorld.START.minus(Duration.ofDays(9)), Duration.ofMinutes(10));
        PaymentId payment = world.settled("29.80");

        assertThat(find(payment))
                .as("what is read now proves nothing yet")
                .isEqualTo(new Unclear(Cause.PAYMENT_TOO_YOUNG));
        world.clock.advance(Duration.ofMinutes(6));
        assertThat(find(payment)).isEqualTo(new Absent(true, true));
        world.shop.requests().clear();
        assertThat(find(payment)).isEqualTo(new Absent(true, true));
        assertThat(world.shop.requests().count())
                .as("two searches, and what changed since")
                .isEqualTo(4);
    }

    @Test
    void theDailyWalkOfTheEngineIsAsGood() {
        world.shop.bulk(250, 2, ShopWorld.START.minus(Duration.ofDays(9)), Duration.ofMinutes(10));
        PaymentId payment = world.settled("29.80");
        world.clock.advance(Duration.ofMinutes(6));
        world.changedSince(Instant.EPOCH);
        world.shop.requests().clear();

        assertThat(find(payment)).isEqualTo(new Absent(true, true));
        assertThat(world.shop.requests().count()).isEqualTo(4);
    }

    @Test
    void anOrderThatWasChangedSinceTheWalkIsStillFound() {
        shop("10.9.1", false); // which search does not find
        PaymentId payment = world.settled("29.80");
        long order = world.shop.order().status("pending").add();
        world.clock.advance(Duration.ofMinutes(6));
        assertThat(find(payment)).isEqualTo(new Absent(true, true));

        world.clock.advance(Duration.ofHours(3));
        world.bridge
                .client()
                .write(
                        "PUT",
                        "pay order",
                        RestQuery.of("/orders/" + order),
                        "{\"set_paid\":true,\"transaction_id\":\"" + payment.reference() + "\"}",
                        world.bridge.begin());

        assertThat(found(find(payment)).id()).isEqualTo("" + order);
    }

    @Test
    void aShopThatCannotTellChangesIsReadAnewEachTimeItCounts() {
        shop("5.7.0", false);
        PaymentId payment = world.settled("29.80");
        long order = world.shop.order().status("pending").add();
        world.clock.advance(Duration.ofMinutes(6));
        assertThat(find(payment)).isEqualTo(new Absent(true, true));
        world.clock.advance(Duration.ofMinutes(10));
        world.bridge
                .client()
                .write(
                        "PUT",
                        "pay order",
                        RestQuery.of("/orders/" + order),
                        "{\"set_paid\":true,\"transaction_id\":\"" + payment.reference() + "\"}",
                        world.bridge.begin());

        assertThat(found(find(payment)).id()).isEqualTo("" + order);
    }

    @Test
    void anOrderInTheBinIsFoundAndSaysSo() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.bridge
                .client()
                .write("DELETE", "trash order", RestQuery.of("/orders/" + order), null, world.bridge.begin());
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(found(find(payment)).trashed()).isTrue();
    }

    @Test
    void anOrderThatWasOnceSeenAndIsDeletedIsKnownAsDeleted() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.read(order);
        world.shop.deleteOrder(order);
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(find(payment)).isEqualTo(new Unclear(Cause.ORDER_DELETED));
    }

    @Test
    void anOrderThatNamedThePaymentAndNamesAnotherNowIsUnclear() {
        PaymentId first = world.settled("29.80");
        PaymentId second = world.settled("29.80");
        long order = world.order(first, "29.80");
        world.read(order);
        world.bridge
                .client()
                .write(
                        "PUT",
                        "change order",
                        RestQuery.of("/orders/" + order),
                        "{\"transaction_id\":\"" + second.reference() + "\"}",
                        world.bridge.begin());
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(find(first)).isEqualTo(new Unclear(Cause.LOOKUP_FAILED));
        assertThat(found(find(second)).id()).isEqualTo("" + order);
    }

    @Test
    void aShopThatCountsMoreOrdersThanItShowsHasNotShownItsHistory() {
        world.shop.bulk(5, 0, ShopWorld.START.minus(Duration.ofDays(9)), Duration.ofMinutes(10));
        PaymentId payment = world.settled("29.80");
        world.clock.advance(Duration.ofMinutes(6));
        world.bridge.check();
        world.shop
                .faults()
                .next(Fault.answer(io.maksut.sandbox.Reply.json(200, "[]").with("X-WP-Total", "6")))
                .on("GET", "/wp-json/wc/v3/orders")
                .afterMatching(2);

        assertThat(find(payment)).isEqualTo(new Absent(true, false));
    }

    @Test
    void whatGoesWrongIsNeverTakenForNone() {
        PaymentId payment = world.settled("29.80");
        world.clock.advance(Duration.ofMinutes(6));
        Payment read = world.read(payment);

        world.shop.faults().next(WooCommerceFaults.maintenance());
        assertThat(world.bridge.findOrder(read)).isEqualTo(new Unclear(Cause.LOOKUP_FAILED));
        world.shop.revokeKey(world.shop.key());
        assertThat(world.bridge.findOrder(read)).isEqualTo(new Unclear(Cause.ACCESS_LOST));
        world.shop.addKey(world.shop.key());
        world.shop
                .faults()
                .next(Fault.answer(
                        404,
                        "text/html",
                        "<html>nothing here</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .times(3);
        assertThat(world.bridge.findOrder(read)).isEqualTo(new Unclear(Cause.SHOP_DISCONNECTED));
        world.shop.faults().clear();
        world.shop
                .faults()
                .next(WooCommerceFaults.maintenance())
                .on("GET", "/wp-json/wc/v3/orders")
                .afterMatching(2);
        assertThat(world.bridge.findOrder(read)).isEqualTo(new Unclear(Cause.LOOKUP_FAILED));
        assertThat(world.bridge.findOrder(read)).isEqualTo(new Absent(true, true));
    }

    @Test
    void aWalkThatBreaksOffGoesOnWhereItWas() {
        world.shop.bulk(450, 0, ShopWorld.START.minus(Duration.ofDays(9)), Duration.ofMinutes(10));
        PaymentId payment = world.settled("29.80");
        world.clock.advance(Duration.ofMinutes(6));
        Payment read = world.read(payment);
        world.bridge.check();
        world.shop
                .faults()
                .next(WooCommerceFaults.maintenance())
                .on("GET", "/wp-json/wc/v3/orders")
                .afterMatching(5);
        assertThat(world.bridge.findOrder(read)).isEqualTo(new Unclear(Cause.LOOKUP_FAILED));
        world.shop.requests().clear();

        assertThat(world.bridge.findOrder(read)).isEqualTo(new Absent(true, true));
        assertThat(world.shop.requests().count())
                .as("two searches, two pages of five, and the bin")
                .isEqualTo(5);
    }
}
