package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.shopify.shop.Outcome;
import io.maksut.sandbox.shopify.shop.Refunds;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MerchantRefundsTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final ShopReader reader = new ShopReader(sandbox);

    @BeforeEach
    void anAppListens() {
        sandbox.webhooks()
                .subscribe(
                        URI.create("http://127.0.0.1:1/hook"),
                        "orders/create",
                        "orders/paid",
                        "orders/updated",
                        "orders/cancelled",
                        "orders/edited",
                        "orders/delete",
                        "orders/fulfilled",
                        "orders/partially_fulfilled",
                        "order_transactions/create",
                        "refunds/create",
                        "fulfillments/create",
                        "tender_transactions/create",
                        "returns/approve");
    }

    @Test
    void aPendingRefundChangesNothingUntilItSucceeds() throws Exception {
        String order = merchant.order().sale("flatpay", "r1").place();
        int before = sandbox.webhooks().all().size();

        Refunds.Result refund = merchant.refund(order).make();

        assertThat(reader.sums(order)).isEqualTo("PAID 49.9 0.0 49.9 0.0 0.0 0.0");
        assertThat(reader.topicsSince(before)).containsExactly("refunds/create", "orders/updated");
        CLOCK.advance(Duration.ofMinutes(5));
        merchant.succeed(refund.transactionIds().get(0));
        assertThat(reader.sums(order)).isEqualTo("REFUNDED 49.9 49.9 0.0 0.0 0.0 0.0");
        assertThat(reader.topicsSince(before + 2))
                .containsExactly("order_transactions/create", "tender_transactions/create", "orders/updated");
        assertThat(reader.read(order, "updatedAt").text("data.order.updatedAt"))
                .isEqualTo(CLOCK.instant().toString());
        assertThatThrownBy(() -> merchant.fail(refund.transactionIds().get(0), "PROCESSING_ERROR", "late"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPendingRefundThatFailsStaysOnTheOrderUnlessTheGatewaysRefundsVanish() throws Exception {
        String stays = merchant.order().sale("flatpay", "r1").place();
        String vanishes = merchant.order().sale("vanishing", "r2").place();
        sandbox.gateway("vanishing").failedRefundsVanish(true);

        for (String order : List.of(stays, vanishes)) {
            merchant.fail(
                    merchant.refund(order).make().transactionIds().get(0), "PROCESSING_ERROR", "Insufficient balance");
            assertThat(reader.read(order, "transactions { kind status errorCode }")
                            .at("data.order.transactions.1")
                            .toString())
                    .isEqualTo("{\"kind\":\"REFUND\",\"status\":\"FAILURE\",\"errorCode\":\"PROCESSING_ERROR\"}");
            assertThat(reader.sums(order)).startsWith("PAID 49.9 0.0 49.9 0.0");
        }
        assertThat(reader.read(stays, "refunds { id }").list("data.order.refunds"))
                .hasSize(1);
        assertThat(reader.read(vanishes, "refunds { id }").list("data.order.refunds"))
                .isEmpty();
    }

    @Test
    void aFailedRefundCanBeTriedAgainWhichMakesANewTransaction() throws Exception {
        String order = merchant.order().sale("flatpay", "r1").place();
        merchant.fail(
                merchant.refund(order).amount("10.00").make().transactionIds().get(0), "PROCESSING_ERROR", "no");
        merchant.succeed(
                merchant.refund(order).amount("10.00").make().transactionIds().get(0));

        assertThat(reader.read(order, "transactions { status }")
                        .list("data.order.transactions")
                        .toString())
                .isEqualTo("[{\"status\":\"SUCCESS\"},{\"status\":\"FAILURE\"},{\"status\":\"SUCCESS\"}]");
        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_REFUNDED 49.9 10.0 39.9 0.0 0.0 49.9");
    }

    @Test
    void aRefusedRefundLeavesNoRefundAndIsStillToldOf() throws Exception {
        String order = merchant.order().sale("flatpay", "r1").place();
        sandbox.gateway("flatpay").provider(payout -> Outcome.failure("PROCESSING_ERROR", "Insufficient balance"));
        int before = sandbox.webhooks().all().size();

        Refunds.Result refund = merchant.refund(order).make();

        assertThat(refund.refundId()).isEmpty();
        assertThat(sandbox.order(order).refunds()).isEmpty();
        assertThat(sandbox.order(order).lines().get(0).currentQuantity()).isEqualTo(1);
        assertThat(reader.topicsSince(before)).containsExactly("order_transactions/create", "orders/updated");
    }

    @Test
    void theShopMaySayErrorAlthoughTheGatewayPaid() throws Exception {
        try (FrisbiiSandbox gateway = FrisbiiSandbox.start()) {
            gateway.charge("r1").amount(4_990).currency("EUR").state("settled").add();
            String order = merchant.order().total("49.90").sale("flatpay", "r1").place();
            sandbox.gateway("flatpay").provider(payout -> {
                gateway.refundAsStaff(payout.paymentId(), payout.amount().minor());
                return Outcome.error("The answer got lost");
            });

            Refunds.Result refund = merchant.refund(order).amount("20.00").make();

            assertThat(refund.refundId()).isEmpty();
            assertThat(reader.read(order, "transactions { status errorCode } totalRefundedSet { shopMoney { amount } }")
                            .at("data.order.transactions.1")
                            .toString())
                    .isEqualTo("{\"status\":\"ERROR\",\"errorCode\":\"GENERIC_ERROR\"}");
            assertThat(gateway.books().refunded("r1")).isEqualTo(2_000);
        }
    }

    @Test
    void refundsComeByLinesByAmountByShippingAndWithoutMoney() throws Exception {
        String order = merchant.order()
                .line("Cap", 3, "10.00", "2.40")
                .shipping("5.00")
                .sale("bogus", null)
                .place();

        merchant.refund(order).line(reader.line(order), 1).make();
        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_REFUNDED 42.2 12.4 29.8 0.0 0.0 29.8");
        merchant.refund(order).shipping("5.00").make();
        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_REFUNDED 42.2 17.4 24.8 0.0 0.0 24.8");
        merchant.refund(order).amount("4.80").make();
        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_REFUNDED 42.2 22.2 20.0 0.0 0.0 24.8");
        merchant.refund(order).line(reader.line(order), 1).withoutTransactions().make();
        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_REFUNDED 42.2 22.2 20.0 0.0 0.0 12.4");
        merchant.refund(order).make();
        assertThat(reader.sums(order)).startsWith("PARTIALLY_REFUNDED 42.2 34.6 7.6");
        assertThat(reader.read(
                                order,
                                "refunds { totalRefundedSet { shopMoney { amount } } transactions(first: 5) { nodes { paymentId } } }")
                        .list("data.order.refunds"))
                .hasSize(5);
        assertThatThrownBy(() -> merchant.refund(order).amount("7.61").make())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("greater than the amount available");
    }

    @Test
    void theSameAmountCanBeRefundedTwice() throws Exception {
        String order = merchant.order().sale("bogus", null).place();

        merchant.refund(order).amount("10.00").make();
        merchant.refund(order).amount("10.00").make();

        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_REFUNDED 49.9 20.0 29.9 0.0 0.0 49.9");
    }

    @Test
    void aSplitPaymentIsRefundedInItsParts() throws Exception {
        String order = merchant.order().giftCard("10.00").sale("flatpay", "r1").place();

        Refunds.Result refund = merchant.refund(order).make();

        assertThat(reader.read(
                                order,
                                "refunds { transactions(first: 5) { nodes { gateway status amountSet { shopMoney { amount } } } } }")
                        .list("data.order.refunds.0.transactions.nodes")
                        .toString())
                .isEqualTo(
                        "[{\"gateway\":\"gift_card\",\"status\":\"SUCCESS\",\"amountSet\":{\"shopMoney\":{\"amount\":\"10.0\"}}},"
                                + "{\"gateway\":\"flatpay\",\"status\":\"PENDING\",\"amountSet\":{\"shopMoney\":{\"amount\":\"39.9\"}}}]");
        assertThat(refund.transactionIds()).hasSize(2);
        assertThat(reader.sums(order)).startsWith("PARTIALLY_REFUNDED 49.9 10.0 39.9");
    }

    @Test
    void aRefundToStoreCreditLeavesTheCardAlone() throws Exception {
        String order = merchant.order().sale("flatpay", "r1").place();

        merchant.refund(order).storeCredit("49.90").make();

        assertThat(reader.sums(order)).startsWith("REFUNDED 49.9 49.9 0.0");
        assertThat(reader.read(order, "refundable").at("data.order.refundable").getAsBoolean())
                .isFalse();
        assertThatThrownBy(() -> merchant.refund(order).amount("0.01").make())
                .isInstanceOf(IllegalStateException.class);
        assertThat(reader.read(order, "transactions { gateway kind paymentId parentTransaction { id } }")
                        .at("data.order.transactions.1")
                        .toString())
                .isEqualTo(
                        "{\"gateway\":\"shopify_store_credit\",\"kind\":\"REFUND\",\"paymentId\":null,\"parentTransaction\":null}");
    }

    @Test
    void aRefundOfACaptureNamesThePaymentOfItsAuthorization() throws Exception {
        String order = merchant.order().authorization("flatpay", "r1").place();
        merchant.succeed(merchant.capture(reader.transaction(order, 0), "49.90"));
        merchant.refund(order).amount("5.00").make();

        assertThat(reader.read(
                                order,
                                "transactions { kind paymentId parentTransaction { kind parentTransaction { kind paymentId } } }")
                        .at("data.order.transactions.2")
                        .toString())
                .isEqualTo("{\"kind\":\"REFUND\",\"paymentId\":\"r1\",\"parentTransaction\":{\"kind\":\"CAPTURE\","
                        + "\"parentTransaction\":{\"kind\":\"AUTHORIZATION\",\"paymentId\":\"r1\"}}}");
    }

    @Test
    void theEndOfATransactionMayLeaveTheOrdersTimeAlone() throws Exception {
        merchant.transactionsTouchOrders(false);
        String order = merchant.order().sale("flatpay", "r1").place();
        Instant before = CLOCK.instant();
        String refund = merchant.refund(order).make().transactionIds().get(0);
        CLOCK.advance(Duration.ofHours(1));
        merchant.succeed(refund);

        assertThat(reader.read(order, "updatedAt displayFinancialStatus")
                        .at("data.order")
                        .toString())
                .isEqualTo("{\"updatedAt\":\"" + before + "\",\"displayFinancialStatus\":\"REFUNDED\"}");
    }

    @Test
    void oneLineNamedTwiceCountsTwice() {
        String order =
                merchant.order().line("Cap", 3, "10.00").sale("bogus", null).place();

        assertThatThrownBy(() -> merchant.refund(order)
                        .line(reader.line(order), 2)
                        .line(reader.line(order), 2)
                        .make())
                .isInstanceOf(IllegalStateException.class);
        merchant.refund(order)
                .line(reader.line(order), 1)
                .line(reader.line(order), 2)
                .make();

        assertThat(sandbox.order(order).lines().get(0).currentQuantity()).isZero();
    }
}
