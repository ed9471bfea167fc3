package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.HANDLE;
import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.shopify.access.ShopStatus;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sandbox.shopify.shop.Outcome;
import io.maksut.sandbox.shopify.shop.Refunds;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases that cost merchants money at Shopify, the dearest first, numbered as in the reference that this bridge was built
 * from: shop, bridge, engine and gateway together.
 */
class EdgeCasesTest {
    private static final Duration SETTLED = Duration.ofMinutes(11);

    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();

    @AfterEach
    void close() {
        world.close();
    }

    private static RefundDecision decide(RefundSync sync, PaymentId payment, String amount) {
        return sync.desk().decide(payment, eur(amount), "mari", "the customer sent it back");
    }

    private static int row(RefundDecision decision) {
        return decision.row();
    }

    private static RefundPermit permit(RefundDecision decision) {
        assertThat(decision).isInstanceOf(RefundDecision.Allowed.class);
        return ((RefundDecision.Allowed) decision).permit();
    }

    private static Cause cause(RefundDecision decision) {
        assertThat(decision).isInstanceOf(RefundDecision.Undetermined.class);
        return ((RefundDecision.Undetermined) decision).cause();
    }

    private ShopOrder read(String order) {
        return world.shop.order(order).orElseThrow();
    }

    private String transaction(Refunds.Result refund) {
        return refund.transactionIds().get(0);
    }

