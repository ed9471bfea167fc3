package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.storage.CountedDatabase;
import io.maksut.sync.TestShop.Question;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One shop's scan delays no other's, and a thousand shops that rest cost no more than one. */
@Timeout(300)
class FairScansTest {
    private static final int PAGES = 10;

    private final SyncWorld world = new SyncWorld();
    private final TestShop huge = world.shop;
    private final TestShop small = new TestShop("small", world.clock);

    @AfterEach
    void close() {
        world.close();
    }

    private RefundSync.Builder builder(DataSource dataSource) {
        RefundSync.Builder builder = RefundSync.builder(dataSource)
                .clock(world.clock)
                .besideWork(Runnable::run)
                .listener(world.events::add)
                .shop(world.connected(SyncMode.SHOP_PAYS))
                .shop(ConnectedShop.of(small, SyncMode.SHOP_PAYS, "flatpay"));
        for (PaymentGateway gateway : world.gateways()) {
            builder.gateway(gateway);
        }
        return builder;
    }

    private void manyOrders() {
        for (int i = 0; i < 3 * PAGES; i++) {
            huge.order(new PaymentId("flatpay", "charge-of-" + i));
        }
    }

    private List<String> ended() {
        return world.events.stream()
                .filter(SyncEvent.ScanEnded.class::isInstance)
                .map(it -> ((SyncEvent.ScanEnded) it).name())
                .toList();
    }

    @Test
    void aShopWithManyPagesLetsTheOthersGoOnAfterAMinute() {
        manyOrders();
        huge.before(Question.CHANGES, () -> world.clock.advance(Duration.ofSeconds(25)));
        RefundSync sync = builder(world.dataSource).build();

        int count = sync.worker().scanDue();

        assertThat(ended())
                .hasSize(count)
                .containsSubsequence(PollingScan.changesOf("small"), PollingScan.changesOf("shop"))
                .containsSubsequence(PollingScan.ordersOf("small"), PollingScan.ordersOf("shop"));
        assertThat(huge.reads()).as("each page is read once by each of the two").isEqualTo(2 * PAGES);
    }

    @Test
    void aShopThatDoesNotAnswerKeepsNoOtherFromBeingRead() throws InterruptedException {
        CountDownLatch answers = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(2);
        huge.before(Question.CHANGES, () -> awaitUninterrupted(answers));
        RefundSync sync = builder(world.dataSource)
                .listener(event -> {
                    if (event instanceof SyncEvent.ScanEnded scan && scan.name().endsWith(" small")) {
                        others.countDown();
                    }
                })
                .build();
        try (SyncWorker worker = sync.worker(new SyncWorker.Settings(1, Duration.ofMillis(20), true))) {
            worker.start();

            boolean inTime = others.await(60, TimeUnit.SECONDS);

            answers.countDown();
            assertThat(inTime).isTrue();
        } finally {
            answers.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            boolean unused = latch.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWorkerThatClosesLeavesTheNextPageToTheNext() {
        manyOrders();
        RefundSync sync = builder(world.dataSource).build();
        SyncWorker closing = sync.worker();
        huge.before(Question.CHANGES, closing::close);
        assertThat(closing.scanDue()).isZero();
        assertThat(huge.reads()).as("no page more").isEqualTo(1);
        huge.before(Question.CHANGES, () -> {});

        int unused = sync.worker().scanDue();

        assertThat(ended())
                .contains(PollingScan.changesOf("shop"), PollingScan.ordersOf("shop"), PollingScan.changesOf("small"));
        assertThat(huge.reads())
                .as("the first page of the one is not read again")
                .isEqualTo(2 * PAGES);
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void whenNothingIsDueOneStatementSaysSoHoweverManyShopsThereAre(TestDatabases kind) {
        CountedDatabase database = new CountedDatabase(kind.fresh());
        RefundSync.Builder builder = builder(database.dataSource());
        for (int i = 0; i < 50; i++) {
            builder.shop(ConnectedShop.of(new TestShop("shop-" + i, world.clock), SyncMode.SHOP_PAYS, "flatpay"));
        }
        RefundSync sync = builder.build();
        assertThat(database.commits()).as("of the start, whatever the shops").isLessThan(50);
        int unused = sync.worker().scanDue();
        database.begin();

        assertThat(sync.worker().scanDue()).isZero();

        assertThat(database.statements()).hasSize(1);
    }
}
