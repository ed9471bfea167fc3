package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.monitor.Health;
import io.maksut.monitor.Monitor;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.KnownFault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work that never began, or never succeeded, is said to be missing. */
class SilentWorkTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final Monitor monitor = new Monitor(world.clock).watch(sync.ledger());

    @AfterEach
    void close() {
        world.close();
    }

    private Health.Status after(Duration time) {
        world.clock.advance(time);
        return monitor.health().status();
    }

    @Test
    @KnownFault(value = "A sweep that never finished has no row, so nothing misses it", shows = "WELL")
    void aShopWhoseChangesCannotBeReadFromTheFirstDayIsAnnounced() {
        world.shop.order(world.settled(Gateway.FLATPAY, "29.80"));
        world.shop.isDown(TestShop.Question.CHANGES);
        for (int tenMinutes = 0; tenMinutes < 4; tenMinutes++) {
            sync.worker().sweepDue();
            world.clock.advance(Duration.ofMinutes(10));
        }

        assertThat(after(Duration.ofMinutes(1))).as("health").isNotEqualTo(Health.Status.WELL);
    }

    @Test
    @KnownFault(value = "A worker that was never started is not missed", shows = "WELL")
    void anEngineOfWhichNoWorkerWasEverStartedIsAnnounced() {
        assertThat(after(Duration.ofMinutes(31))).as("health").isNotEqualTo(Health.Status.WELL);
    }

    @Test
    @KnownFault(value = "A scan of ten minutes is late only after two days", shows = "WELL")
    void aScanOfTenMinutesIsLateAfterThreeOfItsPeriods() {
        sync.worker().sweepDue();
        assertThat(after(Duration.ofSeconds(5))).isEqualTo(Health.Status.WELL);

        assertThat(after(Duration.ofMinutes(31))).as("health").isNotEqualTo(Health.Status.WELL);
    }
}
