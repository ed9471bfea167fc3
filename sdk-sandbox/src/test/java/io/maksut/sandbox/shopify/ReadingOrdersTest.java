package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadingOrdersTest {
    @RegisterExtension
    static final ShopifySandboxExtension SHOP = new ShopifySandboxExtension();

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final RawClient client = new RawClient(sandbox);

    @Test
    void anOrderIsReadById() throws Exception {
        String order = sandbox.merchant()
                .order()
                .total("49.90")
                .sale("flatpay", "rPayment1")
                .place();

        RawClient.Answer answer = client.admin(
                "query($id: ID!) { order(id: $id) { id name displayFinancialStatus totalReceivedSet { shopMoney { amount currencyCode } }"
                        + " transactions(first: 5) { id kind status gateway paymentId amountSet { presentmentMoney { amount } } } } }",
                Map.of("id", order));

        System.out.println(answer.text());
        assertThat(answer.text("data.order.transactions.0.paymentId")).isEqualTo("rPayment1");
    }
}
