package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.sandbox.ManualClock;
import io.maksut.testkit.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Payments of which nothing is heard are read again, each by one worker, in growing steps. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class UnfinishedPaymentsTest {
    private static final Duration A_QUARTER_AND_MORE = Duration.ofMinutes(17);

    @Parameter
    TestDatabases kind;

    private final ManualClock clock = ManualClock.at(NOON);
    private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();
    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(kind);
    }

    private void waiting(String... references) {
        for (String reference : references) {
            payments.seen(payment(payments, reference)
                    .status(PaymentStatus.WAITING_FOR_3DS)
                    .build());
        }
    }

    private Payment is(PaymentId id, PaymentStatus status) {
        return payment(payments, id.reference())
                .status(status)
                .readAt(clock.instant())
                .build();
    }

    private Function<PaymentId, Payment> gateway(PaymentStatus status) {
        return id -> {
            read.add(id.reference());
            return is(id, status);
        };
    }

    private UnfinishedPayments worker(Function<PaymentId, Payment> gateway) {
        return UnfinishedPayments.builder(clock).account(payments, gateway).build();
    }

    @Test
    void aPaymentOfWhichNothingIsHeardIsReadWhenItsDeadlineIsOver() {
        waiting("p-1");
        payments.seen(payment(payments, "settled").build());
        List<Payment> told = new ArrayList<>();
        UnfinishedPayments worker = UnfinishedPayments.builder(clock)
                .account(payments, gateway(PaymentStatus.ABANDONED))
                .listener(told::add)
                .build();

        assertThat(worker.workOff()).isZero();
        clock.advance(A_QUARTER_AND_MORE);
        assertThat(worker.workOff()).isOne();

        assertThat(read).containsExactly("p-1");
        assertThat(told).extracting(Payment::status).containsExactly(PaymentStatus.ABANDONED);
        assertThat(payments.find(told.get(0).id()).orElseThrow().payment().status())
                .isEqualTo(PaymentStatus.ABANDONED);
        clock.advance(Duration.ofDays(100));
        assertThat(worker.workOff()).isZero();
    }

    @Test
    void aPaymentThatGoesOnWaitingIsReadInGrowingSteps() {
        waiting("p-1");
        UnfinishedPayments worker = worker(gateway(PaymentStatus.WAITING_FOR_3DS));
        List<Long> minutes = new ArrayList<>();
        for (long minute = 15; minute <= 24 * 60; minute += 15) {
            clock.advance(Duration.ofMinutes(15));
            if (worker.workOff() > 0) {
                minutes.add(minute);
            }
        }

        assertThat(minutes).hasSizeBetween(5, 30);
        for (int i = 2; i < minutes.size(); i++) {
            assertThat(minutes.get(i) - minutes.get(i - 1))
                    .isGreaterThanOrEqualTo(minutes.get(i - 1) - minutes.get(i - 2) - 15);
        }
    }

    @Test
    void severalWorkersReadEachPaymentOnce() throws Exception {
        String[] references = new String[30];
        for (int i = 0; i < references.length; i++) {
            references[i] = "p-" + i;
        }
        waiting(references);
        clock.advance(A_QUARTER_AND_MORE);
        CyclicBarrier together = new CyclicBarrier(3);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> works = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                UnfinishedPayments worker = worker(gateway(PaymentStatus.ABANDONED));
                works.add(threads.submit(() -> {
                    together.await();
                    return worker.workOff();
                }));
            }
            for (Future<Integer> work : works) {
                assertThat(work.get()).isNotNegative();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(read).containsExactlyInAnyOrder(references);
    }

    @Test
    void whatAWorkerHadTakenOnWhenItDiedIsDueAgainAStepLater() {
        waiting("p-1");
        clock.advance(A_QUARTER_AND_MORE);
        assertThat(payments.claimDue("p-1", clock.instant())).isPresent();

        UnfinishedPayments worker = worker(gateway(PaymentStatus.ABANDONED));
        assertThat(worker.workOff()).isZero();
        clock.advance(A_QUARTER_AND_MORE);
        assertThat(worker.workOff()).isOne();
    }

    @Test
    void aRowThatANewerVersionWroteIsReadAfreshAndHoldsUpNoOther() throws SQLException {
        DataSource database = kind.fresh();
        PaymentIndex index = PaymentIndex.open(database, clock);
        payments = index.account("account", Indexes.CAPABILITIES);
        waiting("newer", "known");
        TestDatabases.execute(
                database, "update maksut_payment set currency = 'QQQ', due_at = 0 where reference = 'newer'");
        clock.advance(A_QUARTER_AND_MORE);

        assertThat(worker(gateway(PaymentStatus.ABANDONED)).workOff()).isEqualTo(2);

        assertThat(read).containsExactly("newer", "known");
        assertThat(payments.find(new PaymentId("account", "newer"))).isPresent();
    }

    @Test
    void aPaymentThatCannotBeReadHoldsUpNoOther() {
        waiting("bad", "good");
        clock.advance(A_QUARTER_AND_MORE);
        UnfinishedPayments worker = worker(id -> {
            if (id.reference().equals("bad")) {
                throw new MalformedAnswerException("no payment", CallReport.notSent("read payment", null));
            }
            return gateway(PaymentStatus.ABANDONED).apply(id);
        });

        assertThat(worker.workOff()).isOne();

        assertThat(read).containsExactly("good");
        assertThat(worker.health().failed()).isOne();
        assertThat(worker.health().read()).isOne();
        assertThat(worker.health().due()).isZero();
        assertThat(worker.health().lastFailure()).contains(clock.instant());
        assertThat(payments.due(clock.instant().plus(Duration.ofHours(1)), 10)).containsExactly("bad");
    }

    @Test
    void aGatewayThatDoesNotAnswerIsAskedOnceARoundAndDelaysNoOtherAccount() {
        waiting("p-1", "p-2", "p-3");
        AccountIndex other = Indexes.fresh(kind);
        other.seen(payment(other, "o-1").status(PaymentStatus.INITIATED).build());
        clock.advance(A_QUARTER_AND_MORE);
        UnfinishedPayments worker = UnfinishedPayments.builder(clock)
                .account(payments, id -> {
                    read.add(id.reference());
                    throw new GatewayUnavailableException("down", CallReport.notSent("read payment", null));
                })
                .account(
                        other,
                        id -> payment(other, id.reference())
                                .status(PaymentStatus.FAILED)
                                .readAt(clock.instant())
                                .build())
                .build();

        assertThat(worker.workOff()).isOne();

        assertThat(read).hasSize(1);
        assertThat(worker.health().due()).isEqualTo(2);
    }

    @Test
    void noMoreAreReadInAMinuteThanTheRateAllows() {
        waiting("p-1", "p-2", "p-3", "p-4", "p-5");
        clock.advance(A_QUARTER_AND_MORE);
        UnfinishedPayments worker = UnfinishedPayments.builder(clock)
                .account(payments, gateway(PaymentStatus.ABANDONED))
                .perMinute(3)
                .build();

        assertThat(worker.workOff()).isEqualTo(3);
        assertThat(worker.workOff()).isZero();
        clock.advance(Duration.ofSeconds(61));
        assertThat(worker.workOff()).isEqualTo(2);
        assertThat(Set.copyOf(read)).hasSize(5);
    }

    @Test
    void theWaitFor3dsBeganWhenItWasFirstSeenInWhateverOrderReadingsCome() {
        Payment first = payment(payments, "p-1")
                .status(PaymentStatus.WAITING_FOR_3DS)
                .readAt(NOON.plusSeconds(60))
                .build();
        Payment second = payment(payments, "p-1")
                .status(PaymentStatus.WAITING_FOR_3DS)
                .readAt(NOON.plusSeconds(300))
                .build();
        payments.seen(second);
        payments.seen(first);
        payments.seen(second);

        Payment found = payments.find(first.id()).orElseThrow().payment();
        assertThat(found.lifecycle().abandonedAt())
                .contains(NOON.plusSeconds(60).plus(Duration.ofMinutes(15)));
        assertThat(payments.note(second).lifecycle().abandonedAt())
                .contains(NOON.plusSeconds(60).plus(Duration.ofMinutes(15)));
    }
}
