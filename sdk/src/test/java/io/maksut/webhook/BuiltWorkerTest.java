package io.maksut.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.ManualClock;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A worker is what its builder was when it was built. */
class BuiltWorkerTest {
    private final ManualClock clock = ManualClock.at(Instant.parse("2026-06-01T09:00:00Z"));
    private final Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), clock);
    private final AtomicInteger tries = new AtomicInteger();

    private DeliveryProcessor failing() {
        return delivery -> {
            tries.incrementAndGet();
            throw new IllegalStateException("not now");
        };
    }

    @Test
    void whatIsSetAfterwardsIsOfTheNextOne() {
        InboxWorker.Builder builder =
                InboxWorker.builder(inbox).on("shop", failing()).retry(5, Duration.ofSeconds(1), Duration.ofSeconds(1));
        InboxWorker worker = builder.build();
        builder.retry(1, Duration.ofHours(1), Duration.ofHours(1)).on("shop", delivery -> ProcessingResult.done());
        inbox.accept("shop", Delivery.identified("1", "order", new byte[0]));

        for (int second = 0; second < 10; second++) {
            worker.workOff();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(tries).hasValue(5);
        assertThat(inbox.counts().deadLetters()).isEqualTo(1);
    }

    @Test
    void aLeaseThatIsNoneIsRefusedWhereItIsSet() {
        assertThatThrownBy(() -> InboxWorker.builder(inbox).lease(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lease: PT0S");
    }
}
