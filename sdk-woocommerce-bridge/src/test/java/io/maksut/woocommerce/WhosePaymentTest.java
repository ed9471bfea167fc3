package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentId;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.woocommerce.RefundHandOff;
import io.maksut.sync.BindingSettings;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever has the shop's REST key can have any order name any payment of the account, and whoever has the hand-off's secret
 * can name any order. Neither moves the money of a payment that is not the order's.
 */
class WhosePaymentTest {
    private static final String SECRET = "hand-off-secret";
    private static final String AMOUNT = "500.00";
    private static final String ORDER_PATH = "/wp-json/wc/v3/orders/*";

    private final ShopWorld world = new ShopWorld();
    private final HandOffRequests plugin = new HandOffRequests(ShopWorld.NAME, SECRET, world.clock);
    private RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private RefundSync connected(BindingSettings binding) {
        sync = world.sync(
                ConnectedShop.of(world.bridge, SyncMode.PORTAL_PAYS, "flatpay").withBinding(binding));
        return sync;
    }

    private HandOffEndpoint handOff() {
        return HandOffEndpoint.builder(sync, world.bridge)
                .secret(SECRET)
                .waitFor(Duration.ofMillis(300))
                .build();
    }

    private HandOffReply post(long order, long refund, String amount, String transactionId) {
        JsonObject json = new JsonObject();
        json.addProperty("order_id", order);
        json.addProperty("refund_id", refund);
        json.addProperty("transaction_id", transactionId);
        json.addProperty("payment_method", "sandboxpay");
        json.addProperty("amount", amount);
        json.addProperty("currency", "EUR");
        json.add("meta", new JsonObject());
        return handOff().handle(plugin.request(json.toString()));
    }

    private LedgerOperation ledger(long refund) {
        return sync.ledger().refund(ShopWorld.NAME, "" + refund).orElseThrow();
    }

    private PaymentId charge(String handle, String amount, Instant created, Map<String, String> metadata) {
        world.gateway
                .charge(handle)
                .state("settled")
                .amount(ShopWorld.eur(amount).minorUnits())
                .currency("EUR")
                .method("card")
                .created(created)
                .metadata(metadata)
                .add();
        return new PaymentId("flatpay", handle);
    }

    private PaymentId linkOfOurs(String handle) {
        return charge(
                handle,
                AMOUNT,
                world.clock.instant().minus(Duration.ofHours(3)),
                Map.of("maksut_origin", "payment_link"));
    }

    /** Nothing at the gateway tells how the customer came to pay. */
    private PaymentId linkOfThePortal(String handle) {
        world.unknownOrigin.add(handle);
        return charge(handle, AMOUNT, world.clock.instant().minus(Duration.ofHours(3)), Map.of());
    }

    /** What the REST key can do: an order of this total that names the payment, and a refund of all of it. */
    private long orderByRest(PaymentId payment) {
        return world.shop
                .order()
                .total(AMOUNT)
                .createdVia("rest-api")
                .transactionId(payment.reference())
                .add();
    }

    private void isNeverPaid(PaymentId payment, long refund, HandOffReply reply) {
        assertThat(reply).isEqualTo(HandOffReply.PENDING);
        world.work(sync, Duration.ofHours(3));
        assertThat(world.refunded(payment)).isZero();
        assertThat(ledger(refund).state()).isEqualTo(State.PENDING);
        assertThat(ledger(refund).reviewReason()).contains(ReviewReason.ORDER_NOT_BOUND);
    }

    @Test
    void aLinkOfOursIsNotRefundedForAnOrderThatNamesIt() {
        PaymentId link = linkOfOurs("link-9");

        isNeverPaid(link, 900, post(orderByRest(link), 900, AMOUNT, "link-9"));
    }

    @Test
    void aLinkMadeInTheVendorsPortalIsNotRefundedForAnOrderThatNamesIt() {
        world.work(sync, Duration.ofMinutes(1)); // the shop was scanned when it was connected
        PaymentId link = linkOfThePortal("link-9");

        isNeverPaid(link, 900, post(orderByRest(link), 900, AMOUNT, "link-9"));
    }

