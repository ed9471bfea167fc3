package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Portal;
import io.maksut.refund.RefundPermit;
import io.maksut.shop.Fulfilment;
import io.maksut.storage.CountedDatabase;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often the database is asked, and how often its disk is waited for, so that a change that costs another statement or
 * commit is seen. A statement reads or writes a table; what begins, sets up and ends a transaction is counted as its commit.
 */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class StatementsTest {
    /** Of a series, so that what one operation shares with the next is counted once. */
    private static final int SERIES = 10;

    /** What may be asked for one thing. */
    private record Most(int statements, int commits) {}

    // @formatter:off
    private enum Thing {
        //           statements: SQLite, PostgreSQL, MariaDB (an update cannot tell what it has changed); commits
        REFUND_ASKED_FOR(       5,  5,  5, 1),
        /** Claimed, paid and told. */
        REFUND_MADE(           10, 10, 11, 3),
        /** A worker finds that nothing is left to do, at the end of the last payment. */
        LOOK(                   1,  1,  1, 1),
        CAPTURE(               13, 13, 15, 4),
        DIRECT_REFUND_DECIDED( 20, 20, 20, 4),
        /** The record in the shop is a row of its own, which is durable before it is sent. */
        DIRECT_REFUND_EXECUTED(47, 47, 48, 10),
        /** Beside whatever asks the gateway something, once in two seconds: our part of each account that was asked. */
        LIMITS_DIVIDED(         3,  3,  3, 1);

        private final int sqlite;
        private final int postgresql;
        private final int mariadb;
        private final int commits;

        Thing(int sqlite, int postgresql, int mariadb, int commits) {
            this.sqlite = sqlite;
            this.postgresql = postgresql;
            this.mariadb = mariadb;
            this.commits = commits;
        }

        private Most at(TestDatabases kind) {
            int statements = switch (kind) {
                case SQLITE -> sqlite;
                case POSTGRESQL -> postgresql;
                case MARIADB -> mariadb;
            };
            return new Most(statements, commits);
        }
    }
    // @formatter:on

    @Parameter
    private TestDatabases kind;

    private SyncWorld world;
    private CountedDatabase database;
    private RefundSync sync;
    private SyncWorker worker;

    private void start(boolean shipToSettle) {
        world = new SyncWorld(kind);
        database = new CountedDatabase(world.dataSource);
        ConnectedShop shop = world.connected(SyncMode.PORTAL_PAYS);
        RefundSync.Builder builder = RefundSync.builder(database.dataSource())
                .clock(world.clock)
                .besideWork(Runnable::run)
                .shop(shipToSettle ? shop.withShipToSettle() : shop);
        world.gateways().forEach(builder::gateway);
        sync = builder.build();
        worker = sync.worker();
    }

    @AfterEach
    void close() {
        if (world != null) { // null where the database is not installed
            world.close();
        }
    }

    /** Orders that the shop has shown before, so that nothing has to be found out about them. */
    private List<String> orders(List<PaymentId> payments) {
        List<String> orders = payments.stream().map(world.shop::order).toList();
        worker.scanDue();
        worker.workOff(); // once a minute a worker writes down that it looks
        database.begin();
        return orders;
    }

    private List<PaymentId> settled(Gateway gateway) {
        List<PaymentId> payments = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            payments.add(world.settled(gateway, "29.80"));
        }
        return payments;
    }

    private void took(Thing thing, int times, int looks) {
        Most one = thing.at(kind);
        Most look = Thing.LOOK.at(kind);
        assertThat(database.statements())
                .as("%s, %d times", thing, times)
                .hasSizeLessThanOrEqualTo(times * one.statements() + looks * look.statements());
        assertThat(database.commits())
                .as("commits of %s, %d times", thing, times)
                .isLessThanOrEqualTo(times * one.commits() + looks * look.commits());
        database.begin();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundTakesFifteenStatementsAndFourCommits(Gateway gateway) {
        start(false);
        List<PaymentId> payments = settled(gateway);
        List<String> orders = orders(payments);

        for (int i = 0; i < SERIES; i++) {
            sync.request("shop", world.shop.asksToRefund(orders.get(i), payments.get(i), eur("5.00")));
        }
        took(Thing.REFUND_ASKED_FOR, SERIES, 0);
        worker.workOff();
        took(Thing.REFUND_MADE, SERIES, 1);
        assertThat(payments).allSatisfy(it -> assertThat(world.refunded(it)).isEqualTo(500));
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void requestsAskNothingOfTheDatabaseButOnceInTwoSeconds(Gateway gateway) {
        start(false);
        PaymentId payment = world.settled(gateway, "29.80");
        Portal portal = Portal.over(world.gateways().stream()
                .filter(it -> it.account().equals(payment.account()))
                .findFirst()
                .orElseThrow());
        database.begin();

        for (int i = 0; i < SERIES; i++) {
            Payment unused = portal.payment(payment);
        }
        assertThat(database.executed()).isEmpty();
        world.clock.advance(LimitShares.RENEWED_EVERY);
        for (int i = 0; i < SERIES; i++) {
            Payment unused = portal.payment(payment);
        }
        assertThat(database.commits()).isEqualTo(1);
        took(Thing.LIMITS_DIVIDED, 1, 0);
    }

    @Test
    void eachCommitOfARefundHasAReason() {
        start(false);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = orders(List.of(payment)).get(0);

        sync.request("shop", world.shop.asksToRefund(order, payment, eur("5.00")));
        assertThat(database.commits())
                .as("1: the request is durable before it is acknowledged")
                .isEqualTo(1);
        worker.workOff();
        assertThat(database.commits())
                .as(
                        "2: the payment is ours, which a worker that goes on from another payment stores with 5 of that; 3: what will be"
                                + " sent is durable before it is sent; 4: the outcome is durable before the shop is told; 5: told, the payment"
                                + " is free, and there is no other")
                .isEqualTo(1 + 4);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aCaptureTakesThirteenStatementsAndFourCommits(Gateway gateway) {
        start(true);
        List<PaymentId> payments = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            payments.add(world.authorised(gateway, "29.80"));
        }
        for (String order : orders(payments)) {
            world.shop.ships(order, Fulfilment.COMPLETE);
        }
        sync.mayHaveMissed("shop");
        worker.scanDue();
        database.begin();

        worker.workOff();
        took(Thing.CAPTURE, SERIES, 1);
        assertThat(payments)
                .allSatisfy(it ->
                        assertThat(world.books(it).captured(it.reference())).isEqualTo(2_980));
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aDirectRefundIsDecidedAndExecutedOnFactsThatAreReadTwice(Gateway gateway) {
        start(false);
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        worker.scanDue();
        worker.workOff();
        database.begin();

        RefundPermit permit = clerk.allowed(payment, "25.00");
        took(Thing.DIRECT_REFUND_DECIDED, 1, 0);
        LedgerOperation refund = clerk.executed(permit);
        took(Thing.DIRECT_REFUND_EXECUTED, 1, 0);
        assertThat(refund.state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }
}
