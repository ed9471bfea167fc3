package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.shopify.ShopifySandbox;
import io.maksut.shop.RefundWish;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers in processes of their own are killed around the request by which the shop makes a refund, while its answers are lost or
 * a proxy's. Shopify then asks for the money, and is paid by those who live. Afterwards the shop has made each refund once, and each
 * was paid once.
 */
class StartKillsTest {
    private static final List<KillTarget> TARGETS = KillTarget.ofWrites(KilledWork.START);
    private static final int KILLS =
            Integer.getInteger("maksut.crash.kills", TARGETS.size() * (Boolean.getBoolean("maksut.nightly") ? 50 : 2));
    private static final Duration AFTER_A_KILL = Duration.ofMinutes(4); // longer than a lease
    private static final List<Fault> LOST = List.of(
            Fault.RESET_AFTER_PROCESSING,
            Fault.RESET_BEFORE_PROCESSING,
            Fault.SERVER_ERROR_AFTER_PROCESSING,
            Fault.TRUNCATED_BODY,
            Fault.proxyAnswers(429),
            Fault.proxyAnswers(403),
            Fault.proxyAnswersAfterProcessing(403),
            Fault.proxyAnswersEmptyAfterProcessing(502));

    private final Random random = new Random(Long.getLong("maksut.crash.seed", 20_260_601L));
    private final List<RefundWish> wishes = new ArrayList<>();

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    private SharedClock clock;
    private FrisbiiSandbox gateway;
    private ShopifySandbox shop;
    private StartKillsProcess survivor;
    private ShopifySessions sessions;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        clock = new SharedClock(folder.resolve("clock"));
        gateway = FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
        shop = ShopifySandbox.builder().clock(clock).withoutThrottling().start();
        survivor = StartKillsProcess.of(clock, (reached, of) -> {}, places());
        sessions = survivor.sessions();
        endpoint = Endpoint.of(sessions);
        shop.sessions().connect(shop.gateway(ShopifyWorld.HANDLE), Endpoint.addresses(endpoint.url()));
    }

    @AfterEach
    void stop() {
        endpoint.close();
        sessions.close();
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
            shop.domain(),
            shop.adminToken(),
            shop.paymentsToken()
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
                    StartKillsProcess.class,
                    arguments.toArray(String[]::new));
        }

        /** A refund is started by the one that is to die, or by who lives; earlier ones again; Shopify asks for what it has made. */
        @Override
        public void deliver(KillRun.Orders worker, KillTarget target) {
            RefundWish wish = wish();
            if (random.nextInt(3) == 0) {
                shop.faults()
                        .next(LOST.get(random.nextInt(LOST.size())))
                        .on("POST", "/admin/api/*/graphql.json")
                        .matching(request -> request.body().contains("refundCreate"))
                        .times(1 + random.nextInt(3));
            }
            if (random.nextInt(5) == 0) {
                survivor.start(StartKillsProcess.order(wish));
            } else {
                worker.say(StartKillsProcess.order(wish));
            }
            worker.say(StartKillsProcess.order(wishes.get(random.nextInt(wishes.size()))));
            asksForMoney();
        }

        @Override
        public void afterAKill() {
            clock.advance(AFTER_A_KILL);
        }
    }

    private void asksForMoney() {
        List<Integer> statuses = shop.sessions().deliverDue();
        assertThat(statuses).allMatch(it -> it == 201);
        int unused = sessions.workOff();
    }

    /** Of a payment of 49.90 with an order. */
    private RefundWish wish() {
        String payment = "p" + wishes.size();
        gateway.charge(payment)
                .state("settled")
                .amount(4_990)
                .currency("EUR")
                .method("card")
                .add();
        String order = shop.merchant()
                .order()
                .total("49.90")
                .sale(ShopifyWorld.HANDLE, payment)
                .place();
        RefundWish wish = new RefundWish(
                "wish-" + wishes.size(),
                order,
                new PaymentId("flatpay", payment),
                Money.ofMinor("EUR", 100L * (1 + random.nextInt(20))),
                "a page is missing");
        wishes.add(wish);
        return wish;
    }

    @Test
    void whereverAWorkerDiesTheShopMakesEachRefundOnceAndItIsPaidOnce() throws Exception {
        long began = System.nanoTime();
        KillRun run = new KillRun(TARGETS, random, new World(), line -> {});

        run.kill(KILLS, 1);

        shop.faults().clear();
        wishes.forEach(wish -> survivor.start(StartKillsProcess.order(wish))); // whose caller died asks again
        SyncWorker worker = survivor.sync.worker();
        for (int step = 0; step < 24; step++) {
            clock.advance(Duration.ofMinutes(5));
            asksForMoney();
            int unusedClaims = worker.workOff();
        }
        System.out.println("kills of refunds started at Shopify: " + wishes.size() + " started, "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s; fewest at a target " + run.fewest());
        run.counts().forEach(System.out::println);
        wishes.forEach(this::assertIsMadeAndPaidOnce);
        assertThat(survivor.sync.ledger().waitingForPerson()).isEmpty();
        assertThat(run.fewest()).as("kills at each target").isGreaterThanOrEqualTo(KILLS / TARGETS.size());
    }

    private void assertIsMadeAndPaidOnce(RefundWish wish) {
        LedgerOperation started =
                survivor.sync.ledger().started("shop", wish.id()).orElseThrow();
        assertThat(started.state())
                .as(
                        "%s, %s",
                        started,
                        survivor.sync
                                .ledger()
                                .history(started)
                                .map(it -> it + " " + it.details())
                                .toList())
                .isEqualTo(State.SUCCEEDED);
        assertThat(shop.order(wish.orderId()).refunds()).as("made for %s", wish).hasSize(1);
        String payment = wish.payment().reference();
        assertThat(gateway.books().count(Movement.Kind.REFUND, payment))
                .as("paid for %s", wish)
                .isEqualTo(1);
        assertThat(gateway.books().refunded(payment)).isEqualTo(wish.amount().minorUnits());
    }
}
