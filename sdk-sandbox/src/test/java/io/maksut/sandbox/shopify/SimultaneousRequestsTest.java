package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.shopify.session.PaymentsSessions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class SimultaneousRequestsTest {
    private static final int THREADS = 16;

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().withoutThrottling());

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final RawClient client = new RawClient(sandbox);

    private interface Task {
        RawClient.Answer run(int index) throws Exception;
    }

    /** All at the same moment. */
    private static List<RawClient.Answer> together(Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<RawClient.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int index = i;
                Callable<RawClient.Answer> call = () -> {
                    start.await();
                    return task.run(index);
                };
                answers.add(threads.submit(call));
            }
            List<RawClient.Answer> done = new ArrayList<>();
            for (Future<RawClient.Answer> answer : answers) {
                done.add(answer.get());
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private RawClient.Answer refund(String order, String key) throws Exception {
        return client.admin(
                "mutation($o: ID!, $k: String!) { refundCreate(input: { orderId: $o, transactions: [{ amount: \"10.00\","
                        + " gateway: \"flatpay\", kind: REFUND, orderId: $o }] }) @idempotent(key: $k) {"
                        + " refund { id } userErrors { message } } }",
                Map.of("o", order, "k", key));
    }

    @Test
    void refundsOfOneOrderNeverExceedWhatWasPaid() throws Exception {
        String order = merchant.order().total("49.90").sale("flatpay", "r1").place();

        List<RawClient.Answer> answers = together(index -> refund(order, "key-" + index));

        assertThat(answers)
                .filteredOn(
                        answer -> answer.list("data.refundCreate.userErrors").isEmpty())
                .hasSize(4);
        assertThat(sandbox.order(order).refunds()).hasSize(4);
        assertThat(sandbox.order(order).transactions()).hasSize(5);
        assertThat(sandbox.order(order).totals().refundable().presentment().text())
                .isEqualTo("9.90");
    }

    @Test
    void oneKeyMakesOneRefund() throws Exception {
        String order = merchant.order().total("49.90").sale("flatpay", "r1").place();

        together(index -> refund(order, "one"));

        assertThat(sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void aSessionIsEitherResolvedOrRejected() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:1/refund");
        sandbox.sessions().connect(sandbox.gateway("flatpay"), new PaymentsSessions.Addresses(nowhere, null, null));
        sandbox.webhooks().subscribe(nowhere, "order_transactions/create");
        String order =
                merchant.order().quietly().total("49.90").sale("flatpay", "r1").place();
        merchant.refund(order).make();
        String gid = sandbox.sessions().all().get(0).gid();
        sandbox.sessions().acknowledged(sandbox.sessions().all().get(0).id());

        List<RawClient.Answer> answers = together(index -> client.payments(
                index % 2 == 0
                        ? "mutation($id: ID!) { a: refundSessionResolve(id: $id) { userErrors { code } } }"
                        : "mutation($id: ID!) { a: refundSessionReject(id: $id, reason: { code: PROCESSING_ERROR }) { userErrors { code } } }",
                Map.of("id", gid)));

        assertThat(answers)
                .filteredOn(answer -> answer.list("data.a.userErrors").isEmpty())
                .hasSize(THREADS / 2);
        assertThat(sandbox.webhooks().all()).hasSize(1);
        assertThat(sandbox.order(order).transactions().get(1).inFlight()).isFalse();
    }

    @Test
    void manyOrdersAreChangedReadAndSearchedAtOnce() throws Exception {
        sandbox.bulk(10_000);
        sandbox.webhooks().subscribe(URI.create("http://127.0.0.1:1/hook"), "orders/updated");

        together(index -> {
            RawClient.Answer last = null;
            for (int i = 0; i < 20; i++) {
                String order = sandbox.bulkOrders(i * THREADS + index, i * THREADS + index + 1)
                        .get(0);
                client.admin(
                        "mutation($id: ID!) { tagsAdd(id: $id, tags: [\"seen\"]) { node { id } } }",
                        Map.of("id", order));
                last = client.admin(
                        "{ orders(first: 50, sortKey: UPDATED_AT, reverse: true, query: \"tag:seen\") { nodes { id tags } } }");
            }
            return last;
        });

        assertThat(client.admin("{ ordersCount(query: \"tag:seen\") { count } }")
                        .at("data.ordersCount.count")
                        .getAsInt())
                .isEqualTo(20 * THREADS);
        assertThat(client.admin("{ ordersCount { count } }")
                        .at("data.ordersCount.count")
                        .getAsInt())
                .isEqualTo(10_000);
        assertThat(sandbox.webhooks().all()).hasSize(20 * THREADS);
    }
}
