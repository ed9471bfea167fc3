package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.maksut.error.MalformedAnswerException;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.ShopOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders in the shapes that were seen of real shops, with values of our own: what each of them means for the money. */
class OrderShapesTest {
    private static final PaymentId PAYMENT = new PaymentId("flatpay", "rKoiraPuu01");
    private static final String SALE = transaction(1, "SALE", "SUCCESS", "flatpay", "59.8", "EUR", null);

    private static String gid(int number) {
        return "\"gid://shopify/OrderTransaction/" + (9_107_199_254_740_990L + number) + "\"";
    }

    private static String transaction(
            int number, String kind, String status, String gateway, String amount, String currency, Integer parent) {
        boolean payment = parent == null && !kind.equals("REFUND");
        return """
                {"id": %s, "kind": "%s", "status": "%s", "gateway": "%s", "paymentId": %s, "test": false,
                 "manualPaymentGateway": %s, "createdAt": "2026-11-18T08:%02d:00Z", "processedAt": null,
                 "amountSet": {"presentmentMoney": {"amount": "%s", "currencyCode": "%s"}}, "parentTransaction": %s}
                """.formatted(
                        gid(number),
                        kind,
                        status,
                        gateway,
                        payment ? "\"rKoiraPuu01\"" : "\"#1042." + number + "\"",
                        gateway.equals("manual"),
                        number,
                        amount,
                        currency,
                        parent == null ? "null" : "{\"id\": " + gid(parent) + "}");
    }

    private static String refund(int number, String status, String gateway, String amount, Integer parent) {
        return transaction(number, "REFUND", status, gateway, amount, "EUR", parent);
    }

    private static ShopOrder read(String... transactions) {
        String order = """
                {"order": {"id": "gid://shopify/Order/9107199254740993", "name": "#1042", "test": false,
                 "updatedAt": "2026-11-18T09:00:00Z", "currentTotalPriceSet": null, "refunds": [],
                 "transactionsCount": {"count": %d}, "transactions": [%s]},
                 "currentAppInstallation": {"accessScopes": [{"handle": "read_all_orders"}, {"handle": "read_orders"}]}}
                """.formatted(transactions.length, String.join(",", transactions));
        try (ScriptedShop script = new ScriptedShop();
                ShopifyShop shop = script.answers(Operation.ORDER, order).shop()) {
            return shop.order("gid://shopify/Order/9107199254740993").orElseThrow();
        }
    }

    private static List<String> meaning(ShopOrder order) {
        return order.refunds().stream().map(OrderShapesTest::meaning).toList();
    }

    private static String meaning(OrderRefund refund) {
        return (refund.payment() == null ? "nobody's" : refund.payment().equals(PAYMENT) ? "ours" : "another's") + " "
                + refund.amount() + " " + refund.state() + " " + refund.money();
    }

    private static String ours(String amount, ShopRefund.State state, Payout payout) {
        return "ours " + amount + " " + state + " " + payout;
    }

    @Test
    void aPendingRefundOfAProviderIsInFlightAndNoMoneyYet() {
        ShopOrder order = read(SALE, refund(2, "PENDING", "flatpay", "59.8", 1));

        assertThat(order.payments()).containsExactly(PAYMENT);
        assertThat(meaning(order)).containsExactly(ours("EUR 59.80", ShopRefund.State.PENDING, Payout.NOT_TOLD));
    }

    @Test
    void aRefundThatFailedIsSeenAlthoughThereIsNoRefundObject() {
        assertThat(meaning(read(SALE, refund(2, "FAILURE", "flatpay", "59.80", 1))))
                .containsExactly(ours("EUR 59.80", ShopRefund.State.FAILED, Payout.NOT_TOLD));
        assertThat(meaning(read(SALE, refund(2, "ERROR", "flatpay", "59.80", 1))))
                .containsExactly(ours("EUR 59.80", ShopRefund.State.FAILED, Payout.NOT_TOLD));
    }

    @Test
    void aRefundThatFailedAndThenSucceededIsTwoAndTheLaterOneIsTheLater() {
        ShopOrder order =
                read(SALE, refund(2, "FAILURE", "flatpay", "59.80", 1), refund(3, "SUCCESS", "flatpay", "59.80", 1));

        assertThat(meaning(order))
                .containsExactly(
                        ours("EUR 59.80", ShopRefund.State.FAILED, Payout.NOT_TOLD),
                        ours("EUR 59.80", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED));
        assertThat(order.refunds().get(0).at()).isBefore(order.refunds().get(1).at());
    }

    @Test
    void aPartThatSucceededAndAPartThatFailedCountEachForItself() {
        assertThat(meaning(read(
                        SALE, refund(2, "SUCCESS", "flatpay", "20.0", 1), refund(3, "FAILURE", "flatpay", "39.8", 1))))
                .containsExactly(
                        ours("EUR 20.00", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED),
                        ours("EUR 39.80", ShopRefund.State.FAILED, Payout.NOT_TOLD));
    }

