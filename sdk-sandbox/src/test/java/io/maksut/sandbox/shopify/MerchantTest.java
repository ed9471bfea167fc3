package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import io.maksut.sandbox.ManualClock;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MerchantTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final RawClient client = new RawClient(sandbox);
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
    void anOrderIsPaidInEveryWay() throws Exception {
        String paid = merchant.order().sale("flatpay", "r1").place();
        String authorized = merchant.order().authorization("flatpay", "r2").place();
        String split = merchant.order()
                .giftCard("10.00")
                .storeCredit("5.00")
                .sale("flatpay", "r3")
                .place();
        String manual = merchant.order().manual().place();
        String pending = merchant.order().pendingSale("flatpay", "r4").place();
        String unpaid = merchant.order().place();
        String partly = merchant.order().sale("flatpay", "r5", "20.00").place();
        String declined = merchant.order().declinedSale("flatpay", "r6").place();

        assertThat(reader.sums(paid)).isEqualTo("PAID 49.9 0.0 49.9 0.0 0.0 49.9");
        assertThat(reader.sums(authorized)).isEqualTo("AUTHORIZED 0.0 0.0 0.0 49.9 49.9 49.9");
        assertThat(reader.sums(split)).isEqualTo("PAID 49.9 0.0 49.9 0.0 0.0 49.9");
        assertThat(reader.sums(manual)).isEqualTo("PAID 49.9 0.0 49.9 0.0 0.0 49.9");
        assertThat(reader.sums(pending)).isEqualTo("PENDING 0.0 0.0 0.0 49.9 0.0 49.9");
        assertThat(reader.sums(unpaid)).isEqualTo("PENDING 0.0 0.0 0.0 49.9 0.0 49.9");
        assertThat(reader.sums(partly)).isEqualTo("PARTIALLY_PAID 20.0 0.0 20.0 29.9 0.0 49.9");
        assertThat(reader.sums(declined)).isEqualTo("PENDING 0.0 0.0 0.0 49.9 0.0 49.9");
        assertThat(reader.read(
                                split,
                                "transactions { gateway paymentId manualPaymentGateway amountSet { shopMoney { amount } } }")
                        .list("data.order.transactions")
                        .toString())
                .isEqualTo(
                        "[{\"gateway\":\"gift_card\",\"paymentId\":null,\"manualPaymentGateway\":false,\"amountSet\":{\"shopMoney\":{\"amount\":\"10.0\"}}},"
                                + "{\"gateway\":\"shopify_store_credit\",\"paymentId\":null,\"manualPaymentGateway\":false,\"amountSet\":{\"shopMoney\":{\"amount\":\"5.0\"}}},"
                                + "{\"gateway\":\"flatpay\",\"paymentId\":\"r3\",\"manualPaymentGateway\":false,\"amountSet\":{\"shopMoney\":{\"amount\":\"34.9\"}}}]");
        assertThat(reader.read(manual, "transactions { gateway paymentId manualPaymentGateway }")
                        .at("data.order.transactions.0")
                        .toString())
                .isEqualTo("{\"gateway\":\"manual\",\"paymentId\":\"#1004.1\",\"manualPaymentGateway\":true}");
    }

    @Test
    void anOrderThatIsPaidIsToldOfWithOneEventId() {
        merchant.order().giftCard("10.00").sale("flatpay", "r1").place();

        assertThat(reader.topicsSince(0))
                .containsExactly(
                        "orders/create",
                        "order_transactions/create",
                        "tender_transactions/create",
                        "order_transactions/create",
                        "tender_transactions/create",
                        "orders/paid",
                        "orders/updated");
        assertThat(sandbox.webhooks().all())
                .extracting(webhook -> webhook.eventId())
                .containsOnly(sandbox.webhooks().all().get(0).eventId());
        assertThat(sandbox.webhooks().all()).extracting(webhook -> webhook.id()).doesNotHaveDuplicates();
    }

    @Test
    void captureAndReleaseFollowTheProvider() throws Exception {
        String order = merchant.order().authorization("flatpay", "r1").place();
        String authorization = reader.transaction(order, 0);

        String capture = merchant.capture(authorization, "20.00");
        assertThat(reader.sums(order)).isEqualTo("PENDING 0.0 0.0 0.0 49.9 0.0 49.9");
        merchant.fail(capture, "PROCESSING_ERROR", "no");
        assertThat(reader.sums(order)).isEqualTo("AUTHORIZED 0.0 0.0 0.0 49.9 49.9 49.9");
        merchant.succeed(merchant.capture(authorization, "20.00"));
        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_PAID 20.0 0.0 20.0 29.9 0.0 49.9");
        assertThatThrownBy(() -> merchant.capture(authorization, "1.00")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> merchant.release(authorization)).isInstanceOf(IllegalStateException.class);

        String other = merchant.order().authorization("flatpay", "r2").place();
        merchant.succeed(merchant.release(reader.transaction(other, 0)));
        assertThat(reader.sums(other)).startsWith("VOIDED 0.0 0.0 0.0");
        assertThat(reader.read(other, "transactions { kind status amountSet { shopMoney { amount } } }")
                        .at("data.order.transactions.1")
                        .toString())
                .isEqualTo(
                        "{\"kind\":\"VOID\",\"status\":\"SUCCESS\",\"amountSet\":{\"shopMoney\":{\"amount\":\"0.0\"}}}");
    }

    @Test
    void aGatewayThatCapturesInPartsKeepsTheRestOpen() throws Exception {
        sandbox.gateway("flatpay").multiCapturable(true);
        String order = merchant.order().authorization("flatpay", "r1").place();

        merchant.succeed(merchant.capture(reader.transaction(order, 0), "20.00"));
        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_PAID 20.0 0.0 20.0 29.9 29.9 49.9");
        merchant.succeed(merchant.capture(reader.transaction(order, 0), "29.90"));
        assertThat(reader.sums(order)).isEqualTo("PAID 49.9 0.0 49.9 0.0 0.0 49.9");
    }

    @Test
    void cancellingReleasesOrRefundsOrOnlyRecordsTheLines() throws Exception {
        String authorized = merchant.order().authorization("bogus", null).place();
        String refunded = merchant.order().sale("bogus", null).place();
        String kept = merchant.order().sale("bogus", null).place();
        int before = sandbox.webhooks().all().size();

        merchant.cancel(authorized, false);
        assertThat(reader.topicsSince(before))
                .contains("order_transactions/create", "refunds/create", "orders/cancelled", "orders/updated");
        assertThat(sandbox.webhooks().all().stream()
                        .skip(before)
                        .map(webhook -> webhook.eventId())
                        .distinct())
                .hasSize(1);
        merchant.cancel(refunded, "FRAUD", true, false, false);
        merchant.cancel(kept, false);

        assertThat(reader.sums(authorized)).isEqualTo("VOIDED 0.0 0.0 0.0 0.0 0.0 0.0");
        assertThat(reader.sums(refunded)).isEqualTo("REFUNDED 49.9 49.9 0.0 0.0 0.0 0.0");
        assertThat(reader.sums(kept)).isEqualTo("PAID 49.9 0.0 49.9 -49.9 0.0 0.0");
        for (String order : List.of(authorized, kept)) {
            RawClient.Answer phantom = reader.read(
                    order,
                    "cancelledAt cancelReason refunds { refundLineItems(first: 1) { nodes { restockType } } transactions(first: 1) { nodes { id } } }");
            assertThat(phantom.list("data.order.refunds.0.transactions.nodes")).isEmpty();
            assertThat(phantom.text("data.order.refunds.0.refundLineItems.nodes.0.restockType"))
                    .isEqualTo("CANCEL");
            assertThat(phantom.text("data.order.cancelledAt"))
                    .isEqualTo(CLOCK.instant().toString());
        }
        assertThat(reader.read(refunded, "cancelReason").text("data.order.cancelReason"))
                .isEqualTo("FRAUD");
        assertThatThrownBy(() -> merchant.cancel(kept, false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatWasShippedOrIsPendingCannotBeCancelled() {
        String shipped = merchant.order().sale("bogus", null).place();
        merchant.fulfill(shipped);
        String pending = merchant.order().pendingSale("flatpay", "r1").place();

        assertThatThrownBy(() -> merchant.cancel(shipped, true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> merchant.cancel(pending, true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEditMakesARefundWithoutTransactions() throws Exception {
        String order =
                merchant.order().line("Cap", 2, "20.00").sale("flatpay", "r1").place();
        int before = sandbox.webhooks().all().size();

        merchant.edit(order)
                .remove(reader.line(order), 1)
                .add("Scarf", 1, "5.00")
                .edit();

        assertThat(reader.topicsSince(before))
                .containsExactly("refunds/create", "orders/updated", "orders/edited", "orders/updated");
        assertThat(reader.sums(order)).isEqualTo("PAID 40.0 0.0 40.0 -15.0 0.0 25.0");
        RawClient.Answer answer = reader.read(
                order,
                "edited refunds { transactions(first: 1) { nodes { id } } orderAdjustments(first: 1) { nodes { id } } } lineItems(first: 5) { nodes { title currentQuantity } }");
        assertThat(answer.at("data.order.edited").getAsBoolean()).isTrue();
        assertThat(answer.list("data.order.refunds.0.transactions.nodes")).isEmpty();
        assertThat(answer.list("data.order.refunds.0.orderAdjustments.nodes")).isEmpty();
        assertThat(answer.list("data.order.lineItems.nodes").toString())
                .isEqualTo("[{\"title\":\"Cap\",\"currentQuantity\":1},{\"title\":\"Scarf\",\"currentQuantity\":1}]");
    }

    @Test
    void anExchangeRefundsOnlyTheDifference() throws Exception {
        String order =
                merchant.order().line("Cap", 1, "50.00").sale("bogus", null).place();

        merchant.edit(order)
                .remove(reader.line(order), 1)
                .add("Scarf", 1, "30.00")
                .exchange();

        assertThat(reader.sums(order)).isEqualTo("PARTIALLY_REFUNDED 50.0 20.0 30.0 0.0 0.0 30.0");
        RawClient.Answer answer = reader.read(
                order,
                "returnStatus returns(first: 1) { nodes { name status exchangeLineItems(first: 1) { nodes { lineItems { title } } } refunds(first: 1) { nodes { return { name } } } } }");
        assertThat(answer.text("data.order.returnStatus")).isEqualTo("IN_PROGRESS");
        assertThat(answer.text("data.order.returns.nodes.0.exchangeLineItems.nodes.0.lineItems.0.title"))
                .isEqualTo("Scarf");
        assertThat(answer.text("data.order.returns.nodes.0.refunds.nodes.0.return.name"))
                .isEqualTo("#1001-R1");
        assertThat(sandbox.webhooks().all("returns/approve")).hasSize(1);
    }

    @Test
    void shippingInPartsAndCaptureWithTheLastParcel() throws Exception {
        merchant.captureOnFulfilment(true);
        String order = merchant.order()
                .line("Cap", 2, "20.00")
                .authorization("bogus", null)
                .place();

        merchant.fulfill(order, Map.of(reader.line(order), 1));
        assertThat(reader.read(order, "displayFulfillmentStatus").text("data.order.displayFulfillmentStatus"))
                .isEqualTo("PARTIALLY_FULFILLED");
        assertThat(reader.sums(order)).startsWith("AUTHORIZED");
        merchant.fulfill(order);
        assertThat(reader.read(order, "displayFulfillmentStatus").text("data.order.displayFulfillmentStatus"))
                .isEqualTo("FULFILLED");
        assertThat(reader.sums(order)).startsWith("PAID 40.0");
        assertThat(sandbox.webhooks().all("orders/partially_fulfilled")).hasSize(1);
        assertThat(sandbox.webhooks().all("orders/fulfilled")).hasSize(1);
        assertThat(sandbox.webhooks().all("fulfillments/create")).hasSize(2);
        RawClient.Answer answer = reader.read(
                order,
                "fulfillments { name status totalQuantity fulfillmentLineItems(first: 1) { nodes { quantity lineItem { title } } } }");
        assertThat(answer.text("data.order.fulfillments.1.name")).isEqualTo("#1001.2");
        assertThat(answer.text("data.order.fulfillments.1.fulfillmentLineItems.nodes.0.lineItem.title"))
                .isEqualTo("Cap");

        merchant.captureOnFulfilment(false);
        String other = merchant.order().authorization("bogus", null).place();
        merchant.fulfill(other);
        assertThat(reader.sums(other)).startsWith("AUTHORIZED");
    }

    @Test
    void aDeletedOrderIsGoneWithAllItsParts() throws Exception {
        String order = merchant.order().sale("flatpay", "r1").place();
        String refund = merchant.refund(order).make().refundId().orElseThrow();
        merchant.delete(order);

        assertThat(client.admin(
                                "query($o: ID!, $r: ID!) { order(id: $o) { id } refund(id: $r) { id } }",
                                Map.of("o", order, "r", refund))
                        .at("data")
                        .toString())
                .isEqualTo("{\"order\":null,\"refund\":null}");
        assertThat(sandbox.webhooks().all("orders/delete").get(0).body())
                .isEqualTo("{\"id\":" + order.substring(order.lastIndexOf('/') + 1) + "}");
        assertThatThrownBy(() -> merchant.delete(order)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTestOrderSaysSoEverywhere() throws Exception {
        String order = merchant.order().test().sale("bogus", null).place();
        merchant.refund(order).make();

        RawClient.Answer answer = reader.read(order, "test transactions { test }");
        assertThat(answer.at("data.order.test").getAsBoolean()).isTrue();
        for (JsonElement transaction : answer.list("data.order.transactions")) {
            assertThat(transaction.getAsJsonObject().get("test").getAsBoolean()).isTrue();
        }
    }

    @Test
    void aStatusThatIsInNoSchemaComesThrough() throws Exception {
        String order = merchant.order().sale("flatpay", "r1").place();
        String refund =
                merchant.refund(order).amount("10.00").make().transactionIds().get(0);
        merchant.status(refund, "HELD_FOR_REVIEW");

        assertThat(reader.read(order, "transactions { status }").text("data.order.transactions.1.status"))
                .isEqualTo("HELD_FOR_REVIEW");
        assertThat(client.admin("{ __type(name: \"OrderTransactionStatus\") { enumValues { name } } }")
                        .text())
                .contains("HELD_FOR_REVIEW");
        merchant.fail(refund, "CODE_OF_NEXT_YEAR", "no");
        assertThat(reader.read(order, "transactions { errorCode }").text("data.order.transactions.1.errorCode"))
                .isEqualTo("CODE_OF_NEXT_YEAR");
    }

    @Test
    void whatIsAlreadyGivenBackCanStillBeCancelledAndAPartlyCapturedPaymentIsReleased() throws Exception {
        String refunded = merchant.order().sale("bogus", null).place();
        merchant.refund(refunded).make();
        sandbox.gateway("flatpay").multiCapturable(true);
        String captured = merchant.order().authorization("flatpay", "r1").place();
        merchant.succeed(merchant.capture(reader.transaction(captured, 0), "20.00"));

        merchant.cancel(refunded, true);
        merchant.cancel(captured, false);

        assertThat(sandbox.order(refunded).refunds()).hasSize(1);
        assertThat(sandbox.order(refunded).cancellation()).isNotNull();
        assertThat(reader.sums(captured)).isEqualTo("PAID 20.0 0.0 20.0 -20.0 0.0 0.0");
    }

    @Test
    void anEditThatCannotBeDoneDoesNothing() {
        String order =
                merchant.order().line("Cap", 1, "20.00").sale("bogus", null).place();

        assertThatThrownBy(() -> merchant.edit(order)
                        .remove(reader.line(order), 2)
                        .add("Scarf", 1, "1.00")
                        .edit())
                .isInstanceOf(IllegalStateException.class);

        assertThat(sandbox.order(order).lines()).hasSize(1);
        assertThat(sandbox.order(order).edited()).isFalse();
    }
}
