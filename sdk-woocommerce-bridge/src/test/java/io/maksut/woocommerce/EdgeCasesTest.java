package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParser;
import io.maksut.error.AuthenticationException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.woocommerce.PluginBehaviour;
import io.maksut.sandbox.woocommerce.QueuedWebhook;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import io.maksut.text.PercentEncoding;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The twenty-two things that a bridge to WooCommerce has to handle, dearest first, each from the shop to the ledger. */
class EdgeCasesTest {
    private static final String SECRET = "whsec-edge";

    private final ShopWorld world = new ShopWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private List<RecordedRequest> posts() {
        return world.shop.requests().all("POST", "/wp-json/wc/v3/orders/*/refunds");
    }

    private void pluginPays() {
        world.shop.plugin().paysThrough(world.pluginPaysAtTheGateway());
    }

    /** A refund that WooCommerce failed to make is made at the desk, as rule row 5 lets it. */
    private LedgerOperation directRefund(PaymentId payment, String amount) {
        sync.statements().shopRefundFailed(payment, ShopWorld.eur(amount), "mari", "The provider did not answer.");
        world.clock.advance(Duration.ofMinutes(20));
        RefundDecision decision = sync.desk().decide(payment, ShopWorld.eur(amount), "mari", "failed in the shop");
        assertThat(decision).isInstanceOf(RefundDecision.Allowed.class);
        DirectRefund made = sync.desk().execute(((RefundDecision.Allowed) decision).permit());
        assertThat(made).isInstanceOf(DirectRefund.Made.class);
        return ((DirectRefund.Made) made).refund();
    }

    private Discrepancy onlyDiscrepancy(DiscrepancyKind kind) {
        List<Discrepancy> open = world.open(sync);
        assertThat(open).extracting(Discrepancy::kind).containsExactly(kind);
        for (String language : List.of("en", "fi", "lv")) {
            assertThat(WooCommerceRemedies.of(open.get(0), Locale.forLanguageTag(language)))
                    .containsAnyOf(
                            String.valueOf(open.get(0).orderId()),
                            open.get(0).payment().reference())
                    .doesNotContain("{", "?");
        }
        return open.get(0);
    }

    @Test
    void case01ApiRefundIsNeverOmitted() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");

        LedgerOperation refund = directRefund(payment, "5.00");

