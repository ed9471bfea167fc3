package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an order comes to before refunds, of the sums that Shopify tells of it. */
class GrossTotalTest {
    private static final String SALE = transaction(1, "SALE", "SUCCESS", "29.80");
    private static final String OF_MONEY = "{\"id\": \"gid://shopify/Refund/1\", \"note\": null,"
            + " \"transactions\": {\"nodes\": [{\"id\": \"gid://shopify/OrderTransaction/2\"}]}}";
    private static final String WITHOUT_MONEY =
            "{\"id\": \"gid://shopify/Refund/2\", \"note\": null, \"transactions\": {\"nodes\": []}}";

    private static String transaction(int number, String kind, String status, String amount) {
        return """
                {"id": "gid://shopify/OrderTransaction/%d", "kind": "%s", "status": "%s", "gateway": "flatpay",
                 "createdAt": "2026-11-18T08:00:00Z",
                 "amountSet": {"presentmentMoney": {"amount": "%s", "currencyCode": "EUR"}}}
                """.formatted(number, kind, status, amount);
    }

    private static String refund(String status, String amount) {
        return transaction(2, "REFUND", status, amount);
    }

    private static String bag(String amount) {
        return "{\"presentmentMoney\": {\"amount\": \"" + amount + "\", \"currencyCode\": \"EUR\"}}";
    }

    /** @param discrepancy of the money of refunds to what their lines are worth */
    private static Optional<Money> gross(
            String before, String current, String discrepancy, String transactions, String refunds) {
        String order = """
                {"id": "gid://shopify/Order/1", "name": "#1", "updatedAt": "2026-11-18T09:00:00Z",
                 "totalPriceSet": %s, "currentTotalPriceSet": %s, "refundDiscrepancySet": %s,
                 "transactions": [%s], "refunds": [%s]}
                """.formatted(bag(before), bag(current), bag(discrepancy), transactions, refunds);
        return Optional.ofNullable(WireOrder.of(JsonDocument.parse(order), 80).total());
    }

    @Test
    void withoutRefundsItIsWhatTheOrderComesToNow() {
        assertThat(gross("29.80", "29.80", "0.0", SALE, "")).contains(eur("29.80"));
        assertThat(gross("39.80", "32.30", "0.0", SALE, "")).contains(eur("32.30"));
    }

    @Test
    void whatWasGivenBackForLinesIsInItAgain() {
        assertThat(gross("29.80", "19.80", "0.0", SALE + "," + refund("SUCCESS", "10.00"), OF_MONEY))
                .contains(eur("29.80"));
    }

    @Test
    void linesThatAnEditTookOutAreNot() {
        assertThat(gross("29.80", "19.80", "0.0", SALE, WITHOUT_MONEY)).contains(eur("19.80"));
        assertThat(gross(
                        "34.80",
                        "19.80",
                        "0.0",
                        SALE + "," + refund("SUCCESS", "10.00"),
                        WITHOUT_MONEY + "," + OF_MONEY))
                .contains(eur("29.80"));
    }

    @Test
    void linesTakenOutBeforeAnythingCameInAreNotWhateverTheyWouldHaveBeenWorth() {
        String reserved = transaction(1, "AUTHORIZATION", "SUCCESS", "29.80");

        assertThat(gross("29.80", "19.80", "10.00", reserved, WITHOUT_MONEY)).contains(eur("19.80"));
    }

    @Test
    void anAmountWithoutLinesIsCountedOnceWhetherTheCurrentTotalHasItOrNot() {
        String transactions = SALE + "," + refund("SUCCESS", "5.00");

        assertThat(gross("29.80", "29.80", "-5.00", transactions, OF_MONEY)).contains(eur("29.80"));
        assertThat(gross("29.80", "24.80", "-5.00", transactions, OF_MONEY)).contains(eur("29.80"));
    }

    @Test
    void lessMoneyThanTheLinesAreWorthIsCountedOnce() {
        // As in a sample of Shopify's: lines of 399.29 went back for 209.00.
        assertThat(gross("598.94", "199.65", "190.29", SALE + "," + refund("SUCCESS", "209.00"), OF_MONEY))
                .contains(eur("598.94"));
    }

    @Test
    void whereSumsDoNotAddUpItIsNotGuessed() {
        String transactions = SALE + "," + refund("SUCCESS", "5.00");

        assertThat(gross("29.80", "27.00", "-5.00", transactions, OF_MONEY)).isEmpty();
        assertThat(gross("29.80", "19.80", "-5.00", transactions, OF_MONEY + "," + WITHOUT_MONEY))
                .isEmpty();
        assertThat(gross("29.80", "19.80", "10.00", SALE, WITHOUT_MONEY)).isEmpty();
    }

    @Test
    void aRefundThatFailedGaveNothingBack() {
        assertThat(gross("29.80", "29.80", "0.0", SALE + "," + refund("FAILURE", "10.00"), ""))
                .contains(eur("29.80"));
    }
}