    /** A refund of the shop's own that failed there, and moved nothing. */
    private String failedRefund(String order, String amount) {
        String transaction =
                transaction(world.merchant.refund(order).amount(amount).make());
        world.clock.advance(Duration.ofMinutes(1));
        world.merchant.fail(transaction, "PROCESSING_ERROR", "The provider did not answer");
        return transaction;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "AWAITING_RESPONSE", "UNKNOWN", "SOMETHING_NEW"})
    void case01_aRefundThatIsPendingInTheShopDeniesADirectOne(String status) {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        String transaction =
                transaction(world.merchant.refund(order).amount("10.00").make());
        world.merchant.status(transaction, status);
        world.clock.advance(Duration.ofHours(30));
        RefundSync sync = world.sync();

        assertThat(row(decide(sync, payment, "10.00"))).isEqualTo(2);

        world.merchant.fail(transaction, "PROCESSING_ERROR", "no");
        assertThat(cause(decide(sync, payment, "10.00"))).isEqualTo(Cause.FAILURE_TOO_YOUNG);
        world.clock.advance(SETTLED);
        permit(decide(sync, payment, "10.00"));
    }

    @Test
    void case02_aRefundThatTheShopCallsFailedAlthoughTheMoneyWentIsNotPaidAgain() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        world.sandbox.gateway(HANDLE).provider(payout -> {
            world.frisbii.refundAsStaff("p1", 1_000);
            return Outcome.error("The payment provider did not answer");
        });
        world.merchant.refund(order).amount("10.00").make();
        world.clock.advance(SETTLED);
        RefundSync sync = world.sync();

        RefundDecision decision = decide(sync, payment, "10.00");

        assertThat(decision).isInstanceOf(RefundDecision.Refused.class);
        assertThat(row(decision)).isEqualTo(3);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void case03_oneRefundThatComesBySessionsWebhooksAndScansManyTimesIsPaidOnce() {
        world.connectPaymentsApp();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        world.merchant.refund(order).amount("10.00").make();
        PaymentsSession session = world.sandbox.sessions().all().get(0);
        for (int copy = 0; copy < 3; copy++) {
            hooks.deliverAndWork();
            assertThat(world.post(sessions, SessionKind.REFUND, session).status())
                    .isEqualTo(201);
            sync.mayHaveMissed("shop");
            sync.worker().scanDue();
            world.work(sync, Duration.ofMinutes(2));
        }

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        LedgerOperation refund = sync.ledger().refundsOf(payment).get(0);
        assertThat(refund.state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
        assertThat(refund.shownAs()).contains(ShopRefund.State.SUCCEEDED);
        assertThat(sync.ledger().names(refund)).contains(session.transactionId());
    }

    /** Why an empty answer is none. */
    private enum NotFound {
        OLD,
        LAGGING,
        UNINSTALLED,
        DEAD_TOKEN,
        WITHOUT_SCOPE,
        THROTTLED,
        DELETED,
        CLOSED_SHOP
    }

    @ParameterizedTest
    @EnumSource(NotFound.class)
    void case04_noOrderFoundIsNoProofUnlessItIsProved(NotFound why) {
        PaymentId payment = world.paid("link-1", "20.00");
        world.links.add("link-1");
        RefundSync sync = world.sync();
        String order = null;
        if (why == NotFound.DELETED) {
            order = world.order(payment, "20.00");
            assertThat(row(decide(sync, payment, "20.00"))).isEqualTo(7);
        }
        world.clock.advance(why == NotFound.OLD ? Duration.ofDays(61) : Duration.ofHours(1));
        switch (why) {
            case OLD -> world.sandbox.apps().grant(List.of("read_orders"));
            case LAGGING -> {
                world.sandbox.searchLag(Duration.ofMinutes(30));
                world.order(payment, "20.00");
            }
            case UNINSTALLED -> {
                world.sandbox.apps().uninstall();
                world.shop.state().uninstalled();
            }
            case DEAD_TOKEN -> world.sandbox.app().revoke(world.sandbox.adminToken());
            case WITHOUT_SCOPE -> world.sandbox.apps().grant(List.of("read_fulfillments"));
            case THROTTLED ->
                world.sandbox
                        .faults()
                        .next(io.maksut.sandbox.shopify.ShopifyFaults.throttled(3_000))
                        .on("POST", "/admin/api/*/graphql.json")
                        .always();
            case DELETED -> world.merchant.delete(order);
            case CLOSED_SHOP -> world.sandbox.status(ShopStatus.FROZEN);
        }

        RefundDecision decision = decide(sync, payment, "20.00");

        Cause expected = switch (why) {
            case OLD -> Cause.HISTORY_LIMITED;
            case LAGGING -> Cause.LOOKED_UP_ONCE;
            case UNINSTALLED, CLOSED_SHOP -> Cause.SHOP_DISCONNECTED;
            case DEAD_TOKEN, WITHOUT_SCOPE -> Cause.ACCESS_LOST;
            case THROTTLED -> Cause.LOOKUP_FAILED;
            case DELETED -> Cause.ORDER_DELETED;
        };
        assertThat(cause(decision)).isEqualTo(expected);
        if (why == NotFound.LAGGING) {
            // The second look, a settle delay later, is what a lagging search is caught by.
            world.clock.advance(Duration.ofMinutes(31));
            assertThat(row(decide(sync, payment, "20.00"))).isEqualTo(7);
        }
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void case04_aPaymentLinkWhoseAbsenceIsProvedIsRefundedHere() {
        PaymentId payment = world.paid("link-1", "20.00");
        world.links.add("link-1");
        RefundSync sync = world.sync();
        world.clock.advance(Duration.ofHours(1));
        assertThat(cause(decide(sync, payment, "20.00"))).isEqualTo(Cause.LOOKED_UP_ONCE);
        world.clock.advance(SETTLED);

        DirectRefund made = sync.desk().execute(permit(decide(sync, payment, "20.00")));

        assertThat(made).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(2_000);
    }

    @Test
    void case05_afterADirectRefundTheMerchantWhoPressesRefundAgainIsToldWhyNot() {
        world.connectPaymentsApp();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        world.sandbox.gateway(HANDLE).provider(payout -> Outcome.failure("PROCESSING_ERROR", "down"));
        world.merchant.refund(order).make();
        world.clock.advance(SETTLED);
        DirectRefund made = sync.desk().execute(permit(decide(sync, payment, "49.90")));
        LedgerOperation direct = ((DirectRefund.Made) made).refund();
        world.work(sync, Duration.ofMinutes(1));

        assertThat(direct.state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
        assertThat(world.sandbox.order(order).tags()).contains("refunded-outside-shopify");
        LedgerOperation held = sync.ledger().refund(direct.id()).orElseThrow();
        assertThat(held.reason().orElseThrow()).contains("EUR 49.90", "maksut:", "/admin/orders/");

        world.connectPaymentsApp();
        Refunds.Result again = world.merchant.refund(order).make();
        PaymentsSession session = world.sandbox.sessions().ofTransaction(transaction(again));
        world.post(sessions, SessionKind.REFUND, session);
        world.work(sync, Duration.ofMinutes(2));
        // It may be the record that he was told to make: a person says what it is.
        LedgerOperation asked = sync.ledger().refund("shop", session.id()).orElseThrow();
        assertThat(asked.reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
        sync.syncDesk().isAnotherRefund(asked.id(), "mari", "once more");
        world.work(sync, Duration.ofMinutes(2));

        PaymentsSession ended = world.sandbox.sessions().ofTransaction(transaction(again));
        assertThat(ended.state()).isEqualTo(PaymentsSession.State.REJECTED);
        assertThat(ended.merchantMessage()).isNotBlank().doesNotContain("refund"); // Finnish
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void case06_afterAPartialSuccessAFailureAllowsItsOwnAmountAndNoMore() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        world.frisbii.refundAsStaff("p1", 2_000);
        world.merchant.succeed(
                transaction(world.merchant.refund(order).amount("20.00").make()));
        world.clock.advance(Duration.ofMinutes(1));
        failedRefund(order, "10.00");
        world.clock.advance(SETTLED);
        RefundSync sync = world.sync();

        assertThat(decide(sync, payment, "29.90")).isNotInstanceOf(RefundDecision.Allowed.class);
        assertThat(permit(decide(sync, payment, "10.00")).amount()).isEqualTo(eur("10.00"));
    }

    @Test
    void case07_moneyMovesInTheCustomersCurrencyAndTheShopsIsBookkeeping() {
        PaymentId payment = world.charge("p1", "settled", "1500", "JPY");
        String order = world.merchant
                .order()
                .currency("JPY", "0.00614")
                .total("1500")
                .sale(HANDLE, "p1")
                .place();
        world.merchant.succeed(
                transaction(world.merchant.refund(order).amount("500").make()));

        OrderRefund refund = read(order).refunds().get(0);

        assertThat(refund.amount()).isEqualTo(Money.of("JPY", "500"));
        assertThat(refund.payment()).isEqualTo(payment);
        assertThat(read(order).total()).contains(Money.of("JPY", "1500"));
    }

    @Test
    void case08_ofASplitTenderOnlyOurPaymentIsOurs() {
        PaymentId payment = world.paid("p1", "39.90");
        String order = world.merchant
                .order()
                .total("60.00")
                .giftCard("10.00")
                .storeCredit("5.00")
                .sale("paypal", "x-1", "5.10")
                .sale(HANDLE, "p1", "39.90")
                .place();
        world.merchant.refund(order).make();

        ShopOrder read = read(order);

        assertThat(read.payments()).containsExactly(payment);
        assertThat(read.refunds())
                .filteredOn(refund -> refund.payment() != null)
                .extracting(OrderRefund::payment, OrderRefund::amount)
                .containsExactly(org.assertj.core.api.Assertions.tuple(payment, eur("39.90")));
        assertThat(read.refunds()).hasSize(4);
        assertThat(world.news).contains(new ShopifyEvent.GatewayNotNamed("shop", "paypal"));
    }

    @Test
    void case09_aRefundWithoutTransactionsIsNoMoney() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.merchant
                .order()
                .line("Cap", 2, "24.95")
                .sale(HANDLE, "p1")
                .place();
        String line = "gid://shopify/LineItem/"
                + world.sandbox.order(order).lines().get(0).id();
        world.merchant.edit(order).remove(line, 1).edit();
        world.merchant.refund(order).line(line, 1).withoutTransactions().make();
        String unpaid = world.merchant.order().total("30.00").place();
        world.merchant.refund(unpaid).withoutTransactions().make();
        RefundSync sync = world.sync();

        assertThat(read(order).refunds()).isEmpty();
        assertThat(read(unpaid).refunds()).isEmpty();
        assertThat(read(unpaid).payments()).isEmpty();
        sync.mayHaveMissed("shop");
        sync.worker().scanDue();
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
    }

    @Test
    void case09_anExchangeIsNoRefundOfThePayment() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.merchant
                .order()
                .line("Cap", 2, "24.95")
                .sale(HANDLE, "p1")
                .place();
        String line = "gid://shopify/LineItem/"
                + world.sandbox.order(order).lines().get(0).id();
        world.merchant.edit(order).remove(line, 1).add("Gloves", 1, "24.95").exchange();
        RefundSync sync = world.sync();
        sync.mayHaveMissed("shop");
        sync.worker().scanDue();

        assertThat(read(order).payments()).containsExactly(payment);
        assertThat(read(order).refunds()).noneMatch(refund -> refund.money() == Payout.SUCCEEDED);
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
    }

    @Test
    void case10_releasingAnAuthorisationIsNoRefund() {
        PaymentId payment = world.authorised("p1", "49.90");
        String order = world.merchant
                .order()
                .total("49.90")
                .authorization(HANDLE, "p1")
                .place();
        assertThat(read(order).cancelled()).isFalse();
        world.merchant.cancel(order, true);
        RefundSync sync = world.sync();

        assertThat(read(order).cancelled()).isTrue();
        assertThat(read(order).refunds()).isEmpty();
        assertThat(row(decide(sync, payment, "49.90"))).isEqualTo(1);
    }

    @Test
    void case11_whatNoWebhookToldIsFoundByTheScanAndTheSubscriptionIsMadeAgain() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        RefundSync sync = world.sync();
        sync.worker().scanDue();
        String transaction =
                transaction(world.merchant.refund(order).amount("10.00").make()); // no subscription: nobody tells
        world.clock.advance(SETTLED);

        sync.worker().scanDue();

        assertThat(sync.ledger().refund("shop", transaction)).isPresent();
        java.net.URI address = java.net.URI.create("https://app.example.test/hook");
        assertThat(ShopifySubscriptions.of(world.shop, address).audit(sync)).contains("refunds/create");
        assertThat(ShopifySubscriptions.of(world.shop, address).audit(sync)).isEmpty();
    }

    @Test
    void case12_eventsInTheWrongOrderNeverSetARefundBack() {
        RefundSync sync = world.sync();
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        hooks.deliverAndWork();
        String transaction =
                transaction(world.merchant.refund(order).amount("10.00").make());
        var early = world.sandbox.webhooks().takeSigned();
        world.frisbii.refundAsStaff("p1", 1_000);
        world.merchant.succeed(transaction);
        hooks.deliverAndWork();
        assertThat(sync.ledger().refund("shop", transaction).orElseThrow().shownAs())
                .contains(ShopRefund.State.SUCCEEDED);

        early.forEach(delivery -> assertThat(
                        hooks.receive(delivery.headers(), delivery.body()).status())
                .isEqualTo(200));
        hooks.worker.workOff();

        assertThat(sync.ledger().refund("shop", transaction).orElseThrow().shownAs())
                .contains(ShopRefund.State.SUCCEEDED);
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
    }

    @Test
    void case13_aPermitIsWorthNothingOnceTheShopHasRefundedAfterAll() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        failedRefund(order, "10.00");
        world.clock.advance(SETTLED);
        RefundSync sync = world.sync();
        RefundPermit permit = permit(decide(sync, payment, "10.00"));
        world.frisbii.refundAsStaff("p1", 1_000);
        world.merchant.succeed(
                transaction(world.merchant.refund(order).amount("10.00").make()));

        DirectRefund made = sync.desk().execute(permit);

        assertThat(made).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(row(((DirectRefund.NotAllowed) made).decision())).isEqualTo(4);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void case14_aForgedDeliveryOrOneOfAnotherShopUnlocksNothing() {
        RefundSync sync = world.sync();
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        var delivery = world.sandbox.webhooks().takeSigned().get(0);
        byte[] forged = ("{\"id\":1,\"order_id\":" + order.replaceAll("\\D", "")
                        + ",\"kind\":\"refund\",\"status\":\"failure\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Map<String, String> otherShop = new java.util.HashMap<>(delivery.headers());
        otherShop.put("X-Shopify-Shop-Domain", "other.myshopify.com");

        assertThat(hooks.receive(delivery.headers(), forged).status()).isEqualTo(401);
        assertThat(hooks.receive(otherShop, delivery.body()).status()).isEqualTo(400);
        hooks.worker.workOff();

        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
        assertThat(row(decide(sync, payment, "10.00"))).isEqualTo(7);
    }

    @Test
    void case15_amountsAreExactOrTheOrderIsNotUnderstood() {
        world.charge("p-kwd", "settled", "1.500", "KWD");
        String dinars = world.merchant
                .order()
                .currency("KWD", "3.1")
                .total("1.500")
                .sale(HANDLE, "p-kwd")
                .place();
        world.merchant.refund(dinars).amount("1.234").make();
        String crypto = world.merchant
                .order()
                .currency("USDC", "0.9")
                .total("30")
                .sale(HANDLE, "p-usdc")
                .place();
        world.merchant.refund(crypto).make();

        assertThat(read(dinars).refunds().get(0).amount()).isEqualTo(Money.of("KWD", "1.234"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> world.shop.order(crypto)))
                .isInstanceOf(MaksutException.class)
                .hasMessageContaining("no currency in amountSet");
        // It is told of, and stops no scan.
        assertThat(world.shop.changedSince(Instant.EPOCH, null).orders())
                .extracting(ShopOrder::id)
                .containsExactly(dinars);
        assertThat(world.news)
                .contains(new ShopifyEvent.OrderNotUnderstood(
                        "shop", crypto, "what the shop tells of its money cannot be understood"));
    }

    @Test
    void case16_aTestRefundIsNotBookedAsReal() {
        world.connectPaymentsApp();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order =
                world.merchant.order().test().total("49.90").sale(HANDLE, "p1").place();
        Refunds.Result refund = world.merchant.refund(order).amount("10.00").make();
        PaymentsSession session = world.sandbox.sessions().ofTransaction(transaction(refund));
        world.post(sessions, SessionKind.REFUND, session);
        sessions.workOff();
        sync.mayHaveMissed("shop");
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(1));

        assertThat(read(order).test()).isTrue();
        assertThat(read(order).payments()).isEmpty();
        assertThat(world.refunded(payment)).isZero();
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
        PaymentsSession ended = world.sandbox.sessions().ofTransaction(transaction(refund));
        assertThat(ended.state()).isEqualTo(PaymentsSession.State.REJECTED);
        assertThat(ended.merchantMessage()).isEqualTo(Texts.text(Locale.forLanguageTag("fi"), "session.test"));
    }

    @Test
    void case17_idsAboveTwoToTheFiftyThirdAreTheSameEverywhere() {
        RefundSync sync = world.sync();
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        Refunds.Result refund = world.merchant.refund(order).amount("10.00").make();
        hooks.deliverAndWork();

        long number = Long.parseLong(order.replaceAll("\\D", ""));
        assertThat(number).isGreaterThan(1L << 53);
        assertThat((long) (double) number).isNotEqualTo(number);
        LedgerOperation seen = sync.ledger().refund("shop", transaction(refund)).orElseThrow();
        assertThat(seen.orderId()).contains(order);
        assertThat(seen.payment()).isEqualTo(payment);
    }

    @Test
    void case18_storeCreditAfterAFailedRefundIsTheRefund() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        failedRefund(order, "10.00");
        world.clock.advance(Duration.ofMinutes(1));
        RefundSync sync = world.sync();
        world.merchant.refund(order).storeCredit("10.00").make();
        world.clock.advance(SETTLED);

        assertThat(row(decide(sync, payment, "10.00"))).isEqualTo(4);
        assertThat(read(order).refunds())
                .extracting(OrderRefund::state, OrderRefund::money)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(ShopRefund.State.FAILED, Payout.NOT_TOLD),
                        org.assertj.core.api.Assertions.tuple(ShopRefund.State.SUCCEEDED, Payout.NONE));
    }

    @Test
    void case18_storeCreditAloneIsNoMatterOfTheGateways() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        world.merchant.refund(order).storeCredit("10.00").make();
        RefundSync sync = world.sync();
        sync.worker().scanDue();
        sync.mayHaveMissed("shop");
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(2));

        assertThat(read(order).refunds()).extracting(OrderRefund::payment).containsOnlyNulls();
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
    }

    @Test
    void case19_amountOnlyAndShippingRefundsCountByTheirTransactions() {
        PaymentId payment = world.paid("p1", "54.85");
        String order = world.merchant
                .order()
                .total("49.90")
                .shipping("4.95")
                .sale(HANDLE, "p1")
                .place();
        // Beside it the shop shows adjustments that cancel each other out.
        Refunds.Result amountOnly = world.merchant.refund(order).amount("7.00").make();
        world.merchant.succeed(transaction(amountOnly));
        world.merchant.succeed(
                transaction(world.merchant.refund(order).shipping("4.95").make()));
        world.merchant.cancel(order, true);

        List<OrderRefund> refunds = read(order).refunds();

        assertThat(refunds).extracting(OrderRefund::payment).containsOnly(payment);
        assertThat(refunds).extracting(OrderRefund::amount).containsExactly(eur("7.00"), eur("4.95"), eur("42.90"));
    }

    @Test
    void case20_aCheckoutPaymentWithoutOrderIsForAPerson() {
        PaymentId payment = world.paid("p1", "49.90");
        RefundSync sync = world.sync();
        world.clock.advance(Duration.ofHours(1));
        decide(sync, payment, "49.90");
        world.clock.advance(SETTLED);

        assertThat(row(decide(sync, payment, "49.90"))).isEqualTo(12);
    }

    @Test
    void case21_anExpiredVersionAndNewWordsStopNothing() {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        String transaction =
                transaction(world.merchant.refund(order).amount("10.00").make());
        world.merchant.status(transaction, "ON_ITS_WAY");
        world.clock.advance(Duration.ofDays(400));
        world.frisbii.charge("p2").state("settled").amount(100).currency("EUR").add();

        assertThat(read(order).refunds().get(0).state()).isEqualTo(ShopRefund.State.UNKNOWN);
        assertThat(world.news)
                .filteredOn(ShopifyEvent.ApiVersionDiffers.class::isInstance)
                .hasSize(1);
        assertThat(world.shop.health().problems()).contains(ShopifyHealth.Problem.VERSION_DIFFERS);
    }

    @Test
    void case21_aRenamedGatewayHandleIsToldOfAndItsOrdersAreStillFound() {
        PaymentId payment = world.paid("p1", "49.90");
        world.merchant.order().total("49.90").sale("flatpay_2027", "p1").place();
        world.clock.advance(Duration.ofHours(1));

        OrderSearch found = world.shop.findOrder(world.read(payment));

        assertThat(found).isInstanceOf(OrderSearch.Found.class);
        assertThat(world.news).contains(new ShopifyEvent.GatewayNotNamed("shop", "flatpay_2027"));
        assertThat(row(decide(world.sync(), payment, "10.00"))).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(
            value = ShopStatus.class,
            names = {"FROZEN", "LOCKED", "GONE", "INACTIVE"})
    void case22_aShopThatIsClosedIsNotAShopWithoutOrders(ShopStatus status) {
        PaymentId payment = world.paid("link-1", "20.00");
        world.links.add("link-1");
        world.clock.advance(Duration.ofHours(1));
        world.sandbox.status(status);

        assertThat(world.shop.findOrder(world.read(payment)))
                .isEqualTo(new OrderSearch.Unclear(Cause.SHOP_DISCONNECTED));
        world.sandbox.status(ShopStatus.OPEN);
        assertThat(world.shop.findOrder(world.read(payment))).isEqualTo(new OrderSearch.Absent(true, true));
    }

    @Test
    void case22_aShopThatRemovedTheAppAndInstalledItAgainIsAskedAgain() {
        RefundSync sync = world.sync();
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        PaymentId payment = world.paid("p1", "49.90");
        world.sandbox.apps().uninstall();
        hooks.deliverAndWork();

        assertThat(world.news).contains(new ShopifyEvent.AppUninstalled("shop"));
        assertThat(world.shop.findOrder(world.read(payment)))
                .isEqualTo(new OrderSearch.Unclear(Cause.SHOP_DISCONNECTED));
        assertThat(world.shop.health().problems())
                .contains(ShopifyHealth.Problem.UNINSTALLED, ShopifyHealth.Problem.ACCESS_LOST);
        assertThat(world.news)
                .as("for people: no status, code or attempt")
                .contains(new ShopifyEvent.AccessLost("shop", "our credentials were not accepted"));

        world.sandbox.apps().reinstall();
        try (ShopifyShop again = world.settings()
                .adminApp(ShopifyTokens.fixed(world.sandbox.app().staticToken()))
                .build()) {
            world.clock.advance(Duration.ofHours(1));
            assertThat(again.findOrder(world.read(payment))).isEqualTo(new OrderSearch.Absent(true, true));
        }
    }

    @Test
    void case23_forgettingACustomerLeavesWhatTheDecisionNeeds() {
        RefundSync sync = world.sync();
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        world.paid("p1", "49.90");
        String order = world.merchant
                .order()
                .email("liisa@example.test")
                .total("49.90")
                .sale(HANDLE, "p1")
                .place();
        String transaction =
                transaction(world.merchant.refund(order).amount("10.00").make());
        hooks.deliverAndWork();
        world.merchant.redactCustomer(order);
        hooks.deliverAndWork();

        assertThat(world.news)
                .contains(new ShopifyEvent.PrivacyRequested(
                        "shop", ShopifyEvent.Privacy.REDACT_CUSTOMER, List.of(order)));
        assertThat(sync.ledger().refund("shop", transaction).orElseThrow().orderId())
                .contains(order);
        assertThat(hooks.inbox.history("shopify", order))
                .isNotEmpty()
                .allSatisfy(
                        delivery -> assertThat(new String(delivery.payload(), java.nio.charset.StandardCharsets.UTF_8))
                                .doesNotContain("liisa", "49.90"));
    }

    @Test
    void case24_anOpenChargebackStopsEveryRefund() {
        world.connectPaymentsApp();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        world.frisbii.disputeOpened("p1");
        Refunds.Result refund = world.merchant.refund(order).amount("10.00").make();
        PaymentsSession session = world.sandbox.sessions().ofTransaction(transaction(refund));

        world.post(sessions, SessionKind.REFUND, session);
        world.work(sync, Duration.ofMinutes(2));

        assertThat(world.read(payment).chargebackOpen() || world.read(payment).status() == PaymentStatus.CHARGED_BACK)
                .isTrue();
        assertThat(world.refunded(payment)).isZero();
        assertThat(world.sandbox.sessions().ofTransaction(transaction(refund)).state())
                .isEqualTo(PaymentsSession.State.REJECTED);
        assertThat(row(decide(sync, payment, "10.00"))).isEqualTo(1);
    }
}