    @Test
    void aClonedOrderIsDeclinedAndToldToAPersonAtOnce() {
        PaymentId payment = world.settled(AMOUNT);
        long original = world.order(payment, AMOUNT);
        world.work(sync, Duration.ofMinutes(1));
        world.clock.advance(Duration.ofDays(2));
        long clone = world.order(payment, AMOUNT);

        HandOffReply reply = post(clone, 900, AMOUNT, payment.reference());

        assertThat(reply.outcome()).isEqualTo("declined");
        assertThat(reply.message()).isNotBlank().doesNotContain("exception", payment.reference());
        assertThat(world.refunded(payment)).isZero();
        assertThat(world.open(sync))
                .extracting(Discrepancy::kind, Discrepancy::orderId)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(DiscrepancyKind.OTHER_ORDERS_PAYMENT, "" + clone));
        world.work(sync, Duration.ofHours(2));
        assertThat(world.open(sync)).extracting(Discrepancy::kind).contains(DiscrepancyKind.OTHER_ORDERS_PAYMENT);
        assertThat(post(original, 901, AMOUNT, payment.reference())).isEqualTo(HandOffReply.DONE);
    }

    @Test
    void anOrderThatDoesNotExistIsPaidNothing() {
        PaymentId payment = world.settled(AMOUNT);

        isNeverPaid(payment, 900, post(4_711, 900, AMOUNT, payment.reference()));
    }

    /** What the hand-off's secret alone can do, where the gateway tells of an order that the shop never had. */
    @Test
    void anOrderThatDoesNotExistIsPaidNothingAlsoWhereTheGatewayNamesIt() {
        connected(BindingSettings.DEFAULT.withReference("flatpay", "sandboxpay", "order-{id}"));
        PaymentId checkout = charge(
                "checkout-1",
                AMOUNT,
                world.clock.instant(),
                Map.of("maksut_origin", "checkout", "maksut_shop", ShopWorld.NAME, "maksut_order", "4711"));
        PaymentId plugins = charge("order-4712", AMOUNT, world.clock.instant(), Map.of());

        HandOffReply ofCheckout = post(4_711, 900, AMOUNT, "checkout-1");
        HandOffReply ofPlugin = post(4_712, 901, AMOUNT, "order-4712");

        isNeverPaid(checkout, 900, ofCheckout);
        isNeverPaid(plugins, 901, ofPlugin);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileTheShopCannotSayThatTheOrderIsThereItsRefundWaitsAndIsPaidThen(boolean byReference) {
        connected(BindingSettings.DEFAULT.withReference("flatpay", "sandboxpay", "order-{id}"));
        long order = world.shop.order().total(AMOUNT).add();
        PaymentId payment = byReference
                ? charge("order-" + order, AMOUNT, world.clock.instant(), Map.of())
                : world.settledFor(order, AMOUNT);
        world.shop
                .faults()
                .next(Fault.SERVER_ERROR_BEFORE_PROCESSING)
                .on("GET", ORDER_PATH)
                .always();

        assertThat(post(order, 900, AMOUNT, payment.reference())).isEqualTo(HandOffReply.PENDING);
        assertThat(world.refunded(payment)).isZero();
        world.shop.faults().clear();
        world.work(sync, Duration.ofMinutes(5));

        assertThat(ledger(900).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(50_000);
    }

    @Test
    void theShopIsAskedForTheOrderOnceAndNotAgain() {
        connected(BindingSettings.DEFAULT.withReference("flatpay", "sandboxpay", "order-{id}"));
        long order = world.shop.order().total(AMOUNT).add();
        charge("order-" + order, AMOUNT, world.clock.instant(), Map.of());
        long first = world.recordedAndNotPaid(order, "5.00");
        long second = world.recordedAndNotPaid(order, "6.00");
        long before = reads();

        assertThat(post(order, first, "5.00", "order-" + order)).isEqualTo(HandOffReply.DONE);
        assertThat(reads()).isEqualTo(before + 1);
        assertThat(post(order, second, "6.00", "order-" + order)).isEqualTo(HandOffReply.DONE);
        assertThat(reads()).as("for the record of the first").isEqualTo(before + 2);
    }

    private long reads() {
        return world.shop.requests().count("GET", ORDER_PATH);
    }

    @Test
    void aPaymentThatNamesAnotherOrderAtTheGatewayIsDeclined() {
        PaymentId payment = charge(
                "checkout-1",
                AMOUNT,
                world.clock.instant(),
                Map.of("maksut_origin", "checkout", "maksut_shop", ShopWorld.NAME, "maksut_order", "12"));

        world.shop.order().id(12).total(AMOUNT).add();

        assertThat(post(11, 900, AMOUNT, "checkout-1").outcome()).isEqualTo("declined");
        assertThat(post(12, 901, AMOUNT, "checkout-1")).isEqualTo(HandOffReply.DONE);
        assertThat(world.refunded(payment)).isEqualTo(50_000);
    }

    @Test
    void anOrderOfAnotherTotalIsAskedAboutAndNotPaid() {
        PaymentId payment = world.settled(AMOUNT);
        long order = world.order(payment, "100.00");

        isNeverPaid(payment, 900, post(order, 900, "100.00", payment.reference()));
    }

    @Test
    void aHundredPaymentsOfAPluginsOwnCheckoutAreAllPaidAndNobodyIsAsked() {
        connected(BindingSettings.DEFAULT.withReference("flatpay", "sandboxpay", "order-{id}"));
        List<PaymentId> payments = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long order = world.shop.order().total("29.80").add();
            world.unknownOrigin.add("order-" + order);
            payments.add(charge("order-" + order, "29.80", world.clock.instant().minus(Duration.ofDays(20)), Map.of()));

            assertThat(post(order, 10_000 + i, "29.80", "order-" + order)).isEqualTo(HandOffReply.DONE);
        }
        assertThat(payments).allSatisfy(it -> assertThat(world.refunded(it)).isEqualTo(2_980));
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
        assertThat(world.open(sync)).isEmpty();
    }

    @Test
    void aReferenceOfAnotherOrderIsDeclinedAndOneWithATimeIsTheOrders() {
        connected(BindingSettings.DEFAULT
                .withReference("flatpay", "order-{id}")
                .withReference("flatpay", "order-{id}-{time}"));
        charge("order-12", "10.00", world.clock.instant(), Map.of());
        charge("order-12-1764408960", "10.00", world.clock.instant(), Map.of());
        world.shop.order().id(12).total("10.00").add();

        assertThat(post(1, 900, "10.00", "order-12").outcome()).isEqualTo("declined");
        assertThat(post(2, 901, "10.00", "order-12-1764408960").outcome()).isEqualTo("declined");
        assertThat(post(12, 902, "10.00", "order-12-1764408960")).isEqualTo(HandOffReply.DONE);
    }

    @Test
    void whatThePortalsOwnCheckoutWroteAtTheGatewayIsEnough() {
        Portal portal = Portal.over(world.flatpay);
        NewPayment checkout = NewPayment.of(new OrderReference("A-1"), ShopWorld.eur("29.80"))
                .order(ShopWorld.NAME, "11")
                .settleAtOnce()
                .build();
        URI page = portal.createCheckout(checkout).page();
        world.shop.order().id(11).total("29.80").add();
        world.gateway.payCheckout(page.toString().substring(page.toString().lastIndexOf("/") + 1));

        assertThat(post(11, 900, "5.00", "A-1")).isEqualTo(HandOffReply.DONE);
        assertThat(post(12, 901, "5.00", "A-1").outcome()).isEqualTo("declined");
        assertThat(world.refunded(new PaymentId("flatpay", "A-1"))).isEqualTo(500);
    }

    @Test
    void anOrdersWordCountsOnlyWhereTheMerchantSaysSoAndNothingElseKnowsThePayment() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.clock.advance(Duration.ofHours(5));
        assertThat(post(order, 900, "5.00", payment.reference())).isEqualTo(HandOffReply.PENDING);

        connected(BindingSettings.DEFAULT.withOrdersTrusted());
        world.work(sync, Duration.ofMinutes(2));
        assertThat(world.refunded(payment))
                .as("the checkout's, and only this order names it")
                .isEqualTo(500);

        PaymentId link = linkOfThePortal("link-9");
        long byRest = orderByRest(link);
        world.clock.advance(Duration.ofHours(5));
        isNeverPaid(link, 901, post(byRest, 901, AMOUNT, "link-9"));
    }

    @Test
    void aPersonConfirmsWhosePaymentItIs() {
        PaymentId payment = world.settled(AMOUNT);
        long order = world.order(payment, "100.00");
        isNeverPaid(payment, 900, post(order, 900, "100.00", payment.reference()));

        sync.syncDesk().confirmOrder(ledger(900).id(), "mari", "paid by two cards, the other is a gift card");
        world.work(sync, Duration.ofMinutes(1));

        assertThat(world.refunded(payment)).isEqualTo(10_000);
    }

    @Test
    void theWholeWayWithTheRestKeyAlone() {
        try (WebhookEndpoint endpoint = new WebhookEndpoint(new JdkHandOffEndpoint(handOff()))) {
            PaymentId link = linkOfOurs("link-9");
            world.shop
                    .plugin()
                    .handsOffTo(RefundHandOff.to(endpoint.url("/refunds"), Duration.ofSeconds(10), plugin::signed));
            long order = orderByRest(link);

            long refund = world.shop.refundAsStaff(order, AMOUNT, "", true);

            world.work(sync, Duration.ofHours(3));
            assertThat(world.refunded(link)).isZero();
            assertThat(ledger(refund).reviewReason()).contains(ReviewReason.ORDER_NOT_BOUND);
        }
    }
}
