package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.shopify.webhook.ShopifyWebhook;
import java.util.List;
import java.util.Map;

/** Reads a shop over the wire, for tests of what happens in it. */
final class ShopReader {
    private static final String SUMS = "displayFinancialStatus"
            + " received: totalReceivedSet { presentmentMoney { amount } }"
            + " refunded: totalRefundedSet { presentmentMoney { amount } }"
            + " net: netPaymentSet { presentmentMoney { amount } }"
            + " outstanding: totalOutstandingSet { presentmentMoney { amount } }"
            + " capturable: totalCapturableSet { presentmentMoney { amount } }"
            + " current: currentTotalPriceSet { presentmentMoney { amount } }";

    private final ShopifySandbox sandbox;
    private final RawClient client;

    ShopReader(ShopifySandbox sandbox) {
        this.sandbox = sandbox;
        this.client = new RawClient(sandbox);
    }

    RawClient.Answer read(String order, String selection) throws Exception {
        RawClient.Answer answer =
                client.admin("query($id: ID!) { order(id: $id) { " + selection + " } }", Map.of("id", order));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("errors")).as(answer.text()).isFalse();
        return answer;
    }

    /** Status, received, refunded, net, outstanding, capturable, current total. */
    String sums(String order) throws Exception {
        RawClient.Answer answer = read(order, SUMS);
        StringBuilder sums = new StringBuilder(answer.text("data.order.displayFinancialStatus"));
        for (String name : List.of("received", "refunded", "net", "outstanding", "capturable", "current")) {
            sums.append(' ').append(answer.text("data.order." + name + ".presentmentMoney.amount"));
        }
        return sums.toString();
    }

    String line(String order) {
        return "gid://shopify/LineItem/" + sandbox.order(order).lines().get(0).id();
    }

    String transaction(String order, int index) {
        return "gid://shopify/OrderTransaction/"
                + sandbox.order(order).transactions().get(index).id();
    }

    List<String> topicsSince(int before) {
        return sandbox.webhooks().all().stream()
                .skip(before)
                .map(ShopifyWebhook::topic)
                .toList();
    }
}
