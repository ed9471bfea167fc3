package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class RefundRaceTest {
    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension();

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);
    private final ExecutorService callers = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    private CompletableFuture<Integer> refund(long order, String amount) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.refund(order, "{'amount':'" + amount + "'}")
                                .status();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                callers);
    }

    @Test
    void fullRefundsAtTheSameMomentAllPayOut() throws Exception {
        long order = shop.order().add();
        shop.plugin().refundsMeetAfterCheck(2);

        List<CompletableFuture<Integer>> both =
                IntStream.range(0, 2).mapToObj(i -> refund(order, "29.80")).toList();

        for (CompletableFuture<Integer> one : both) {
            assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(201);
        }
        assertThat(shop.books().refunded(Long.toString(order))).isEqualTo(5_960);
        assertThat(client.get("/orders/" + order + "/refunds").text())
                .as("each believes to be the only one")
                .doesNotContain("partial");
        assertThat(shop.remaining(order)).isEqualTo("-29.80");
    }

    @Test
    void partialRefundsAtTheSameMomentExceedTheOrder() throws Exception {
        long order = shop.order().add();
        shop.plugin().refundsMeetAfterCheck(2);

        CompletableFuture<Integer> one = refund(order, "20.00");
        CompletableFuture<Integer> other = refund(order, "20.00");

        assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(201);
        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(201);
        assertThat(shop.books().refunded(Long.toString(order))).isEqualTo(4_000);
        assertThat(shop.statusOf(order)).isEqualTo("processing");
    }

    @Test
    void afterTheMeetingRefundsAreCheckedOneByOneAgain() throws Exception {
        long order = shop.order().add();
        shop.plugin().refundsMeetAfterCheck(1);

        assertThat(client.refund(order, "{'amount':'29.80'}").status()).isEqualTo(201);
        assertThat(client.refund(order, "{'amount':'29.80'}").status()).isEqualTo(500);
    }

    @Test
    void aRefundThatComesWhileAnotherIsBeingPaidSeesItsRecord() throws Exception {
        long order = shop.order().add();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch pay = new CountDownLatch(1);
        shop.plugin().paysThrough(request -> {
            asked.countDown();
            try {
                pay.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return PayoutOutcome.PAID;
        });

        CompletableFuture<Integer> slow = refund(order, "29.80");
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(client.refund(order, "{'amount':'0.01'}").status()).isEqualTo(500);
        assertThat(shop.refunds(order))
                .singleElement()
                .satisfies(refund -> assertThat(refund.refundedPayment()).isFalse());
        pay.countDown();
        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(201);
    }
}
