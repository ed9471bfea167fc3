package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.maksut.monitor.Health;
import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.sandbox.Fault;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Locale;
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
    void aShopWhoseChangesCannotBeReadFromTheFirstDayIsAnnounced() {
        world.shop.order(world.settled(Gateway.FLATPAY, "29.80"));
        world.shop.isDown(TestShop.Question.CHANGES);
        for (int tenMinutes = 0; tenMinutes < 4; tenMinutes++) {
            sync.worker().scanDue();
            world.clock.advance(Duration.ofMinutes(10));
        }

        assertThat(after(Duration.ofMinutes(1))).as("health").isNotEqualTo(Health.Status.WELL);
    }

    @Test
    void anEngineOfWhichNoWorkerWasEverStartedIsAnnounced() {
        assertThat(after(Duration.ofMinutes(31))).as("health").isNotEqualTo(Health.Status.WELL);
    }

    @Test
    void aScanOfTenMinutesIsLateAfterThreeOfItsPeriods() {
        sync.worker().scanDue();
        assertThat(after(Duration.ofSeconds(5))).isEqualTo(Health.Status.WELL);

        assertThat(after(Duration.ofMinutes(31))).as("health").isNotEqualTo(Health.Status.WELL);
    }

    @Test
    void anAccountWhoseRefundedPaymentsCannotBeListedFromTheFirstDayIsAnnounced() {
        for (int day = 0; day < 4; day++) {
            world.frisbii
                    .faults()
                    .next(Fault.MAINTENANCE_PAGE)
                    .on("GET", "/v1/list/charge")
                    .always();
            sync.worker().scanDue();
            sync.worker().workOff();
            world.clock.advance(Duration.ofHours(23));
        }
        sync.worker().scanDue();
        sync.worker().workOff();

        assertThat(monitor.health().troubles())
                .extracting(Trouble::kind, Trouble::about)
                .containsExactly(tuple(Trouble.Kind.SCAN_LATE, "payments of flatpay"));
    }

    @Test
    void aProcessThatBeginsAnewAgainAndAgainDoesNotBeginToWaitAnew() {
        for (int start = 0; start < 4; start++) {
            world.clock.advance(Duration.ofMinutes(9));
            RefundSync unused = world.sync(SyncMode.PORTAL_PAYS);
        }

        assertThat(monitor.health().troubles())
                .extracting(Trouble::kind, Trouble::about)
                .containsExactlyInAnyOrder(
                        tuple(Trouble.Kind.NO_WORKER, ""), tuple(Trouble.Kind.SCAN_LATE, "changes of shop"));
        assertThat(monitor.health().explain(Locale.ENGLISH))
                .first()
                .isEqualTo("No worker has looked for payments that are due for 36 min. See whether one was started, and"
                        + " whether it still runs.");
    }

    @Test
    void workersThatOnlyScanDoNotHideThatNoneIsAtThePayments() {
        for (int tenMinutes = 0; tenMinutes < 4; tenMinutes++) {
            sync.worker().scanDue();
            world.clock.advance(Duration.ofMinutes(10));
        }
        assertThat(monitor.health().troubles()).extracting(Trouble::kind).containsExactly(Trouble.Kind.NO_WORKER);

        world.sync(SyncMode.PORTAL_PAYS).worker().workOff(); // in another process
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(Health.Status.WELL);
    }

    @Test
    void whatIsNotConnectedAnyMoreIsNotMissed() {
        sync.worker().scanDue();
        RefundSync without = world.without().build();
        Monitor monitorWithout = new Monitor(world.clock).watch(without.ledger());

        for (int hour = 0; hour < 3; hour++) {
            world.clock.advance(Duration.ofHours(1));
            without.worker().scanDue();
            without.worker().workOff();
        }

        assertThat(monitorWithout.health().troubles()).isEmpty();
        assertThat(monitor.health().troubles())
                .extracting(Trouble::about)
                .as("by who still has the shop")
                .containsExactly("changes of shop");
    }
}
