package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Reply;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PhpProcessesTest {
    private static CompletableFuture<Answer> later(RawClient client, String path) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.get(path);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aShopWithOneProcessAnswersWhenItsOwnRequestHasEnded() throws Exception {
        try (WooCommerceSandbox shop = WooCommerceSandbox.builder().processes(1).start()) {
            RawClient client = new RawClient(shop);
            long order = shop.order().transactionId("tx-1").add();
            CountDownLatch handedOff = new CountDownLatch(1);
            CountDownLatch answered = new CountDownLatch(1);
            shop.plugin().handsOffTo(request -> {
                handedOff.countDown();
                try {
                    assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Reply.json(202, "{}");
            });
            CompletableFuture<Long> refund =
                    CompletableFuture.supplyAsync(() -> shop.refundAsStaff(order, "5.00", "", true));
            assertThat(handedOff.await(30, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Answer> read = later(client, "/orders/" + order);
            assertThatThrownBy(() -> read.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            answered.countDown();

            assertThat(refund.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(read.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void aShopWithoutAProcessIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WooCommerceSandbox.builder().processes(0));
    }
}
