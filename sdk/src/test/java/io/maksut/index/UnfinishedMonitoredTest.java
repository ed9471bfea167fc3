package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.monitor.Health;
import io.maksut.monitor.MaksutMeters;
import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.sandbox.ManualClock;
import io.maksut.testkit.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether unfinished payments are read again is seen from outside: who waits for a callback that was lost waits in silence. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class UnfinishedMonitoredTest {
    @Parameter
    TestDatabases kind;

    private final ManualClock clock = ManualClock.at(NOON);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Monitor monitor = new Monitor(clock);
    private final MaksutMeters meters = new MaksutMeters(registry, monitor);
    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(kind);
    }

    private UnfinishedPayments worker(Function<PaymentId, Payment> gateway) {
        return UnfinishedPayments.builder(clock)
                .account(payments, gateway)
                .perMinute(2)
                .build();
    }

    private Payment is(PaymentId id, PaymentStatus status) {
        return payment(payments, id.reference())
                .status(status)
                .readAt(clock.instant())
                .build();
    }

    private void threeWait() {
        for (String reference : new String[] {"p-1", "p-2", "p-3"}) {
            payments.seen(is(new PaymentId(payments.name(), reference), PaymentStatus.WAITING_FOR_3DS));
        }
    }

    private double gauge(String name) {
        clock.advance(Duration.ofSeconds(3)); // counts are kept for a moment
        return registry.get(name).gauge().value();
    }

    private Health health() {
        clock.advance(Duration.ofSeconds(3));
        return monitor.health();
    }

    @Test
    void aWorkerThatStandsStillIsSeen() {
        monitor.watch(worker(id -> is(id, PaymentStatus.SETTLED)));
        threeWait();
        assertThat(health().status()).isEqualTo(Health.Status.WELL);

        clock.advance(Duration.ofHours(3));

        assertThat(health().troubles()).extracting(Trouble::kind).containsExactly(Trouble.Kind.UNFINISHED_LIE);
        assertThat(health().status()).isEqualTo(Health.Status.TROUBLED);
        assertThat(health().explain(Locale.ENGLISH))
                .containsExactly(
                        "3 unfinished payments are due to be read again, the oldest for 2 h: their callbacks may be lost."
                                + " See whether the worker that reads them runs, and whether its rate is high enough.");
        assertThat(gauge("maksut.unfinished.due")).isEqualTo(3);
        assertThat(gauge("maksut.unfinished.overdue")).isGreaterThan(9_000);
    }

    @Test
    void aRateThatIsTooLowIsSeenAndOverWhenAllAreRead() {
        UnfinishedPayments worker = worker(id -> is(id, PaymentStatus.SETTLED));
        monitor.watch(worker);
        threeWait();
        clock.advance(Duration.ofHours(3));

        worker.workOff();
        assertThat(health().troubles())
                .extracting(Trouble::kind, Trouble::count)
                .containsExactly(org.assertj.core.api.Assertions.tuple(Trouble.Kind.UNFINISHED_LIE, 1L));
        clock.advance(Duration.ofMinutes(1));
        worker.workOff();

        assertThat(health().status()).isEqualTo(Health.Status.WELL);
        assertThat(gauge("maksut.unfinished.due")).isZero();
        assertThat(gauge("maksut.unfinished.overdue")).isZero();
        assertThat(registry.get("maksut.unfinished.read").functionCounter().count())
                .isEqualTo(3);
        assertThat(meters).isNotNull();
    }

    @Test
    void whatCannotBeReadIsCountedAndIsNoStandstill() {
        UnfinishedPayments worker = worker(id -> {
            throw new GatewayUnavailableException("away", CallReport.of("read", 1, null, null, 503, null));
        });
        monitor.watch(worker);
        payments.seen(is(new PaymentId(payments.name(), "p-1"), PaymentStatus.WAITING_FOR_3DS));
        clock.advance(Duration.ofHours(3));

        worker.workOff();

        assertThat(registry.get("maksut.unfinished.failed").functionCounter().count())
                .isEqualTo(1);
        assertThat(health().status()).isEqualTo(Health.Status.WELL);
    }

    @Test
    void withoutOneNothingIsMeasuredAndNothingIsWrong() {
        assertThat(health().status()).isEqualTo(Health.Status.WELL);
        assertThat(gauge("maksut.unfinished.due")).isNaN();
    }
}
