package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.HANDLE;
import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.shopify.shop.OrderSeed;
import io.maksut.shop.Fulfilment;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Capturing what is shipped, for shops that do not do it by themselves. */
class ShipToSettleTest {
    private final ShopifyWorld world = ShopifyWorld.of(shop -> shop, ShopifyShopBuilder::readsShipping);
    private final RefundSync sync = world.sync(
            ConnectedShop.of(world.shop, SyncMode.SHOP_PAYS, "flatpay").withShipToSettle());

    @AfterEach
    void close() {
        world.close();
    }

    /** Of 29.80: a cap of 10.00 and a coat of 19.80. */
    private OrderSeed capAndCoat() {
        return world.merchant.order().line("Cap", 1, "10.00").line("Coat", 1, "19.80");
    }

    private String order(PaymentId payment) {
        return capAndCoat().authorization(HANDLE, payment.reference()).place();
    }

    private String line(String order, int number) {
        return "gid://shopify/LineItem/"
                + world.sandbox.order(order).lines().get(number).id();
    }

    private String transaction(String order, int number) {
        return "gid://shopify/OrderTransaction/"
                + world.sandbox.order(order).transactions().get(number).id();
    }

    private void scanAndWork() {
        sync.mayHaveMissed("shop");
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(30));
    }

    private long captured(PaymentId payment) {
        return world.frisbii.books().captured(payment.reference());
    }

    private LedgerOperation only(PaymentId payment) {
        List<LedgerOperation> captures = sync.ledger().capturesOf(payment);
        assertThat(captures).hasSize(1);
        return captures.get(0);
    }

    private void nothingIsCapturedAndAPersonIsAsked(PaymentId payment, ReviewReason why) {
        assertThat(captured(payment)).as("captured").isZero();
        assertThat(only(payment).reviewReason()).as("what a person is asked").contains(why);
    }

    @Test
    void whatWasAuthorisedIsCapturedOnceWhenTheWholeOrderIsSent() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        scanAndWork();
        assertThat(captured(payment)).isZero();

        world.merchant.fulfill(order);
        scanAndWork();
        scanAndWork();

        assertThat(captured(payment)).isEqualTo(2_980);
    }

    @Test
    void nothingIsReadOfShippingUnlessItWasSwitchedOn() {
        try (ShopifyWorld without = new ShopifyWorld()) {
            PaymentId payment = without.authorised("p1", "49.90");
            String order = without.merchant
                    .order()
                    .authorization(HANDLE, payment.reference())
                    .place();
            without.merchant.fulfill(order);
            RefundSync capturing = without.sync(ConnectedShop.of(without.shop, SyncMode.SHOP_PAYS, "flatpay")
                    .withShipToSettle());
            capturing.worker().scanDue();
            without.work(capturing, Duration.ofMinutes(30));

            assertThat(without.shop.order(order).orElseThrow().fulfilment()).isEqualTo(Fulfilment.NONE);
            assertThat(without.sandbox.requests().all())
                    .allSatisfy(request -> assertThat(request.body()).doesNotContain("displayFulfillmentStatus"));
            assertThat(without.frisbii.books().captured(payment.reference())).isZero();
        }
    }

    @Test
    void anItemTakenOutByAnEditBeforeShippingIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        scanAndWork();
        world.merchant.edit(order).remove(line(order, 0), 1).edit();
        assertThat(world.shop.order(order).orElseThrow().total()).contains(eur("19.80"));

        world.merchant.fulfill(order);
        scanAndWork();
        scanAndWork();

        assertThat(captured(payment)).isEqualTo(1_980);
    }

    @Test
    void anItemTakenOutByARefundBeforeShippingIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        scanAndWork();
        world.merchant
                .refund(order)
                .line(line(order, 0), 1)
                .withoutTransactions()
                .make();

        world.merchant.fulfill(order);
        scanAndWork();
        scanAndWork();

        assertThat(captured(payment)).isEqualTo(1_980);
    }

    @Test
    void anOrderOfWhichAllIsTakenBackAfterItWasSentIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        scanAndWork();
        world.merchant.fulfill(order);
        world.merchant.refund(order).withoutTransactions().make();

        scanAndWork();
        scanAndWork();

        assertThat(captured(payment)).isZero();
    }

    @Test
    void whatStaffReleaseWhileItWaitsToBeCapturedIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        world.merchant.fulfill(order);
        world.frisbii.faults().next(Fault.proxyAnswers(503)).always();
        sync.worker().scanDue();
        sync.worker().workOff();
        assertThat(only(payment).state()).isEqualTo(LedgerOperation.State.PENDING);
        world.frisbii.faults().clear();
        world.merchant.release(transaction(order, 0)); // which the provider has not done yet

        scanAndWork();

        nothingIsCapturedAndAPersonIsAsked(payment, ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void anOrderRaisedAboveWhatIsReservedGoesToAPerson() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        scanAndWork();
        world.merchant.edit(order).add("Scarf", 1, "10.00").edit();
        world.merchant.fulfill(order);

        scanAndWork();

        nothingIsCapturedAndAPersonIsAsked(payment, ReviewReason.ORDER_ABOVE_RESERVED);
    }

    @Test
    void afterAnItemWasTakenOutAndAnotherPutInTheDifferenceIsCaptured() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        world.merchant
                .edit(order)
                .remove(line(order, 0), 1)
                .add("Scarf", 1, "7.50")
                .edit();
        world.merchant.fulfill(order);

        scanAndWork();

        assertThat(captured(payment)).isEqualTo(2_730);
    }

    @Test
    void whatAGiftCardPaidIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "24.80");
        String order = capAndCoat()
                .giftCard("5.00")
                .authorization(HANDLE, payment.reference(), "24.80")
                .place();
        world.merchant.fulfill(order);

        scanAndWork();

        assertThat(captured(payment)).isEqualTo(2_480);
    }

    @Test
    void anItemTakenOutOfAnOrderThatAGiftCardPaidInPartIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "24.80");
        String order = capAndCoat()
                .giftCard("5.00")
                .authorization(HANDLE, payment.reference(), "24.80")
                .place();
        world.merchant.edit(order).remove(line(order, 0), 1).edit();
        world.merchant.fulfill(order);

        scanAndWork();

        assertThat(captured(payment)).isEqualTo(1_480);
    }

    @Test
    void whatAGiftCardGotBackForAnItemIsSubtractedOnce() {
        PaymentId payment = world.authorised("p1", "14.80");
        String order = capAndCoat()
                .giftCard("15.00")
                .authorization(HANDLE, payment.reference(), "14.80")
                .place();
        world.merchant
                .refund(order)
                .line(line(order, 0), 1)
                .amount(transaction(order, 0), "10.00")
                .make();
        world.merchant.fulfill(order);
        assertThat(world.shop.order(order).orElseThrow().total()).contains(eur("29.80"));
        assertThat(world.shop.order(order).orElseThrow().paidOtherwise()).contains(eur("5.00"));

        scanAndWork();

        assertThat(captured(payment)).isEqualTo(1_480);
    }

    @Test
    void anAmountThatAGiftCardGotBackAsAFavourIsNotTakenFromTheCardInstead() {
        PaymentId payment = world.authorised("p1", "14.80");
        String order = capAndCoat()
                .giftCard("15.00")
                .authorization(HANDLE, payment.reference(), "14.80")
                .place();
        world.merchant.refund(order).amount(transaction(order, 0), "5.00").make();
        world.merchant.fulfill(order);
        assertThat(world.shop.order(order).orElseThrow().total()).contains(eur("29.80"));
        assertThat(world.shop.order(order).orElseThrow().paidOtherwise()).contains(eur("10.00"));

        scanAndWork();

        assertThat(captured(payment)).isEqualTo(1_480);
    }

    @Test
    void whereItCannotBeToldWhetherAnItemLeftTheOrderForNothingAPersonIsAsked() {
        PaymentId payment = world.authorised("p1", "24.80");
        String order = capAndCoat()
                .giftCard("5.00")
                .authorization(HANDLE, payment.reference(), "24.80")
                .place();
        world.merchant
                .refund(order)
                .line(line(order, 0), 1)
                .withoutTransactions()
                .make();
        world.merchant.fulfill(order);

        scanAndWork();

        nothingIsCapturedAndAPersonIsAsked(payment, ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void whatAnotherGatewayPaidOrReservesIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "14.80");
        String order = capAndCoat()
                .sale("paypal", "pp1", "5.00")
                .authorization("otherpay", "op1", "10.00")
                .authorization(HANDLE, payment.reference(), "14.80")
                .place();
        world.merchant.fulfill(order);

        scanAndWork();

        assertThat(captured(payment)).isEqualTo(1_480);
    }

    @Test
    void whereAnotherGatewayHasNotSaidYetWhetherItWasPaidAPersonIsAsked() {
        PaymentId payment = world.authorised("p1", "24.80");
        String order = capAndCoat()
                .tender("SALE", "PENDING", "paypal", "pp1", "5.00")
                .authorization(HANDLE, payment.reference(), "24.80")
                .place();
        world.merchant.edit(order).remove(line(order, 0), 1).edit();
        world.merchant.fulfill(order);

        scanAndWork();

        nothingIsCapturedAndAPersonIsAsked(payment, ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void whatAnotherGatewayReleasedAgainIsNotPaidByIt() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = capAndCoat()
                .authorization("otherpay", "op1", "5.00")
                .authorization(HANDLE, payment.reference(), "29.80")
                .place();
        world.merchant.succeed(world.merchant.release(transaction(order, 0)));
        world.merchant.fulfill(order);

        scanAndWork();

        assertThat(captured(payment)).isEqualTo(2_980);
    }

    @Test
    void whileAnotherGatewayReleasesItsPartAPersonIsAsked() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = capAndCoat()
                .authorization("otherpay", "op1", "5.00")
                .authorization(HANDLE, payment.reference(), "29.80")
                .place();
        world.merchant.release(transaction(order, 0));
        world.merchant.fulfill(order);

        scanAndWork();

        nothingIsCapturedAndAPersonIsAsked(payment, ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void twoPaymentsOfOneOrderAreForAPerson() {
        PaymentId first = world.authorised("p1", "10.00");
        PaymentId second = world.authorised("p2", "19.80");
        String order = capAndCoat()
                .authorization(HANDLE, first.reference(), "10.00")
                .authorization(HANDLE, second.reference(), "19.80")
                .place();
        world.merchant.fulfill(order);

        scanAndWork();

        nothingIsCapturedAndAPersonIsAsked(first, ReviewReason.SHIPPED_UNCLEAR);
        nothingIsCapturedAndAPersonIsAsked(second, ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void eachParcelIsCapturedAsItIsSentAndTheRestWithTheLast() {
        PaymentId payment = world.authorised("p1", "29.80");
        String order = order(payment);
        world.merchant.fulfill(order, Map.of(line(order, 0), 1));
        scanAndWork();
        assertThat(captured(payment)).isEqualTo(1_000);

        world.merchant.fulfill(order);
        scanAndWork();

        assertThat(captured(payment)).isEqualTo(2_980);
    }

    @Test
    void whereShippingCostsAParcelIsNotPricedAndAllIsCapturedWithTheLast() {
        PaymentId payment = world.authorised("p1", "34.80");
        String order = capAndCoat()
                .shipping("5.00")
                .authorization(HANDLE, payment.reference())
                .place();
        world.merchant.fulfill(order, Map.of(line(order, 0), 1));
        scanAndWork();
        assertThat(captured(payment)).isZero();

        world.merchant.fulfill(order);
        scanAndWork();

        assertThat(captured(payment)).isEqualTo(3_480);
    }

    @Test
    void anItemTakenOutBetweenTwoParcelsIsNotCaptured() {
        PaymentId payment = world.authorised("p1", "34.80");
        String order = capAndCoat()
                .line("Scarf", 1, "5.00")
                .authorization(HANDLE, payment.reference())
                .place();
        world.merchant.fulfill(order, Map.of(line(order, 0), 1));
        scanAndWork();
        assertThat(captured(payment)).isEqualTo(1_000);
        world.merchant.edit(order).remove(line(order, 2), 1).edit();

        world.merchant.fulfill(order);
        scanAndWork();

        assertThat(captured(payment)).isEqualTo(2_980);
    }
}
