package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check compares what was posted, the plugin pays what became of it: all on an order of 29.80. */
class RefundAmountsTest {
    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension();

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // posted  | to the plugin | shown  | paid, in cents | what WooCommerce believes is left
                "1.50      | 1.50          | 1.50   | 150            | 28.30",
                "1,50      | 150           | 150.00 | 15000          | 28.80",
                "2,50      | 250           | 250.00 | 25000          | 27.80",
                "1e1       | 11            | 11.00  | 1100           | 19.80",
                "0x10      | 010           | 10.00  | 1000           | 29.80",
                "1.234,56  | 1.23456       | 1.23   | 123            | 28.57",
                "` 5.00`   | 5.00          | 5.00   | 500            | 24.80",
                "1.005     | 1.005         | 1.01   | 101            | 28.80",
                "29.8      | 29.8          | 29.80  | 2980           | 0.00"
            })
    void anOddAmountIsAcceptedAndPaidAsSomethingElse(
            String posted, String toThePlugin, String shown, long paid, String left) throws Exception {
        long order = shop.order().add();

        Answer answer = client.refund(order, "{'amount':'" + posted + "'}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("amount")).isEqualTo(shown);
        assertThat(answer.raw("refunded_payment")).isEqualTo("true");
        assertThat(shop.plugin().payouts().get(0).request().amountText()).isEqualTo(toThePlugin);
        assertThat(shop.books().refunded(Long.toString(order))).isEqualTo(paid);
        assertThat(shop.remaining(order)).isEqualTo(left);
    }

    @Test
    void amongPostsWhatWasPaidCountsAgainstTheOrder() throws Exception {
        try (WooCommerceSandbox posts =
                WooCommerceSandbox.builder().orderTables(false).start()) {
            long order = posts.order().add();
            RawClient postsClient = new RawClient(posts);

            assertThat(postsClient.refund(order, "{'amount':'1,50'}").text("amount"))
                    .isEqualTo("150.00");

            assertThat(posts.remaining(order)).isEqualTo("-120.20");
            assertThat(postsClient.refund(order, "{'amount':'0.01'}").status()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @CsvSource({"'3,00'", "5.00abc", "abc", "29.81", "999.00", "1e400"})
    void whatComparesAsMoreThanIsLeftIsRefused(String posted) throws IOException, InterruptedException {
        long order = shop.order().add();

        Answer answer = client.refund(order, "{'amount':'" + posted + "'}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text())
                .isEqualTo("{\"code\":\"woocommerce_rest_cannot_create_order_refund\",\"message\":\"Invalid refund "
                        + "amount.\",\"data\":500}");
        assertThat(shop.refunds(order)).isEmpty();
        assertThat(shop.books().refunded(Long.toString(order))).isZero();
    }

    @Test
    void anAmountOfAnyLengthEndsQuickly() throws Exception {
        long order = shop.order().add();

        assertThat(client.refund(order, "{'amount':'0." + "1".repeat(200_000) + "'}")
                        .status())
                .isEqualTo(500);
        assertThat(client.refund(order, "{'amount':'1e-999999999'}").status()).isEqualTo(201);
        assertThat(client.refund(order, "{'amount':'1," + "9".repeat(40) + "'}").status())
                .isEqualTo(500);
        assertThat(shop.books().refunded(Long.toString(order)))
                .as("of 1e-999999999 the first digit is taken, and then nines after a minus")
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"-1.00", "' -1'", "''"})
    void whatComparesAsLessThanZeroHasAnotherCode(String posted) throws IOException, InterruptedException {
        Answer answer = client.refund(shop.order().add(), "{'amount':'" + posted + "'}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text())
                .isEqualTo("{\"code\":\"woocommerce_rest_invalid_order_refund\",\"message\":\"Refund amount must be "
                        + "greater than zero.\",\"data\":400}");
    }

    @Test
    void withoutAnAmountAnEmptyRefundIsKeptAndNothingPaid() throws Exception {
        long order = shop.order().add();

        Answer missing = client.refund(order, "{'reason':'no amount'}");

        assertThat(missing.status()).isEqualTo(201);
        assertThat(missing.text("amount")).isEmpty();
        assertThat(missing.raw("refunded_payment")).isEqualTo("true");
        assertThat(client.get("/orders/" + order).raw("refunds")).contains("\"total\":\"-\"");
        assertThat(shop.books().refunded(Long.toString(order))).isZero();
    }

    @Test
    void aRefundOfZeroIsKeptAndNothingPaid() throws Exception {
        long order = shop.order().add();

        Answer zero = client.refund(order, "{'amount':'0'}");

        assertThat(zero.status()).isEqualTo(201);
        assertThat(zero.text("amount")).isEqualTo("0.00");
        assertThat(client.get("/orders/" + order).raw("refunds")).contains("\"total\":\"-0.00\"");
        assertThat(shop.books().refunded(Long.toString(order))).isZero();
    }

    @Test
    void decimalsFollowTheShopAndNotTheCurrency() throws Exception {
        long yen = shop.order().currency("JPY").total("100.00").add();

        Answer answer = client.refund(yen, "{'amount':'10.5'}");

        assertThat(answer.text("amount")).isEqualTo("10.50");
        assertThat(client.get("/orders/" + yen).text("total")).isEqualTo("100.00");
        assertThat(shop.plugin().payouts().get(0).request().amountMinor()).isEqualTo(11);
        try (WooCommerceSandbox whole = WooCommerceSandbox.builder().decimals(0).start()) {
            long order = whole.order().total("30").add();
            RawClient wholeClient = new RawClient(whole);
            assertThat(wholeClient.refund(order, "{'amount':'1.50'}").text("amount"))
                    .isEqualTo("2");
            assertThat(whole.books().refunded(Long.toString(order)))
                    .as("the plugin got 1.50")
                    .isEqualTo(150);
        }
    }

    @Test
    void inAShopWithDecimalCommasACommaIsADecimalPoint() throws Exception {
        try (WooCommerceSandbox commas =
                WooCommerceSandbox.builder().decimalSeparator(",").start()) {
            long order = commas.order().add();
            RawClient commasClient = new RawClient(commas);

            assertThat(commasClient.refund(order, "{'amount':'1,50'}").text("amount"))
                    .isEqualTo("1.50");
            assertThat(commasClient.refund(order, "{'amount':'3,00'}").status())
                    .as("still compared as text")
                    .isEqualTo(500);
        }
    }
}
