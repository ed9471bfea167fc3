package io.maksut.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Portal;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread works for is known while it does, on each thread that helps it, and no longer. */
@Timeout(60)
class LogContextTest {
    private static final LogContext OUTER =
            LogContext.of(new CorrelationId("outer")).with(LogKey.SHOP, "teashop");
    private static final LogContext INNER = LogContext.of(new CorrelationId("inner"));

    @Test
    void anInnerOneReplacesTheOuterOneAndAllItsKeysUntilItIsClosed() {
        OUTER.run(() -> {
            INNER.run(() -> {
                assertThat(LogContext.current()).isSameAs(INNER);
                assertThat(LogContext.current().value(LogKey.SHOP)).isEmpty();
            });
            assertThat(LogContext.current()).isSameAs(OUTER);
        });
        assertThat(LogContext.current()).isSameAs(LogContext.EMPTY);
    }

    @Test
    void itIsClosedWhenTheWorkFails() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> OUTER.run(() -> {
                    throw new IllegalStateException("work");
                }));
        assertThat(LogContext.current()).isSameAs(LogContext.EMPTY);
    }

    @Test
    void anotherThreadHasItsOwn() throws InterruptedException {
        List<LogContext> seen = new CopyOnWriteArrayList<>();
        Thread thread = OUTER.call(() -> {
            Thread child = new Thread(() -> seen.add(LogContext.current()));
            child.start();
            return child;
        });
        thread.join();
        assertThat(seen).containsExactly(LogContext.EMPTY);
    }

    @Test
    void noValueGetsPastTheFormOfAnId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogContext.EMPTY.with(LogKey.CORRELATION_ID, "two\nlines"));
    }

    @Test
    void aCallThatNobodyWaitsForCarriesItOntoTheThreadsThatDoIt() {
        List<CallEnded> ended = new CopyOnWriteArrayList<>();
        List<LogContext> heard = new CopyOnWriteArrayList<>();
        try (FrisbiiSandbox sandbox = FrisbiiSandbox.start()) {
            sandbox.charge("order-1").state("settled").add();
            try (Portal portal = FlatpayPortal.builder()
                    .api(sandbox.apiUrl())
                    .checkoutApi(sandbox.checkoutUrl())
                    .apiKey(sandbox.privateKey())
                    .listener(call -> {
                        heard.add(LogContext.current());
                        ended.add(call);
                    })
                    .build()) {
                PaymentId id = new PaymentId("flatpay", "order-1");
                CompletableFuture<LogContext> one = OUTER.call(() ->
                        portal.async().payment(id, CallOptions.DEFAULT).thenApply(payment -> LogContext.current()));
                one.join();
                awaitEachEnd(sandbox, ended);
                assertThat(ended)
                        .isNotEmpty()
                        .allSatisfy(call -> assertThat(call.correlationId()).isEqualTo(new CorrelationId("outer")));
                assertThat(heard).allSatisfy(context -> assertThat(context).isSameAs(OUTER));
                ended.clear();
                heard.clear();

                sandbox.requests().clear();
                portal.async().payment(id, CallOptions.DEFAULT).join();

                awaitEachEnd(sandbox, ended);
                assertThat(ended)
                        .isNotEmpty()
                        .allSatisfy(call -> assertThat(call.correlationId()).isNull());
                assertThat(heard).allSatisfy(context -> assertThat(context).isSameAs(LogContext.EMPTY));
            }
        }
    }

    /** A call is told of after whoever waits for it has gone on. */
    private static void awaitEachEnd(FrisbiiSandbox sandbox, List<CallEnded> ended) {
        while (ended.size() < sandbox.requests().all().size()) {
            Thread.onSpinWait();
        }
    }
}
