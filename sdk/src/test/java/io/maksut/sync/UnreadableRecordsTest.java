package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.refund.Statement;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Database;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that a newer version wrote: each is set aside with its payment, and nothing else waits for it. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class UnreadableRecordsTest {
    @Parameter
    private TestDatabases database;

    private SyncWorld opened;

    private SyncWorld world() {
        if (opened == null) {
            opened = new SyncWorld(database);
        }
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private void write(String sql) throws SQLException {
        TestDatabases.execute(world().dataSource, sql);
    }

    /** Four refunds of four payments, the first of which is changed so. */
    private List<PaymentId> fourRefundsOneWith(RefundSync sync, String change) throws SQLException {
        List<PaymentId> payments = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            PaymentId payment = world().settled(i % 2 == 0 ? Gateway.FLATPAY : Gateway.EVERYPAY, "29.80");
            RefundRequest request = world().shop.asksToRefund(world().shop.order(payment), payment, eur("5.00"));
            long id = sync.request("shop", request).operation().id();
            if (i == 0) {
                write("update maksut_operation set " + change + " where id = " + id);
            }
            payments.add(payment);
        }
        return payments;
    }

    private void theOtherThreeArePaid(String change) throws SQLException {
        RefundSync sync = world().sync(SyncMode.PORTAL_PAYS);
        List<PaymentId> payments = fourRefundsOneWith(sync, change);

        sync.worker().workOff();

        assertThat(payments.stream().map(world()::refunded)).containsExactly(0L, 500L, 500L, 500L);
        assertThat(sync.ledger().setAside())
                .singleElement()
                .satisfies(it -> assertThat(it.payment()).isEqualTo(payments.get(0)));
        assertThat(sync.ledger().counts().setAside()).isEqualTo(1);
        assertThat(world().events)
                .filteredOn(SyncEvent.RecordSetAside.class::isInstance)
                .hasSize(1);
        assertThat(new Monitor(world().clock).watch(sync.ledger()).health().troubles())
                .extracting(Trouble::kind)
                .contains(Trouble.Kind.RECORDS_SET_ASIDE);
    }

    @Test
    void aStateOfANewerVersionStopsNoOtherRefund() throws SQLException {
        theOtherThreeArePaid("state = 'reversed'");
    }

    @Test
    void aReviewReasonOfANewerVersionStopsNoOtherRefund() throws SQLException {
        theOtherThreeArePaid("review_reason = 'stop_switch'");
    }

    @Test
    void aKindOfANewerVersionStopsNoOtherRefund() throws SQLException {
        theOtherThreeArePaid("kind = 'capture'");
    }

    @Test
    void aCurrencyOfANewerVersionStopsNoOtherRefund() throws SQLException {
        theOtherThreeArePaid("currency = 'QQQ'");
    }

    @Test
    void anAttemptOfANewerVersionStopsNoOtherRefund() throws SQLException {
        theOtherThreeArePaid("attempt = '{\"protocol\":\"new\"}'");
    }

    @Test
    void theAlarmIsRaisedOnceHoweverOftenItIsMet() throws SQLException {
        RefundSync sync = world().sync(SyncMode.PORTAL_PAYS);
        fourRefundsOneWith(sync, "state = 'reversed'");

        for (int hour = 0; hour < 3; hour++) {
            sync.worker().workOff();
            world().clock.advance(Duration.ofHours(1));
        }

        assertThat(world().events)
                .filteredOn(SyncEvent.RecordSetAside.class::isInstance)
                .hasSize(1);
        assertThat(sync.ledger().counts().setAside()).isEqualTo(1);
    }

    @Test
    void anotherRefundOfThatPaymentWaitsBecauseTheFirstMayBeUnderWay() throws SQLException {
        RefundSync sync = world().sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = fourRefundsOneWith(sync, "state = 'reversed'").get(0);
        RefundRequest second = world().shop.asksToRefund(world().shop.order(payment), payment, eur("4.00"));

        assertThat(sync.request("shop", second).kind()).isEqualTo(RequestReceipt.Kind.NEW);
        sync.worker().workOff();
        world().clock.advance(Duration.ofHours(1));
        sync.worker().workOff();

        assertThat(world().refunded(payment)).isZero();
        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::key)
                .containsExactly(second.id());
    }

    @Test
    void aDirectRefundOfThatPaymentIsNotAllowed() throws SQLException {
        RefundSync sync = world().sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = fourRefundsOneWith(sync, "state = 'reversed'").get(0);

        RefundDecision decision = sync.desk().decide(payment, eur("4.00"), "mari", "asked for");

        assertThat(decision)
                .isInstanceOfSatisfying(
                        RefundDecision.Undetermined.class,
                        it -> assertThat(it.cause()).isEqualTo(Cause.LEDGER_UNREADABLE));
        assertThat(sync.ledger().counts().setAside()).isEqualTo(1);
    }

    @Test
    void aPermitIsNotExecutedOnceSomethingOfThePaymentCannotBeRead() throws SQLException {
        RefundSync sync = world().sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world().settled(Gateway.EVERYPAY, "29.80");
        world().shop
                .refund(world().shop.order(payment), payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world().clock.advance(Duration.ofMinutes(26));
        RefundDecision decision = sync.desk().decide(payment, eur("5.00"), "mari", "failed in the shop");
        RefundPermit permit = ((RefundDecision.Allowed) decision).permit();
        write("update maksut_operation set shop_state = 'SPLIT'");

        DirectRefund answer = sync.desk().execute(permit);

        assertThat(answer).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(world().refunded(payment)).isZero();
    }

    /** Whatever it is that the newer version does to the payment: it may be money on its way. */
    @ParameterizedTest
    @ValueSource(strings = {"'payout', 'direct', 'submitted'", "'capture', 'shipped', 'reversed'"})
    void whatANewerVersionDoesToAPaymentAllowsNoDirectRefundOfIt(String what) throws SQLException {
        RefundSync sync = world().sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world().settled(Gateway.EVERYPAY, "29.80");
        world().shop
                .refund(world().shop.order(payment), payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world().clock.advance(Duration.ofMinutes(26));
        assertThat(sync.desk().decide(payment, eur("5.00"), "mari", "failed in the shop"))
                .isInstanceOf(RefundDecision.Allowed.class);
        write("insert into maksut_operation (action, kind, state, operation_key, claim_id, shop, currency, amount,"
                + " created_at, changed_at, failures, attempts, follow_up, follow_failures, shop_gone, another_refund,"
                + " reservation_gone, correlation_id) select " + what + ", 'new', claim_id, shop, currency, amount,"
                + " created_at, changed_at, 0, 0, 'none', 0, shop_gone, another_refund, reservation_gone, correlation_id"
                + " from maksut_operation");

        RefundDecision decision = sync.desk().decide(payment, eur("5.00"), "mari", "failed in the shop");

        assertThat(decision)
                .isInstanceOfSatisfying(
                        RefundDecision.Undetermined.class,
                        it -> assertThat(it.cause()).isEqualTo(Cause.LEDGER_UNREADABLE));
    }

    @Test
    void aVersionThatKnowsTheRecordGoesOnWithItAtOnce() throws SQLException {
        RefundSync sync = world().sync(SyncMode.PORTAL_PAYS);
        List<PaymentId> payments = fourRefundsOneWith(sync, "state = 'reversed'");
        sync.worker().workOff();
        write("update maksut_operation set state = 'pending' where state = 'reversed'");

        RefundSync newer = world().sync(SyncMode.PORTAL_PAYS);
        newer.worker().workOff();

        assertThat(payments.stream().map(world()::refunded)).containsOnly(500L);
        assertThat(newer.ledger().setAside()).isEmpty();
        assertThat(newer.ledger().counts().setAside()).isZero();
    }

    @Test
    void whatWaitsForAPersonIsListedWithoutTheOneThatCannotBeRead() throws SQLException {
        RefundSync sync = world().sync(SyncMode.PORTAL_PAYS);
        fourRefundsOneWith(sync, "review_reason = 'stop_switch'");
        write("update maksut_operation set review_reason = 'not_sent' where review_reason is null");

        assertThat(sync.ledger().counts().waiting()).containsExactly(Map.entry(ReviewReason.NOT_SENT, 3L));
        assertThat(sync.ledger().counts().setAside()).as("seen by nobody yet").isEqualTo(1);
        assertThat(sync.ledger().waitingForPerson()).hasSize(3);
        assertThat(sync.ledger().counts().setAside()).isEqualTo(1);
        assertThat(sync.ledger().setAside()).hasSize(1);
    }

    @Test
    void discrepanciesCapturesStatementsAndTheHistoryAreListedWithoutWhatCannotBeRead() throws SQLException {
        RefundSync sync = world().sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = fourRefundsOneWith(sync, "language = 'fi'").get(0);
        sync.statements().release(payment, "mari", "agreed");
        sync.statements().release(payment, "mari", "agreed again");
        write("update maksut_statement set kind = 'PAUSE' where statement = 'agreed'");
        write("update maksut_ledger_event set kind = 'PAUSED' where kind = 'STATED' and details like '%again'");
        long claim = claim(payment);
        for (String kind : List.of("ONLY_IN_SHOP", "NOT_THOUGHT_OF_YET")) {
            write(
                    "insert into maksut_discrepancy (claim_id, shop, kind, subject, state, currency, amount, first_seen_at,"
                            + " last_seen_at) values (" + claim + ", 'shop', '" + kind
                            + "', '', 'open', 'EUR', 500, 1, 1)");
        }
        for (String state : List.of("pending", "submitted")) {
            write(
                    "insert into maksut_operation (claim_id, shop, order_id, operation_key, action, kind, correlation_id, state,"
                            + " currency, amount, failures, attempts, review_reason, follow_up, follow_failures, shop_gone, another_refund,"
                            + " reservation_gone, created_at, changed_at) values (" + claim + ", 'shop', 'o', '" + claim
                            + "\no\n"
                            + state
                            + "', 'capture', 'shipped', 'c', '" + state + "', 'EUR', 500, 0, 0, "
                            + (state.equals("pending") ? "'paused'" : "null") + ", 'none', 0, 0, 0, 0, 1, 1)");
        }
        RefundLedger ledger = sync.ledger();

        assertThat(ledger.discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .containsExactly(DiscrepancyKind.ONLY_IN_SHOP);
        assertThat(ledger.discrepanciesOf(payment)).hasSize(1);
        assertThat(ledger.openCaptures()).hasSize(1);
        assertThat(ledger.capturesOf(payment)).hasSize(1);
        assertThat(sync.statements().of(payment)).extracting(Statement::text).containsExactly("agreed again");
        assertThat(ledger.history(payment))
                .extracting(LedgerEvent::kind)
                .containsExactly(LedgerEvent.Kind.REQUESTED, LedgerEvent.Kind.STATED, LedgerEvent.Kind.UNKNOWN);
        assertThat(ledger.setAside())
                .extracting(SetAside::table)
                .containsExactly("maksut_discrepancy", "maksut_operation", "maksut_statement");
    }

    @Test
    void aStatementThatCannotBeReadMayForbidSoNothingIsAllowed() throws SQLException {
        RefundSync sync = world().sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world().settled(Gateway.FLATPAY, "29.80");
        sync.statements().noShop("flatpay", "mari", "we have none");
        write("update maksut_statement set kind = 'NO_DIRECT_REFUNDS'");

        RefundDecision decision = sync.desk().decide(payment, eur("4.00"), "mari", "asked for");

        assertThat(decision).isInstanceOf(RefundDecision.Undetermined.class);
    }

    @Test
    void aPermitThatCannotBeReadIsNone() throws SQLException {
        RefundSync sync = world().sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world().settled(Gateway.EVERYPAY, "29.80");
        world().shop
                .refund(world().shop.order(payment), payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world().clock.advance(Duration.ofMinutes(26));
        RefundDecision decision = sync.desk().decide(payment, eur("5.00"), "mari", "failed in the shop");
        RefundPermit permit = ((RefundDecision.Allowed) decision).permit();
        write("update maksut_decision set currency = 'QQQ'");

        assertThat(sync.desk().permit(permit.id())).isEmpty();
        assertThat(sync.ledger().setAside()).extracting(SetAside::table).containsExactly("maksut_decision");
    }

    @Test
    void scansGoOnPastWhatCannotBeReadAndFromAPlaceThatAnotherVersionWrote() throws SQLException {
        RefundSync sync = world().sync(SyncMode.SHOP_PAYS);
        List<PaymentId> payments = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            PaymentId payment = world().settled(Gateway.FLATPAY, "29.80");
            payments.add(payment);
            world().shop
                    .refund(
                            world().shop.order(payment),
                            payment,
                            eur("5.00"),
                            ShopRefund.State.PENDING,
                            Payout.NOT_TOLD);
        }
        sync.worker().scanDue();
        write("update maksut_operation set shop_payout = 'PARTLY' where id = 1");
        world().refundAsStaff(payments.get(0), "5.00");
        world().shop
                .refund(
                        world().shop.order(payments.get(3)),
                        payments.get(3),
                        eur("1.00"),
                        ShopRefund.State.PENDING,
                        Payout.NOT_TOLD);
        write("update maksut_scan set page = '{\"version\":2}' where name = '" + PollingScan.ENDED + "'");
        world().clock.advance(Duration.ofDays(1));

        sync.worker().scanDue();
        world().clock.advance(Duration.ofHours(2));
        sync.worker().scanDue();

        assertThat(sync.ledger().refundsOf(payments.get(3))).hasSize(2);
        assertThat(sync.ledger().setAside()).hasSize(1);
        assertThat(world().events)
                .filteredOn(it ->
                        it instanceof SyncEvent.ScanEnded ended && ended.name().equals(PollingScan.ENDED))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private long claim(PaymentId payment) {
        return Database.open(world().dataSource)
                .read(sql -> PaymentClaimTable.find(sql, payment).orElseThrow().id());
    }
}
