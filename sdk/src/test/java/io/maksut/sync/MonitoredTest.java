package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.monitor.Health;
import io.maksut.monitor.MaksutMeters;
import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Inbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is measured, and what is said to be wrong. */
class MonitoredTest {
    private final SyncWorld world = new SyncWorld();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Monitor monitor = new Monitor(world.clock);
    private final MaksutMeters meters = new MaksutMeters(registry, monitor);
    private final RefundSync sync =
            world.builder(SyncMode.PORTAL_PAYS).listener(meters).build();
    private final Inbox inbox = Inbox.open(world.dataSource, world.clock);

    @AfterEach
    void close() {
        world.close();
    }

    private void watch() {
        monitor.watch(sync.ledger()).watch(inbox);
    }

    private double gauge(String name, String... tags) {
        world.clock.advance(Duration.ofSeconds(3)); // counts are kept for a moment
        return registry.get(name).tags(tags).gauge().value();
    }

    private Health health() {
        world.clock.advance(Duration.ofSeconds(3));
        return monitor.health();
    }

    private RefundRequest asked(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        return world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
    }

    @Test
    void whenAllIsWellThereIsNothingToSay() {
        watch();
        sync.request("shop", asked(Gateway.FLATPAY));
        sync.worker().workOff();

        assertThat(health().status()).isEqualTo(Health.Status.WELL);
        assertThat(gauge("maksut.refunds.in.flight", "state", "pending")).isZero();
        assertThat(registry.get("maksut.refunds.events")
                        .tag("what", "succeeded")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("maksut.refunds.events")
                        .tag("what", "told")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void callsAreTimedByHowTheyEndAndRepeatsAreCounted() {
        try (Portal portal = FlatpayPortal.builder()
                .apiKey(world.frisbii.privateKey())
                .api(world.frisbii.apiUrl())
                .listener(meters)
                .build()) {
            PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
            world.frisbii.faults().next(Fault.SERVER_ERROR_BEFORE_PROCESSING).on("GET", "/v1/charge/*");
            portal.payment(payment);
            assertThat(catchThrowable(() -> portal.payment("no-such-charge"))).isNotNull();

            assertThat(registry.get("maksut.calls")
                            .tags("client", "flatpay", "operation", "read charge", "ending", "accepted")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("maksut.calls")
                            .tags("ending", "not_found")
                            .timer()
                            .count())
                    .isPositive();
            assertThat(registry.get("maksut.calls.repeated")
                            .tags("operation", "read charge")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void anOpenBreakerIsMeasuredAndSaid() {
        try (Portal portal = FlatpayPortal.builder()
                .apiKey(world.frisbii.privateKey())
                .api(world.frisbii.apiUrl())
                .attempts(1)
                .listener(meters)
                .build()) {
            world.frisbii.faults().next(Fault.MAINTENANCE_PAGE).always();
            for (int i = 0; i < 60; i++) {
                assertThat(catchThrowable(() -> portal.payment("charge-1"))).isNotNull();
            }

            assertThat(gauge("maksut.breaker.open", "client", "flatpay")).isEqualTo(1);
            assertThat(health().troubles())
                    .extracting(Trouble::kind, Trouble::about)
                    .containsExactly(org.assertj.core.api.Assertions.tuple(Trouble.Kind.BREAKER_OPEN, "flatpay"));
            assertThat(registry.get("maksut.calls")
                            .tags("ending", "not_sent")
                            .timer()
                            .count())
                    .isPositive();
        }
    }

    @Test
    void whatIsUnknownAndWhatWaitsForAPersonIsCounted() {
        watch();
        RefundRequest request = asked(Gateway.EVERYPAY);
        world.onRefund(request.payment(), Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(gauge("maksut.refunds.outcome.unknown")).isEqualTo(1);
        assertThat(gauge("maksut.refunds.in.flight", "state", "unknown")).isEqualTo(1);

        world.refundAsStaff(request.payment(), "7.00");
        world.work(sync, Duration.ofHours(2));
        sync.worker().scanDue();

        assertThat(gauge("maksut.waiting.for.person", "reason", "outcome_unknown"))
                .isEqualTo(1);
        assertThat(gauge("maksut.refunds.oldest.age")).isGreaterThan(3_600);
        assertThat(health().troubles()).extracting(Trouble::kind).containsExactly(Trouble.Kind.OUTCOMES_UNKNOWN);
        assertThat(health().status()).isEqualTo(Health.Status.ATTENTION);
    }

    @Test
    void whenNobodyWorksItIsSaid() {
        watch();
        sync.request("shop", asked(Gateway.FLATPAY));
        inbox.accept("shop", Delivery.identified("d-1", "order-1", new byte[0]));
        assertThat(health().status()).isEqualTo(Health.Status.WELL);

        world.clock.advance(Duration.ofMinutes(20));

        assertThat(health().troubles())
                .extracting(Trouble::kind)
                .containsExactly(Trouble.Kind.NOBODY_WORKS, Trouble.Kind.DELIVERIES_LIE);
        assertThat(gauge("maksut.claims.overdue")).isGreaterThan(1_100);
        assertThat(gauge("maksut.inbox.waiting")).isEqualTo(1);
        assertThat(gauge("maksut.inbox.oldest.age")).isGreaterThan(1_100);
    }

    @Test
    void aScanThatDoesNotEndIsSaid() {
        watch();
        sync.worker().scanDue();
        assertThat(health().troubles()).isEmpty();
        world.shop.isDown(TestShop.Question.CHANGES);
        for (int day = 0; day < 3; day++) {
            world.clock.advance(Duration.ofDays(1));
            sync.worker().scanDue();
            sync.worker().workOff();
        }

        assertThat(health().troubles())
                .extracting(Trouble::about)
                .containsExactlyInAnyOrder("changes of shop", "orders of shop");
    }

    @Test
    void workThatIsMissedIsMeasured() {
        watch();
        sync.worker().workOff();
        sync.worker().scanDue();
        assertThat(gauge("maksut.scans.late")).isZero();

        world.clock.advance(Duration.ofHours(1));

        assertThat(gauge("maksut.scans.late")).isEqualTo(1);
        assertThat(gauge("maksut.workers.idle")).isGreaterThanOrEqualTo(3_600);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAnAnswer() {
        AtomicBoolean down = new AtomicBoolean();
        DataSource dataSource = new FailingDataSource(world.dataSource, down);
        RefundSync.Builder builder = RefundSync.builder(dataSource).clock(world.clock);
        world.gateways().forEach(builder::gateway);
        monitor.watch(builder.build().ledger());
        assertThat(health().status()).isEqualTo(Health.Status.WELL);

        down.set(true);

        assertThat(health().status()).isEqualTo(Health.Status.DOWN);
        assertThat(gauge("maksut.discrepancies.open")).isNaN();
    }

    /** Breaks at a test's word. */
    private static final class FailingDataSource extends org.sqlite.SQLiteDataSource {
        private final DataSource working;
        private final AtomicBoolean down;

        FailingDataSource(DataSource working, AtomicBoolean down) {
            this.working = working;
            this.down = down;
        }

        @Override
        public java.sql.Connection getConnection() throws SQLException {
            if (down.get()) {
                throw new SQLException("connection refused", "08001");
            }
            return working.getConnection();
        }
    }
}
