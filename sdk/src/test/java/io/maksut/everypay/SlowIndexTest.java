package io.maksut.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.payment.Payment;
import io.maksut.portal.CallOptions;
import io.maksut.portal.PaymentLookup;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.portal.SearchPlan;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An index whose database hangs holds up neither the caller's thread nor the deadline. */
class SlowIndexTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(20);
    private static final CallOptions SHORT = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(200));

    private final CountDownLatch database = new CountDownLatch(1);
    private final EveryPaySandbox gateway = EveryPaySandbox.start();
    private final Portal portal = EveryPayFixture.settings(gateway)
            .index((account, capabilities) -> new Hanging())
            .build();

    /** Answers when its database does. */
    private final class Hanging implements PaymentLookup {
        @Override
        public SearchPlan plan(PaymentQuery query) {
            return new SearchPlan(query.filters(), Set.of());
        }

        @Override
        public PaymentPage page(PaymentQuery query, @Nullable String cursor) {
            try {
                database.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new PaymentPage(List.of(), null);
        }

        @Override
        public void seen(Payment payment) {
            // Nothing is kept.
        }
    }

    @AfterEach
    void stop() {
        database.countDown();
        portal.close();
        gateway.close();
    }

    @Test
    void theCallersThreadDoesNotWaitAndTheDeadlineHolds() {
        assertTimeoutPreemptively(AT_ONCE, () -> {
            CompletableFuture<PaymentPage> page = portal.async().page(PaymentQuery.all(), null, SHORT);

            assertThatThrownBy(() -> page.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(GatewayUnavailableException.class);
        });
    }

    @Test
    void soDoesASearchByAnIdThatTheGatewayDoesNotKnow() {
        assertTimeoutPreemptively(AT_ONCE, () -> {
            CompletableFuture<PaymentPage> page = portal.async()
                    .page(
                            PaymentQuery.paymentId("a-bank-reference"),
                            null,
                            CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(3)));

            assertThatThrownBy(() -> page.get(15, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(GatewayUnavailableException.class);
        });
    }

    @Test
    void manySearchesWaitInLineAndEndWithTheirDeadlines() {
        assertTimeoutPreemptively(AT_ONCE, () -> {
            for (int i = 0; i < 50; i++) {
                CompletableFuture<PaymentPage> page = portal.async().page(PaymentQuery.all(), null, SHORT);
                assertThat(page.handle((value, failure) -> failure).get(10, TimeUnit.SECONDS))
                        .isInstanceOf(GatewayUnavailableException.class);
            }
        });
    }

    @Test
    void aCancelledSearchEndsAtOnceAndTheDatabaseMayAnswerLater() {
        CompletableFuture<PaymentPage> page =
                portal.async().page(PaymentQuery.all(), null, CallOptions.DEFAULT.withTimeout(Duration.ofMinutes(5)));

        assertThat(page.cancel(true)).isTrue();

        database.countDown();
        assertThat(portal.payments(PaymentQuery.all())).isEmpty();
    }
}