    @Test
    void aRefundOfACaptureIsTracedToTheAuthorisationWhateverPaymentIdItCarries() {
        ShopOrder order = read(
                transaction(1, "AUTHORIZATION", "SUCCESS", "flatpay", "59.80", "EUR", null),
                transaction(2, "CAPTURE", "SUCCESS", "flatpay", "59.80", "EUR", 1),
                refund(3, "SUCCESS", "flatpay", "1.05", 2));

        assertThat(order.payments()).containsExactly(PAYMENT);
        assertThat(meaning(order)).containsExactly(ours("EUR 1.05", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED));
    }

    @Test
    void ofASplitTenderTheGiftCardIsNobodysAndTheRestIsOurs() {
        assertThat(meaning(read(
                        SALE,
                        transaction(2, "SALE", "SUCCESS", "gift_card", "10.0", "EUR", null),
                        refund(3, "SUCCESS", "gift_card", "10.0", 2),
                        refund(4, "PENDING", "flatpay", "59.8", 1))))
                .containsExactly(
                        "nobody's EUR 10.00 SUCCEEDED NOT_TOLD",
                        ours("EUR 59.80", ShopRefund.State.PENDING, Payout.NOT_TOLD));
    }

    @Test
    void storeCreditHasNoParentAndIsNoMoneyOfAGateway() {
        assertThat(meaning(read(SALE, refund(2, "SUCCESS", "shopify_store_credit", "15.00", null))))
                .containsExactly("nobody's EUR 15.00 SUCCEEDED NOT_TOLD");
    }

    @Test
    void whatStaffRecordByHandMovesNothing() {
        assertThat(meaning(read(SALE, refund(2, "SUCCESS", "manual", "59.80", 1))))
                .containsExactly(ours("EUR 59.80", ShopRefund.State.SUCCEEDED, Payout.NONE));
    }

    @Test
    void amountsAreReadInEachFormThatShopifyWritesThemIn() {
        assertThat(meaning(read(
                        transaction(1, "SALE", "SUCCESS", "flatpay", "1500", "JPY", null),
                        transaction(2, "REFUND", "SUCCESS", "flatpay", "1500.0", "JPY", 1))))
                .containsExactly(ours("JPY 1500", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED));
        assertThat(meaning(read(
                        transaction(1, "SALE", "SUCCESS", "flatpay", "7.500", "KWD", null),
                        transaction(2, "REFUND", "SUCCESS", "flatpay", "2.345", "KWD", 1))))
                .containsExactly(ours("KWD 2.345", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED));
        String number = refund(2, "SUCCESS", "flatpay", "x", 1).replace("\"x\"", "19.99");
        assertThat(meaning(read(SALE, number)))
                .containsExactly(ours("EUR 19.99", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED));
    }

    @Test
    void whatIsNoExactAmountIsNotGuessed() {
        String sale = transaction(1, "SALE", "SUCCESS", "flatpay", "59.80", "EUR", null);
        for (String refund : List.of(
                transaction(2, "REFUND", "SUCCESS", "flatpay", "10.005", "EUR", 1),
                transaction(2, "REFUND", "SUCCESS", "flatpay", "10", "XXX", 1),
                transaction(2, "REFUND", "SUCCESS", "flatpay", "10", "USDC", 1),
                transaction(2, "REFUND", "SUCCESS", "flatpay", "10", "?", 1).replace("\"?\"", "null"))) {
            assertThat(catchThrowable(() -> read(sale, refund)))
                    .as(refund)
                    .isInstanceOf(MalformedAnswerException.class)
                    .hasMessageContaining("amountSet");
        }
    }

    @Test
    void aRefundWithoutParentIsOursIfItCanOnlyBeAndUnclearOtherwise() {
        assertThat(meaning(read(SALE, refund(2, "SUCCESS", "flatpay", "5.00", null))))
                .containsExactly(ours("EUR 5.00", ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED));
        String second = transaction(2, "SALE", "SUCCESS", "flatpay", "20.00", "EUR", null)
                .replace("rKoiraPuu01", "rKoiraPuu02");
        assertThat(catchThrowable(() -> read(SALE, second, refund(3, "SUCCESS", "flatpay", "5.00", null))))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("which payment");
    }

    @Test
    void statusesThatAreNotKnownYetAreInFlight() {
        assertThat(meaning(read(
                        SALE,
                        refund(2, "AWAITING_RESPONSE", "flatpay", "1.00", 1),
                        refund(3, "UNKNOWN", "flatpay", "1.00", 1),
                        refund(4, "ON_ITS_WAY", "flatpay", "1.00", 1))))
                .containsExactly(
                        ours("EUR 1.00", ShopRefund.State.PENDING, Payout.NOT_TOLD),
                        ours("EUR 1.00", ShopRefund.State.UNKNOWN, Payout.NOT_TOLD),
                        ours("EUR 1.00", ShopRefund.State.UNKNOWN, Payout.NOT_TOLD));
    }
}
