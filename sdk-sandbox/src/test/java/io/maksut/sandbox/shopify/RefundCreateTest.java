package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.shopify.shop.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefundCreateTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));
    private static final String PAYMENT = "gid://shopify/OrderTransaction/9007199254740993";
    private static final String MUTATION =
            "mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {"
                    + " refund { id note totalRefundedSet { shopMoney { amount } }"
                    + "   transactions(first: 5) { nodes { id kind status gateway paymentId parentTransaction { id } amountSet { presentmentMoney { amount } } } }"
                    + "   refundLineItems(first: 5) { nodes { quantity restockType subtotalSet { shopMoney { amount } } } }"
                    + "   orderAdjustments(first: 5) { nodes { reason amountSet { shopMoney { amount } } } } }"
                    + " order { id displayFinancialStatus totalRefundedSet { shopMoney { amount } } }"
                    + " userErrors { field message } } }";

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final RawClient client = new RawClient(sandbox);
    private String order;

    @BeforeEach
    void anOrderIsPaid() {
        order = merchant.order()
                .line("Cap", 2, "20.00")
                .shipping("9.90")
                .sale("flatpay", "rPayment1")
                .place();
    }

    private JsonObject input(String more) {
        return RawClient.json("{\"orderId\":\"" + order + "\"" + more + "}").getAsJsonObject();
    }

    private static String money(String amount) {
        return ",\"transactions\":[{\"amount\":\"" + amount + "\",\"gateway\":\"flatpay\",\"kind\":\"REFUND\","
                + "\"parentId\":\"" + PAYMENT + "\",\"orderId\":\"ORDER\"}]";
    }

    private RawClient.Answer refund(String key, String more) throws Exception {
        return client.admin(MUTATION, Map.of("input", input(more.replace("ORDER", order)), "key", key));
    }

    private String error(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("data.refundCreate.refund").isJsonNull())
                .as(answer.text())
                .isTrue();
        return answer.text("data.refundCreate.userErrors.0.message");
    }

    @Test
    void aRefundIsPendingAtTheProviderAndNothingIsRefundedYet() throws Exception {
        RawClient.Answer answer = refund("k1", money("10.00") + ",\"note\":\"too small\"");

        assertThat(answer.list("data.refundCreate.userErrors")).isEmpty();
        assertThat(answer.text("data.refundCreate.refund.note")).isEqualTo("too small");
        JsonObject transaction =
                answer.at("data.refundCreate.refund.transactions.nodes.0").getAsJsonObject();
        assertThat(transaction.get("kind").getAsString()).isEqualTo("REFUND");
        assertThat(transaction.get("status").getAsString()).isEqualTo("PENDING");
        assertThat(transaction.get("paymentId").getAsString()).isEqualTo("rPayment1");
        assertThat(transaction.getAsJsonObject("parentTransaction").get("id").getAsString())
                .isEqualTo(PAYMENT);
        assertThat(answer.text("data.refundCreate.refund.totalRefundedSet.shopMoney.amount"))
                .isEqualTo("0.0");
        assertThat(answer.text("data.refundCreate.order.displayFinancialStatus"))
                .isEqualTo("PAID");
        assertThat(answer.list("data.refundCreate.refund.orderAdjustments.nodes")
                        .toString())
                .isEqualTo(
                        "[{\"reason\":\"REFUND_DISCREPANCY\",\"amountSet\":{\"shopMoney\":{\"amount\":\"-10.0\"}}},"
                                + "{\"reason\":\"PENDING_REFUND_DISCREPANCY\",\"amountSet\":{\"shopMoney\":{\"amount\":\"10.0\"}}}]");

        merchant.succeed(transaction.get("id").getAsString());
        RawClient.Answer again = refund("k1", money("10.00") + ",\"note\":\"too small\"");
        assertThat(again.text("data.refundCreate.refund.id")).isEqualTo(answer.text("data.refundCreate.refund.id"));
        assertThat(again.text("data.refundCreate.refund.transactions.nodes.0.status"))
                .isEqualTo("SUCCESS");
        assertThat(again.text("data.refundCreate.order.totalRefundedSet.shopMoney.amount"))
                .isEqualTo("10.0");
        assertThat(again.text("data.refundCreate.order.displayFinancialStatus")).isEqualTo("PARTIALLY_REFUNDED");
        assertThat(sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void aKeyIsRequiredSinceApril2026AndOptionalBefore() throws Exception {
        String document =
                "mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { message } } }";
        Map<String, Object> variables = Map.of("input", input(money("1.00").replace("ORDER", order)));

        for (String version : new String[] {"2026-04", "2026-07", "2026-10", "unstable"}) {
            RawClient.Answer refused = client.admin(version, sandbox.adminToken(), document, variables);
            assertThat(refused.errorCode()).isEqualTo("BAD_REQUEST");
            assertThat(refused.at("data.refundCreate").isJsonNull()).isTrue();
        }
        assertThat(sandbox.order(order).refunds()).isEmpty();
        RawClient.Answer done = client.admin("2026-01", sandbox.adminToken(), document, variables);
        assertThat(done.list("data.refundCreate.userErrors")).isEmpty();
        assertThat(sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void theSameKeyForSomethingElseIsRefusedWithNoMoreThanAMessage() throws Exception {
        refund("k1", money("1.00"));

        RawClient.Answer other = refund("k1", money("2.00"));

        assertThat(error(other))
                .isEqualTo("The same idempotency key cannot be used with different operation parameters.");
        assertThat(other.at("data.refundCreate.userErrors.0.field").isJsonNull())
                .isTrue();
        assertThat(sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void aKeyIsForgottenAfterADayAndTheRefundIsMadeAgain() throws Exception {
        refund("k1", money("1.00"));
        CLOCK.advance(Duration.ofHours(24).minusSeconds(1));
        refund("k1", money("1.00"));
        assertThat(sandbox.order(order).refunds()).hasSize(1);

        CLOCK.advance(Duration.ofSeconds(1));
        refund("k1", money("1.00"));

        assertThat(sandbox.order(order).refunds()).hasSize(2);
    }

    @Test
    void aKeyWhoseRequestWasRefusedIsUsedUp() throws Exception {
        assertThat(error(refund("k1", money("50.00")))).isEqualTo("Refund amount is greater than the amount available");

        assertThat(error(refund("k1", money("50.00"))))
                .isEqualTo("A previous request with this idempotency key failed. Retry with a new idempotency key.");
        assertThat(refund("k2", money("49.90")).list("data.refundCreate.userErrors"))
                .isEmpty();
    }

    @Test
    void twoRequestsWithOneKeyAtTheSameTimeMakeOneRefund() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        sandbox.gateway("flatpay").provider(payout -> {
            asked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Outcome.pending();
        });
        CompletableFuture<RawClient.Answer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return refund("k1", money("1.00"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        RawClient.Answer second = refund("k1", money("1.00"));
        released.countDown();

        assertThat(error(second)).isEqualTo("This request is currently in progress, please try again.");
        assertThat(first.join().list("data.refundCreate.userErrors")).isEmpty();
        assertThat(sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void aLostAnswerIsRecoveredWithTheSameKey() throws Exception {
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/admin/api/*/graphql.json");

        assertThat(catchThrowable(() -> refund("k1", money("10.00")))).isInstanceOf(IOException.class);
        RawClient.Answer again = refund("k1", money("10.00"));

        assertThat(again.at("data.refundCreate.refund.id").isJsonNull()).isFalse();
        assertThat(sandbox.order(order).refunds()).hasSize(1);
        assertThat(sandbox.requests().all("POST", "/admin/api/*/graphql.json"))
                .extracting(RecordedRequest::idempotencyKey)
                .containsExactly("k1", "k1");
    }

    @Test
    void linesAndShippingAreRecordedWithTheirWorth() throws Exception {
        RawClient.Answer answer = refund(
                "k1",
                money("29.90")
                        + ",\"refundLineItems\":[{\"lineItemId\":\"gid://shopify/LineItem/9007199254740993\",\"quantity\":1,"
                        + "\"restockType\":\"RETURN\"}],\"shipping\":{\"fullRefund\":true}");

        assertThat(answer.list("data.refundCreate.refund.refundLineItems.nodes").toString())
                .isEqualTo(
                        "[{\"quantity\":1,\"restockType\":\"RETURN\",\"subtotalSet\":{\"shopMoney\":{\"amount\":\"20.0\"}}}]");
        assertThat(answer.list("data.refundCreate.refund.orderAdjustments.nodes")
                        .toString())
                .isEqualTo(
                        "[{\"reason\":\"PENDING_REFUND_DISCREPANCY\",\"amountSet\":{\"shopMoney\":{\"amount\":\"29.9\"}}}]");
        assertThat(
                        error(
                                refund(
                                        "k2",
                                        ",\"refundLineItems\":[{\"lineItemId\":\"gid://shopify/LineItem/9007199254740993\",\"quantity\":2}]")))
                .contains("Quantity");
        assertThat(error(refund("k3", ",\"shipping\":{\"amount\":\"0.01\"}"))).contains("shipping");
    }

    @Test
    void withoutTransactionsNoMoneyMoves() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        sandbox.gateway("flatpay").provider(payout -> {
            asked.incrementAndGet();
            return Outcome.success();
        });

        RawClient.Answer answer = refund(
                "k1",
                ",\"refundLineItems\":[{\"lineItemId\":\"gid://shopify/LineItem/9007199254740993\",\"quantity\":1}]");

        assertThat(answer.list("data.refundCreate.refund.transactions.nodes")).isEmpty();
        assertThat(answer.text("data.refundCreate.order.totalRefundedSet.shopMoney.amount"))
                .isEqualTo("0.0");
        assertThat(asked).hasValue(0);
    }

    @Test
    void storeCreditIsGivenAtOnceAndHasNoParent() throws Exception {
        RawClient.Answer answer = refund(
                "k1",
                ",\"refundMethods\":[{\"storeCreditRefund\":{\"amount\":{\"amount\":\"15.00\",\"currencyCode\":\"EUR\"}}}]");

        JsonObject transaction =
                answer.at("data.refundCreate.refund.transactions.nodes.0").getAsJsonObject();
        assertThat(transaction.get("gateway").getAsString()).isEqualTo("shopify_store_credit");
        assertThat(transaction.get("status").getAsString()).isEqualTo("SUCCESS");
        assertThat(transaction.get("parentTransaction").isJsonNull()).isTrue();
        assertThat(transaction.get("paymentId").isJsonNull()).isTrue();
        assertThat(answer.text("data.refundCreate.order.totalRefundedSet.shopMoney.amount"))
                .isEqualTo("15.0");
    }

    @Test
    void theCustomersCurrencyMustBeNamedWhereItIsNotTheShops() throws Exception {
        order = merchant.order()
                .currency("SEK", "0.087")
                .total("500.00")
                .sale("flatpay", "r2")
                .place();
        String money = money("100.00").replace(PAYMENT, "gid://shopify/OrderTransaction/9007199254740995");

        assertThat(error(refund("k1", money))).contains("presentment currency");
        assertThat(error(refund("k2", money + ",\"currency\":\"EUR\""))).contains("presentment currency");
        RawClient.Answer done = refund("k3", money + ",\"currency\":\"SEK\"");
        assertThat(done.text("data.refundCreate.refund.transactions.nodes.0.amountSet.presentmentMoney.amount"))
                .isEqualTo("100.0");
    }

    @Test
    void pendingRefundsCountAsGone() throws Exception {
        refund("k1", money("40.00"));

        assertThat(error(refund("k2", money("10.00")))).contains("greater than the amount available");
        assertThat(refund("k3", money("9.90")).list("data.refundCreate.userErrors"))
                .isEmpty();
    }

    @Test
    void overRefundingHasToBeAllowed() throws Exception {
        RawClient.Answer answer = refund("k1", money("60.00") + ",\"allowOverRefunding\":true");

        assertThat(answer.text("data.refundCreate.refund.transactions.nodes.0.amountSet.presentmentMoney.amount"))
                .isEqualTo("60.0");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        assertThat(error(refund("k1", ""))).contains("empty");
        assertThat(error(refund("k2", money("0.00")))).contains("greater than zero");
        assertThat(error(refund("k3", money("1.001")))).contains("decimal places");
        assertThat(error(refund("k4", money("1.00").replace("REFUND", "VOID")))).contains("Kind");
        assertThat(error(refund("k5", money("1.00").replace("flatpay", "klarna"))))
                .contains("Parent transaction");
        assertThat(error(refund("k6", money("1.00").replace(PAYMENT, "gid://shopify/OrderTransaction/5"))))
                .contains("Parent transaction");
        assertThat(client.admin(
                                MUTATION,
                                Map.of("key", "k7", "input", RawClient.json("{\"orderId\":\"gid://shopify/Order/5\"}")))
                        .text("data.refundCreate.userErrors.0.message"))
                .isEqualTo("Order does not exist");
        RawClient.Answer number = client.admin(
                MUTATION,
                Map.of(
                        "key",
                        "k8",
                        "input",
                        input(money("1.00").replace("ORDER", order).replace("\"1.00\"", "1.5"))));
        assertThat(number.errorCode()).isEqualTo("INVALID_VARIABLE");
        assertThat(sandbox.order(order).refunds()).isEmpty();
        assertThat(sandbox.order(order).transactions()).hasSize(1);
    }

    @Test
    void aRefundThatTheProviderRefusesAtOnceLeavesNoRefundButAFailedTransaction() throws Exception {
        sandbox.gateway("flatpay").provider(payout -> Outcome.failure("PROCESSING_ERROR", "Insufficient balance"));

        assertThat(error(refund("k1", money("10.00")))).isNotEmpty();

        RawClient.Answer read = client.admin(
                "query($id: ID!) { order(id: $id) { refunds { id } transactions { kind status errorCode } } }",
                Map.of("id", order));
        assertThat(read.list("data.order.refunds")).isEmpty();
        assertThat(read.at("data.order.transactions.1").toString())
                .isEqualTo("{\"kind\":\"REFUND\",\"status\":\"FAILURE\",\"errorCode\":\"PROCESSING_ERROR\"}");
    }

    @Test
    void aProviderThatBreaksLeavesAnErrorAlthoughItMayHavePaid() throws Exception {
        AtomicInteger paid = new AtomicInteger();
        sandbox.gateway("flatpay").provider(payout -> {
            paid.incrementAndGet();
            throw new IllegalStateException("connection lost after the payout");
        });

        RawClient.Answer answer = refund("k1", money("10.00"));

        assertThat(paid).hasValue(1);
        assertThat(answer.errorCode()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(sandbox.order(order).transactions().get(1).status()).isEqualTo("ERROR");
        assertThat(sandbox.order(order).refunds()).isEmpty();
    }
}