        assertThat(refund.state()).isEqualTo(State.SUCCEEDED);
        assertThat(posts())
                .singleElement()
                .satisfies(request -> assertThat(JsonParser.parseString(request.body())
                                .getAsJsonObject()
                                .get("api_refund")
                                .toString())
                        .isEqualTo("false"));
        assertThat(world.shop.books().refunded("" + order))
                .as("the shop paid nothing")
                .isZero();
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(world.shop.refunds(order)).hasSize(1);
    }

    @Test
    void case02NoBlindRetryOfPostRefund() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.bridge.check();
        world.shop.faults().next(Fault.BAD_GATEWAY_AFTER_PROCESSING).on("POST", "/wp-json/wc/v3/orders/*/refunds");

        directRefund(payment, "5.00");
        world.work(sync, Duration.ofHours(1));

        assertThat(posts()).hasSize(1);
        assertThat(world.shop.refunds(order)).hasSize(1);
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
        assertThat(world.open(sync)).isEmpty();
    }

    @Test
    void case02WhatWasNotAnsweredAndDoesNotAppearWaitsForAPerson() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.bridge.check();
        world.shop.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", "/wp-json/wc/v3/orders/*/refunds");

        directRefund(payment, "5.00");
        world.work(sync, Duration.ofHours(1));

        assertThat(sync.ledger().waitingForPerson())
                .singleElement()
                .satisfies(refund -> assertThat(refund.reviewReason()).contains(ReviewReason.RECORD_BY_MERCHANT));
        // The person does as the text says, and shop and gateway agree.
        world.shop.refundAsStaff(order, "5.00", "as told", false);
        world.work(sync, Duration.ofHours(2));
        assertThat(posts()).hasSize(1);
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(world.open(sync)).isEmpty();
    }

    @Test
    void case03ParallelClicksRefundMoreThanWasPaidAndAreAnAlarm() throws Exception {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.shop.plugin().refundsMeetAfterCheck(2);
        ExecutorService clicks = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> both = IntStream.range(0, 2)
                    .mapToObj(i -> clicks.submit(() -> world.shop.refundAsStaff(order, "20.00", "", false)))
                    .toList();
            for (Future<Long> click : both) {
                assertThat(click.get()).isPositive();
            }
        } finally {
            clicks.shutdown();
        }

        world.work(sync, Duration.ofHours(1));

        assertThat(world.open(sync)).extracting(Discrepancy::kind).contains(DiscrepancyKind.SHOP_TOTAL_EXCEEDED);
        Discrepancy discrepancy = world.open(sync).stream()
                .filter(it -> it.kind() == DiscrepancyKind.SHOP_TOTAL_EXCEEDED)
                .findFirst()
                .orElseThrow();
        assertThat(discrepancy.amount()).isEqualTo(ShopWorld.eur("10.20"));
        assertThat(WooCommerceRemedies.of(discrepancy, Locale.ENGLISH))
                .contains("EUR 10.20")
                .contains("" + order);
        assertThat(world.refunds(payment)).isZero();
        // Into an order that is over its total we write nothing more.
        PortalRefund more =
                new PortalRefund("maksut:p", "" + order, payment, ShopWorld.eur("1.00"), world.clock.instant(), "text");
        assertThat(world.record(more)).isInstanceOf(Recording.ByMerchant.class);
    }

    @Test
    void case04AmountsAreExactTextWithADotInTheCurrencysScale() {
        PaymentId payment = world.settled("29.80");
        world.order(payment, "29.80");

        directRefund(payment, "0.10");

        assertThat(posts().get(0).body()).contains("\"amount\":\"0.10\"");
        assertThat(WireAmount.of("EUR", "1,50")).isEmpty();
        assertThat(WireAmount.of("EUR", "1e1")).isEmpty();
        assertThat(WireAmount.of("EUR", "010")).isEmpty();
        assertThat(WireAmount.of("EUR", "-1.00")).isEmpty();
    }

    @Test
    void case05NothingIsPaidBecauseTheShopShowsARefundThatNobodyPaid() {
        PaymentId crashed = world.settled("29.80");
        PaymentId byHand = world.settled("29.80");
        long crashedOrder = world.order(crashed, "29.80");
        long handOrder = world.order(byHand, "29.80");
        pluginPays();
        world.shop.plugin().next(PluginBehaviour.IS_KILLED_AFTER_PAYOUT);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> world.shop.refundAsStaff(crashedOrder, "5.00", "", true));
        world.shop.refundAsStaff(handOrder, "7.00", "", false);

        world.work(sync, Duration.ofHours(1));

        assertThat(world.shop.refunds(crashedOrder)).noneMatch(it -> it.refundedPayment());
        assertThat(world.refunds(crashed) + world.refunds(byHand))
                .as("paid by us")
                .isZero();
        assertThat(sync.ledger().refundsOf(crashed))
                .extracting(LedgerOperation::state)
                .containsExactly(State.OBSERVED);
        Discrepancy discrepancy = onlyDiscrepancy(DiscrepancyKind.RECORDED_WITHOUT_MONEY);
        assertThat(discrepancy.payment()).as("of the other the money is there").isEqualTo(byHand);
    }

    @Test
    void case06OurOwnRecordThatComesBackIsRecognised() {
        PaymentId payment = world.settled("29.80");
        world.order(payment, "29.80");
        Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), world.clock);
        WooCommerceWebhooks source =
                WooCommerceWebhooks.builder(ShopWorld.NAME).secret(SECRET).build();
        try (WebhookEndpoint endpoint = new WebhookEndpoint(new JdkWebhookHandler(new WebhookHandler(source, inbox)))) {
            new WebhookRegistration(world.bridge, endpoint.url("/"), SECRET).restore(sync);
            InboxWorker worker = InboxWorker.builder(inbox)
                    .on(ShopWorld.NAME, sync.hints(ShopWorld.NAME))
                    .build();
            // The answer is lost, so the echo is there before we know that the shop has written it.
            world.shop
                    .faults()
                    .next(Fault.heldUntil(new java.util.concurrent.CountDownLatch(0)))
                    .on("POST", "/none");
            directRefund(payment, "5.00");
            assertThat(world.shop.webhooks().deliver()).containsOnly(200).isNotEmpty();
            worker.workOff();

            assertThat(sync.ledger().refundsOf(payment)).singleElement().satisfies(refund -> {
                assertThat(refund.kind()).isEqualTo(Kind.DIRECT);
                assertThat(refund.shownAs()).contains(ShopRefund.State.SUCCEEDED);
            });
            world.work(sync, Duration.ofHours(1));
            assertThat(world.open(sync)).isEmpty();
            assertThat(world.refunded(payment)).isEqualTo(500);
        }
    }

    @Test
    void case07MoneyThatMovedBeforeAnotherPluginThrewIsFoundAtTheGateway() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        pluginPays();
        world.work(sync, Duration.ofMinutes(1));
        world.shop.plugin().next(PluginBehaviour.ANOTHER_PLUGIN_THROWS);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> world.shop.refundAsStaff(order, "5.00", "", true));
        assertThat(world.shop.refunds(order)).isEmpty();
        assertThat(world.refunded(payment)).isEqualTo(500);

        world.work(sync, Duration.ofHours(26));

        Discrepancy discrepancy = onlyDiscrepancy(DiscrepancyKind.ONLY_AT_GATEWAY);
        assertThat(discrepancy.amount()).isEqualTo(ShopWorld.eur("5.00"));
        // The person does as the remedy says, and it is over.
        world.shop.refundAsStaff(order, "5.00", "as told", false);
        world.work(sync, Duration.ofHours(2));
        assertThat(world.open(sync)).isEmpty();
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void case08ARefundThatIsDeletedInTheShopIsAnAlarmAndItsSumIsNotPaidAgain() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        pluginPays();
        long refund = world.shop.refundAsStaff(order, "29.80", "", true);
        world.work(sync, Duration.ofHours(1));
        assertThat(world.open(sync)).isEmpty();
        world.shop.deleteRefund(refund);

        world.work(sync, Duration.ofHours(26));

        assertThat(world.open(sync))
                .extracting(Discrepancy::kind)
                .containsExactlyInAnyOrder(DiscrepancyKind.GONE_FROM_SHOP, DiscrepancyKind.ONLY_AT_GATEWAY);
        Discrepancy discrepancy = world.open(sync).stream()
                .filter(it -> it.kind() == DiscrepancyKind.GONE_FROM_SHOP)
                .findFirst()
                .orElseThrow();
        assertThat(discrepancy.subject()).isEqualTo("" + refund);
        assertThat(WooCommerceRemedies.of(discrepancy, Locale.ENGLISH))
                .contains("Refund " + refund + " of order " + order)
                .contains("EUR 29.80");
        assertThat(world.refunded(payment)).isEqualTo(2_980);
        assertThat(world.refunds(payment)).isZero();
        RefundDecision decision = sync.desk().decide(payment, ShopWorld.eur("1.00"), "mari", "asked again");
        assertThat(decision).isNotInstanceOf(RefundDecision.Allowed.class);
    }

    @Test
    void case09AnOrderThatIsSetToRefundedOrCancelledHasMovedNoMoney() {
        PaymentId refunded = world.settled("29.80");
        PaymentId cancelled = world.settled("29.80");
        long refundedOrder = world.order(refunded, "29.80");
        long cancelledOrder = world.order(cancelled, "29.80");
        world.shop.statusAsStaff(refundedOrder, "refunded");
        world.shop.statusAsStaff(cancelledOrder, "cancelled");

        world.work(sync, Duration.ofHours(1));

        Discrepancy discrepancy = onlyDiscrepancy(DiscrepancyKind.RECORDED_WITHOUT_MONEY);
        assertThat(discrepancy.payment()).isEqualTo(refunded);
        assertThat(discrepancy.amount()).isEqualTo(ShopWorld.eur("29.80"));
        assertThat(world.refunded(refunded) + world.refunded(cancelled)).isZero();
        assertThat(sync.ledger().refundsOf(cancelled)).isEmpty();
    }

    @Test
    void case10WhatNoDeliveryToldIsScannedWithOverlapAndNotedOnce() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        pluginPays();
        world.work(sync, Duration.ofMinutes(30));
        long refund = world.shop.refundAsStaff(order, "5.00", "", true); // and no webhook is registered

        world.work(sync, Duration.ofMinutes(11));
        assertThat(sync.ledger().refund(ShopWorld.NAME, "" + refund)).isPresent();
        world.work(sync, Duration.ofHours(2));

        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(sync.ledger()
                        .history(payment)
                        .filter(it -> it.kind() == io.maksut.sync.LedgerEvent.Kind.SEEN_IN_SHOP))
                .hasSize(1);
    }

    @Test
    void case11TheOrderOfAPaymentIsNeverTheFirstThatAFilterWouldGive() {
        PaymentId payment = world.settled("29.80");
        world.order(world.settled("29.80"), "29.80");
        world.shop.order().total("29.80").transactionId("").add();
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(world.bridge.findOrder(world.read(payment))).isEqualTo(new OrderSearch.Absent(true, true));
        assertThat(world.shop.requests().all())
                .noneMatch(request -> request.query().contains("transaction_id="));

        long order = world.shop
                .order()
                .total("29.80")
                .meta("everypay_payment_token", payment.reference())
                .add();
        assertThat(world.bridge.findOrder(world.read(payment)))
                .isInstanceOfSatisfying(
                        OrderSearch.Found.class,
                        found -> assertThat(found.order().id()).isEqualTo("" + order));
    }

    @Test
    void case12SeveralRefundsOfOneAmountInOneSecondAreToldApartByTheirIds() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        pluginPays();
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> "" + world.shop.refundAsStaff(order, "5.00", "", true))
                .toList();

        world.work(sync, Duration.ofHours(1));

        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::key)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(world.open(sync)).isEmpty();
        assertThat(world.refunded(payment)).isEqualTo(1_500);
    }

    @Test
    void case13ARefundThatThePluginReportedAndTheBankNeverMadeIsToldToAPerson() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.shop.plugin().next(PluginBehaviour.ACCEPTS_WITHOUT_PAYING);
        world.shop.refundAsStaff(order, "5.00", "", true);

        world.work(sync, Duration.ofHours(2));

        Discrepancy discrepancy = onlyDiscrepancy(DiscrepancyKind.ONLY_IN_SHOP);
        assertThat(discrepancy.amount()).isEqualTo(ShopWorld.eur("5.00"));
        assertThat(world.shop.refunds(order)).as("and nothing is deleted").hasSize(1);
        assertThat(world.refunds(payment)).isZero();
    }

    @Test
    void case14SignedBodiesThatAreNoOrdersAreAcknowledgedAtOnceWithoutAskingTheShop() {
        Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), world.clock);
        WebhookHandler handler = new WebhookHandler(
                WooCommerceWebhooks.builder(ShopWorld.NAME).secret(SECRET).build(), inbox);
        long before = world.shop.requests().count();
        for (String body : List.of(
                "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"x\",\"data\":{\"status\":401}}",
                "{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":\"x\",\"data\":{\"status\":404}}",
                "{\"action\":\"woocommerce_refund_created\",\"arg\":14}",
                "{\"id\":76}")) {
            Map<String, List<String>> headers =
                    Map.of("X-WC-Webhook-Signature", List.of(WebhooksTest.sign(SECRET, body)));
            assertThat(handler.handle(new WebhookRequest("POST", "/", headers, body.getBytes(StandardCharsets.UTF_8)))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(handler.handle(new WebhookRequest(
                                "POST", "/", Map.of(), "webhook_id=8".getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(200);
        assertThat(world.shop.requests().count()).isEqualTo(before);

        InboxWorker worker = InboxWorker.builder(inbox)
                .on(ShopWorld.NAME, sync.hints(ShopWorld.NAME))
                .build();
        assertThat(worker.workOff()).isEqualTo(3); // the two errors are one hint
        assertThat(inbox.deadLetters()).isEmpty();
    }

    @Test
    void case15DeliveryIdsAreNotLookedAt() {
        Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), world.clock);
        WooCommerceWebhooks source =
                WooCommerceWebhooks.builder(ShopWorld.NAME).secret(SECRET).build();
        for (String body : List.of("{\"id\":13}", "{\"id\":15}")) {
            Map<String, List<String>> headers = Map.of(
                    "X-WC-Webhook-Signature", List.of(WebhooksTest.sign(SECRET, body)),
                    "X-WC-Webhook-Delivery-ID", List.of("00477865df4d3d96ef3003314c0c8e47"));
            source.receive(new WebhookRequest("POST", "/", headers, body.getBytes(StandardCharsets.UTF_8)))
                    .ifPresent(delivery -> inbox.accept(ShopWorld.NAME, delivery));
        }

        assertThat(inbox.history(ShopWorld.NAME, "13")).hasSize(1);
        assertThat(inbox.history(ShopWorld.NAME, "15")).hasSize(1);
    }

    @Test
    void case16TheOrdersCurrencyCountsAndNotTheShopsDecimals() {
        long yen = world.shop
                .order()
                .currency("JPY")
                .total("2000")
                .transactionId("y")
                .add();
        world.shop.refundAsStaff(yen, "10.50", "", true);
        long euro = world.order(new PaymentId("flatpay", "e"), "29.80");
        world.bridge
                .client()
                .write(
                        "POST",
                        "refund nothing",
                        RestQuery.of("/orders/" + euro + "/refunds"),
                        "{\"api_refund\":false}",
                        world.bridge.begin());

        List<ShopOrder> orders = world.changedSince(Instant.EPOCH);

        assertThat(orders).hasSize(2);
        assertThat(orders.get(0).total()).contains(Money.of("JPY", "2000"));
        assertThat(orders.get(0).refunds()).extracting(OrderRefund::state).containsExactly(ShopRefund.State.UNKNOWN);
        assertThat(orders.get(1).refunds()).extracting(OrderRefund::amount).containsExactly(ShopWorld.eur("0"));
    }

    @Test
    void case17TheRestOfAnOrderIsExactlyWhatIsLeftAndNotASumOfLines() {
        PaymentId payment = world.settled("9.99");
        long order = world.shop
                .order()
                .product("Spoon", 3, "9.99")
                .transactionId(payment.reference())
                .add();

        directRefund(payment, "9.99");

        assertThat(world.shop.remaining(order)).isEqualTo("0.00");
        assertThat(posts().get(0).body()).doesNotContain("line_items").contains("\"api_restock\":false");
        world.work(sync, Duration.ofHours(1));
        assertThat(world.open(sync)).isEmpty();
    }

    @Test
    void case18UnpaidTrashedAndDeletedOrders() {
        PaymentId unpaid = world.settled("29.80");
        PaymentId trashed = world.settled("29.80");
        PaymentId deleted = world.settled("29.80");
        long unpaidOrder = world.shop
                .order()
                .status("pending")
                .transactionId(unpaid.reference())
                .add();
        long trashedOrder = world.order(trashed, "29.80");
        long deletedOrder = world.order(deleted, "29.80");
        pluginPays();
        world.shop.refundAsStaff(unpaidOrder, "5.00", "", false);
        world.shop.refundAsStaff(deletedOrder, "5.00", "", true);
        world.work(sync, Duration.ofMinutes(30));
        world.bridge
                .client()
                .write("DELETE", "trash order", RestQuery.of("/orders/" + trashedOrder), null, world.bridge.begin());
        world.shop.deleteOrder(deletedOrder);
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(world.bridge.findOrder(world.read(trashed)))
                .isInstanceOfSatisfying(
                        OrderSearch.Found.class,
                        it -> assertThat(it.order().trashed()).isTrue());
        assertThat(world.bridge.findOrder(world.read(deleted))).isEqualTo(new OrderSearch.Unclear(Cause.ORDER_DELETED));
        for (PaymentId payment : List.of(trashed, deleted)) {
            assertThat(sync.desk().decide(payment, ShopWorld.eur("1.00"), "mari", "asked"))
                    .isNotInstanceOf(RefundDecision.Allowed.class);
        }
        world.work(sync, Duration.ofHours(26));
        assertThat(world.open(sync))
                .extracting(Discrepancy::kind)
                .containsExactlyInAnyOrder(DiscrepancyKind.RECORDED_WITHOUT_MONEY, DiscrepancyKind.ORDER_GONE);
        assertThat(world.refunds(unpaid) + world.refunds(trashed) + world.refunds(deleted))
                .isZero();
    }

    @Test
    void case19EveryBoundSaysItsZone() {
        long order = world.order(world.settled("29.80"), "29.80");
        world.clock.advance(Duration.ofHours(1));
        world.shop.statusAsStaff(order, "on-hold");
        world.changedSince(world.clock.instant());

        assertThat(world.shop.requests().all().stream()
                        .flatMap(request ->
                                PercentEncoding.parameters(request.query().isEmpty() ? null : request.query())
                                        .entrySet()
                                        .stream())
                        .filter(parameter -> parameter.getKey().endsWith("after")
                                || parameter.getKey().endsWith("before"))
                        .map(Map.Entry::getValue))
                .isNotEmpty()
                .allMatch(bound -> bound.endsWith("Z"));
    }

    @Test
    void case20AKeyThatIsLostIsNeverReadAsNoRefunds() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        pluginPays();
        world.shop.refundAsStaff(order, "5.00", "", true);
        world.work(sync, Duration.ofHours(1));
        world.shop.revokeKey(world.shop.key());

        world.work(sync, Duration.ofHours(26));

        assertThat(world.open(sync)).as("nothing is gone, nothing can be seen").isEmpty();
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> world.bridge.order("" + order))
                .satisfies(e -> assertThat(ShopFailure.of(e).orElseThrow().advice(Locale.ENGLISH))
                        .contains("does not mean that there are no orders"));
        world.shop.addKey(world.shop.key());
        assertThat(world.bridge.order("" + order)).isPresent();
    }

    @Test
    void case21WhatWeWriteBringsOneDeliveryAndNoMoreWriting() {
        PaymentId payment = world.settled("29.80");
        world.order(payment, "29.80");
        Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), world.clock);
        WooCommerceWebhooks source =
                WooCommerceWebhooks.builder(ShopWorld.NAME).secret(SECRET).build();
        try (WebhookEndpoint endpoint = new WebhookEndpoint(new JdkWebhookHandler(new WebhookHandler(source, inbox)))) {
            new WebhookRegistration(world.bridge, endpoint.url("/"), SECRET).restore(sync);
            InboxWorker worker = InboxWorker.builder(inbox)
                    .on(ShopWorld.NAME, sync.hints(ShopWorld.NAME))
                    .build();
            directRefund(payment, "5.00");
            for (int round = 0; round < 5; round++) {
                world.shop.webhooks().deliver();
                worker.workOff();
                world.work(sync, Duration.ofMinutes(15));
            }

            assertThat(world.shop.webhooks().pending())
                    .extracting(QueuedWebhook::topic)
                    .isEmpty();
            assertThat(posts()).hasSize(1);
            assertThat(world.shop.requests().count("PUT", "/wp-json/wc/v3/orders/*"))
                    .isZero();
        }
    }

    @Test
    void case22EachReleaseIsAskedWhatItAnswers() {
        for (String release :
                List.of("5.1.0", "5.2.0", "5.6.0", "5.8.0", "7.6.0", "7.8.0", "9.0.0", "10.9.1", "11.0.0")) {
            ShopRelease parsed = ShopRelease.of(release);
            assertThat(java.util.Arrays.stream(ShopRelease.Feature.values()).filter(parsed::has))
                    .as(release)
                    .hasSize(List.of("5.1.0", "5.2.0", "5.6.0", "5.8.0", "7.6.0", "7.8.0", "9.0.0")
                            .indexOf(release.startsWith("1") ? "9.0.0" : release));
        }
        assertThat(ShopRelease.of("9.0.0-beta.2").has(ShopRelease.Feature.REFUNDS_OF_ALL_ORDERS))
                .isTrue();
        assertThat(ShopRelease.of("ten")).isEqualTo(ShopRelease.UNKNOWN);
        assertThat(ShopRelease.of("")).isEqualTo(ShopRelease.UNKNOWN);
        world.shop.order().refunded("1.00", "", true).add();
        world.changedSince(world.clock.instant().minus(Duration.ofHours(1)));
        assertThat(world.shop.requests().count("GET", "/wp-json/wc/v3/refunds"))
                .as("10.9")
                .isPositive();
        try (ShopWorld old = new ShopWorld("8.9.3")) {
            old.changedSince(old.clock.instant().minus(Duration.ofHours(1)));
            assertThat(old.shop.requests().count("GET", "/wp-json/wc/v3/refunds"))
                    .as("8.9")
                    .isZero();
        }
    }

    @Test
    void shipToSettleWhenTheOrderIsCompletedAndOnce() {
        PaymentId payment = world.authorised("29.80");
        long order = world.order(payment, "29.80");
        RefundSync capturing = world.sync(
                ConnectedShop.of(world.bridge, SyncMode.SHOP_PAYS, "flatpay").withShipToSettle());
        world.work(capturing, Duration.ofMinutes(20));
        assertThat(world.gateway.books().captured(payment.reference())).isZero();

        world.shop.statusAsStaff(order, "completed");
        world.work(capturing, Duration.ofHours(1));

        assertThat(world.gateway.books().captured(payment.reference())).isEqualTo(2_980);
        assertThat(world.gateway.requests().count("POST", "/v1/charge/*/settle"))
                .isEqualTo(1);
    }
}
