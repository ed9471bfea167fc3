package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.storage.Database;
import io.maksut.testkit.TestDatabases;
import io.maksut.woocommerce.OrderIndex.Kind;
import io.maksut.woocommerce.PaymentReferences.Method;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the bridge remembers, on each database. */
class TablesTest {
    private final ManualClock clock = ManualClock.at(ShopWorld.START);

    private Database open(TestDatabases kind) throws SQLException {
        return ShopTables.open(kind.fresh(), clock);
    }

    private OrderIndex index(Database database, String shop) {
        return new OrderIndex(
                database,
                new PaymentReferences(Map.of("pay", new Method("acme", List.of())), List.of("_token")),
                shop,
                clock);
    }

    private static WireOrder order(long id, String transactionId, Instant created) {
        return new WireOrder(
                id,
                "T-" + id,
                "processing",
                "EUR",
                "1.00",
                "pay",
                transactionId,
                "key-" + id,
                created,
                created,
                created,
                Map.of(),
                List.of());
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void ordersAreFoundByWhatTheyEverNamedExactlyAndPerShop(TestDatabases kind) throws SQLException {
        Database database = open(kind);
        OrderIndex index = index(database, "one");
        String longest = "x".repeat(255);
        index.seen(List.of(order(2, "Pay-1", ShopWorld.START), order(1, longest, ShopWorld.START)));
        index.seen(List.of(order(2, "pay-2", ShopWorld.START)));
        index.seen(List.of());

        assertThat(index.find(Kind.PAYMENT, Set.of("Pay-1"))).containsExactly(2L);
        assertThat(index.find(Kind.PAYMENT, Set.of("pay-2", longest))).containsExactly(1L, 2L);
        assertThat(index.find(Kind.PAYMENT, Set.of("pay-1", "Pay-1 ", "PAY-1", "key-2")))
                .isEmpty();
        assertThat(index.find(Kind.KEY, Set.of("key-2"))).containsExactly(2L);
        assertThat(index.find(Kind.NUMBER, Set.of("T-1", "2"))).containsExactly(1L, 2L);
        assertThat(index(database, "two").find(Kind.PAYMENT, Set.of("Pay-1"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aWalkCountsIfItSawAsManyOrdersAsThereWere(TestDatabases kind) throws SQLException {
        OrderIndex index = index(open(kind), "one");
        Instant before = ShopWorld.START.minus(Duration.ofDays(1));
        index.seen(List.of(order(1, "a", before), order(2, "b", before), order(3, "c", before)));
        clock.advance(Duration.ofMinutes(1));
        WalkCursor walk = WalkCursor.start(WalkPhase.ALL, null, clock.instant())
                .beganAt(clock.instant())
                .counting(3);
        index.walked(walk);
        assertThat(index.progress().cursor()).isEqualTo(walk);
        clock.advance(Duration.ofMinutes(1));
        index.seen(List.of(order(1, "a", before), order(2, "b", before)));

        assertThat(index.ended(walk)).as("one was not shown").isFalse();
        assertThat(index.progress().fullBegan()).isNull();
        index.seen(List.of(order(4, "d", clock.instant())));
        assertThat(index.ended(walk))
                .as("one that came in meanwhile is no substitute")
                .isFalse();
        assertThat(index.ended(walk.counting(-1)))
                .as("the shop does not say how many")
                .isFalse();
        index.seen(List.of(order(3, "c", before)));
        assertThat(index.ended(walk)).isTrue();
        assertThat(index.progress().fullBegan()).isEqualTo(walk.began());
        assertThat(index.progress().changesUntil()).isEqualTo(walk.shopBegan());

        index.changesSeenUntil(clock.instant());
        index.changesSeenUntil(walk.shopBegan());
        assertThat(index.progress().changesUntil()).as("never goes back").isEqualTo(clock.instant());
        index.noWalk();
        assertThat(index.progress().cursor()).isNull();
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void thePlaceInAWalkSurvivesAsText(TestDatabases kind) throws SQLException {
        OrderIndex index = index(open(kind), "one");
        WalkCursor cursor = new WalkCursor(
                WalkPhase.CHANGED_TRASH,
                ShopWorld.START,
                ShopWorld.START.plusSeconds(1),
                90,
                ShopWorld.START,
                ShopWorld.START.minusSeconds(3),
                12);

        index.walked(cursor);

        assertThat(index.progress().cursor()).isEqualTo(cursor);
        assertThat(WalkCursor.of("1~ALL~~~0~~~0")).isEmpty();
        assertThat(WalkCursor.of("1~NONE~~~0~1~1~0")).isEmpty();
        assertThat(WalkCursor.of("")).isEmpty();
        assertThat(WalkCursor.of("1~ALL~~~none~1~1~0")).isEmpty();
        assertThat(WalkCursor.of("1~ALL~~~0~1~9223372036854775807~0")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aNonceIsGoodOnceAlsoForManyAtOnce(TestDatabases kind) throws Exception {
        NonceTable nonces = new NonceTable(open(kind), "one", clock);
        Instant until = ShopWorld.START.plusSeconds(300);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> uses = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                uses.add(() -> nonces.use("nonce", until));
            }
            int good = 0;
            for (Future<Boolean> use : threads.invokeAll(uses)) {
                good += use.get() ? 1 : 0;
            }
            assertThat(good).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
        clock.advance(Duration.ofMinutes(5));
        assertThat(nonces.use("nonce", until)).as("to the last second").isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(nonces.use("nonce", until))
                .as("forgotten when it would be refused anyway")
                .isTrue();
    }
}
