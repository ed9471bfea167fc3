package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncWorker;
import io.maksut.testkit.ChildJvm;
import io.maksut.testkit.KillRun;
import io.maksut.testkit.KillTarget;
import io.maksut.testkit.KilledWork;
import io.maksut.testkit.MemoryFolder;
import io.maksut.testkit.SharedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers in processes of their own are killed around the one request that records a direct refund in the shop, while its answers
 * are lost or a proxy's, and pages are out of a cache. Afterwards the shop shows each direct refund once, or a person was told.
 */
class RecordKillsTest {
    private static final List<KillTarget> TARGETS = KillTarget.ofWrites(KilledWork.RECORD);
    private static final int KILLS =
            Integer.getInteger("maksut.crash.kills", TARGETS.size() * (Boolean.getBoolean("maksut.nightly") ? 50 : 2));
    private static final Duration AFTER_A_KILL = Duration.ofMinutes(4); // longer than a lease
    private static final Duration SETTLED = Duration.ofMinutes(11); // longer than a failure takes to settle
    private static final String REFUNDS = "/wp-json/wc/v3/orders/*/refunds";
    private static final List<Fault> LOST = List.of(
            Fault.RESET_AFTER_PROCESSING,
            Fault.RESET_BEFORE_PROCESSING,
            Fault.SERVER_ERROR_AFTER_PROCESSING,
            Fault.TRUNCATED_BODY,
            Fault.proxyAnswers(429),
            Fault.proxyAnswers(403),
            Fault.proxyAnswersAfterProcessing(403),
            Fault.proxyAnswersEmptyAfterProcessing(502));

    private record Failed(PaymentId payment, long order, Money amount, Instant since) {}

    private final Random random = new Random(Long.getLong("maksut.crash.seed", 20_260_601L));
    private final Deque<Failed> failed = new ArrayDeque<>();
    private final List<Failed> asked = new ArrayList<>();

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    private SharedClock clock;
    private FrisbiiSandbox gateway;
    private WooCommerceSandbox shop;
    private RecordKillsProcess survivor;
    private int payments;

    @BeforeEach
    void start() throws IOException {
        clock = new SharedClock(folder.resolve("clock"));
        gateway = FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
        shop = WooCommerceSandbox.builder().clock(clock).start();
        survivor = RecordKillsProcess.of(clock, (reached, of) -> {}, places());
        survivor.shop.check();
    }

    @AfterEach
    void stop() {
        survivor.close();
        shop.close();
        gateway.close();
    }

    private String[] places() {
        return new String[] {
            folder.resolve("ledger.db").toString(),
            gateway.apiUrl().toString(),
            gateway.privateKey(),
            shop.url().toString(),
            shop.key().consumerKey(),
            shop.key().consumerSecret()
        };
    }

    private final class World implements KillRun.World {
        @Override
        public ChildJvm start(KillTarget target, int nth) throws IOException {
            List<String> arguments =
                    new ArrayList<>(List.of(folder.resolve("clock").toString(), target.toString(), "" + nth));
            arguments.addAll(List.of(places()));
            return ChildJvm.start(
                    List.of(
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"),
                    RecordKillsProcess.class,
                    arguments.toArray(String[]::new));
        }

        /** Two refunds that had failed in the shop are made directly, with something going wrong half of the time. */
        @Override
        public void deliver(KillRun.Orders worker, KillTarget target) {
            fails();
            if (!isSettled(failed.peek())) {
                clock.advance(SETTLED.plusMinutes(1));
            }
            for (int i = 0; i < 2 && isSettled(failed.peek()); i++) {
                Failed next = failed.remove();
                asked.add(next);
                if (random.nextBoolean()) {
                    goesWrong(next);
                }
                String order = RecordKillsProcess.order(next.payment(), next.amount());
                worker.say(order);
                if (random.nextInt(3) == 0) {
                    worker.say(order);
                }
            }
        }

        @Override
        public void afterAKill() {
            clock.advance(AFTER_A_KILL);
        }
    }

    private boolean isSettled(@Nullable Failed failure) {
        return failure != null && failure.since().plus(SETTLED).isBefore(clock.instant());
    }

    /** A payment of 29.80 with an order, and a refund of it that failed in the shop. */
    private void fails() {
        PaymentId payment = new PaymentId(
                "flatpay",
                gateway.charge("charge-" + ++payments)
                        .state("settled")
                        .amount(2_980)
                        .currency("EUR")
                        .method("card")
                        .created(clock.instant())
                        .metadata(Map.of())
                        .add());
        long order =
                shop.order().total("29.80").transactionId(payment.reference()).add();
        Money amount = Money.ofMinor("EUR", 100L * (1 + random.nextInt(20)));
        survivor.sync.statements().shopRefundFailed(payment, amount, "mari", "the shop says it failed");
        failed.add(new Failed(payment, order, amount, clock.instant()));
    }

    private void goesWrong(Failed next) {
        String path = REFUNDS.replace("*", "" + next.order());
        shop.faults().next(LOST.get(random.nextInt(LOST.size()))).on("POST", path);
        switch (random.nextInt(3)) {
            case 0 ->
                shop.faults()
                        .next(Fault.proxyAnswers(503))
                        .on("GET", path)
                        .afterMatching(1)
                        .times(2);
            case 1 ->
                shop.faults()
                        .next(Fault.answer(Reply.json(200, "[]"))) // as it was a moment ago
                        .on("GET", path)
                        .afterMatching(1)
                        .times(2);
            default -> {}
        }
    }

    @Test
    void whereverAWorkerDiesTheShopShowsEachDirectRefundOnceOrAPersonWasTold() throws Exception {
        long began = System.nanoTime();
        for (int i = 0; i < 2 * KILLS + 4; i++) {
            fails();
        }
        SyncWorker worker = survivor.sync.worker();
        int unused = worker.scanDue();
        clock.advance(SETTLED.plusMinutes(1));
        KillRun run = new KillRun(TARGETS, random, new World(), line -> {});

        run.kill(KILLS, 1);

        shop.faults().clear();
        for (int step = 0; step < 40; step++) {
            clock.advance(Duration.ofMinutes(5));
            int unusedClaims = worker.workOff();
        }
        long byMerchant =
                asked.stream().mapToLong(this::assertIsRefundedAndRecordedOnce).sum();
        System.out.println("kills of records at WooCommerce: " + asked.size() + " asked, "
                + asked.stream().filter(it -> refunded(it) > 0).count() + " refunded directly, of which " + byMerchant
                + " for the merchant to record, "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds()
                + " s; fewest at a target " + run.fewest());
        run.counts().forEach(System.out::println);
        assertThat(run.fewest()).as("kills at each target").isGreaterThanOrEqualTo(KILLS / TARGETS.size());
        assertThat(survivor.sync.ledger().waitingForPerson())
                .allMatch(it -> it.reviewReason()
                        .filter(ReviewReason.RECORD_BY_MERCHANT::equals)
                        .isPresent())
                .hasSize((int) byMerchant);
    }

    private long refunded(Failed one) {
        return gateway.books().refunded(one.payment().reference());
    }

    /** 1 if a person was told to record it. */
    private long assertIsRefundedAndRecordedOnce(Failed one) {
        List<LedgerOperation> done = survivor.sync.ledger().refundsOf(one.payment()).stream()
                .filter(it -> it.state() == State.SUCCEEDED)
                .toList();
        assertThat(refunded(one))
                .as("of %s", one)
                .isEqualTo(done.isEmpty() ? 0 : one.amount().minorUnits());
        assertThat(done).as("refunds of %s", one).hasSizeLessThanOrEqualTo(1);
        long told = done.stream()
                .filter(it -> it.reviewReason()
                        .filter(ReviewReason.RECORD_BY_MERCHANT::equals)
                        .isPresent())
                .count();
        assertThat(shop.refunds(one.order()))
                .as(
                        "shown of %s, %s",
                        one, survivor.sync.ledger().history(one.payment()).toList())
                .hasSize((int) (done.size() - told))
                .noneMatch(it -> it.refundedPayment());
        assertThat(shop.books().refunded("" + one.order()))
                .as("paid by the shop")
                .isZero();
        return told;
    }
}
