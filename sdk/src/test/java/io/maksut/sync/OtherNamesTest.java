package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.Fulfilment.Shipment;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.storage.LeaseLostException;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A shop's orders name a payment by the id of its transaction, by which the gateway finds it, too; everybody else calls it by its
 * handle. It is one payment.
 */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class OtherNamesTest {
    @Parameter
    private TestDatabases kind;

    private SyncWorld world;

    @BeforeEach
    void start() {
        world = new SyncWorld(kind);
    }

    @AfterEach
    void close() {
        if (world != null) { // null where the database is not installed
            world.close();
        }
    }

    private Payment read(PaymentId payment) {
        GatewayCall call = world.gateways()
                .get(payment.account().equals("flatpay") ? 0 : 1)
                .begin(CallOptions.DEFAULT);
        return call.await(call.read(payment.reference()));
    }

    /** What the shop calls it. */
    private PaymentId transactionOf(PaymentId payment) {
        String transaction = read(payment).transactionId().orElseThrow();
        return world.paid(new PaymentId("flatpay", transaction), "29.80");
    }

    private LedgerOperation refund(RefundSync sync, RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    private static RefundDecision.Reason refusal(RefundDecision decision) {
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Refused.class);
        return ((RefundDecision.Refused) decision).reason();
    }

    private void scanAndWork(RefundSync sync, Duration time) {
        int unused = sync.worker().scanDue();
        world.work(sync, time);
    }

    private boolean moved(PaymentId name, PaymentId id) {
        return database().inTransaction(sql -> OtherNames.move(sql, name, id, world.clock.instant()));
    }

    /** The gateway does not tell whose a transaction is, neither in its list nor of one invoice. */
    private void noTransactionIsFound() {
        for (String path : List.of("/v1/list/transaction", "/v1/invoice/*/transaction/*")) {
            world.frisbii.faults().next(Fault.proxyAnswers(503)).on("GET", path).always();
        }
    }

    private void someDays(RefundSync sync) {
        for (int day = 0; day < 4; day++) {
            scanAndWork(sync, Duration.ofMinutes(30));
            world.clock.advance(Duration.ofHours(23));
        }
    }

    private static List<DiscrepancyKind> kinds(RefundSync sync, Discrepancy.State state) {
        return sync.ledger().discrepancies(state).map(Discrepancy::kind).toList();
    }

    private Database database() {
        return Database.open(world.dataSource);
    }

    @Test
    void whatIsAskedForByTheTransactionStandsUnderThePaymentsOwnIdBeforeItIsSent() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        RefundRequest request = world.shop.asksToRefund(world.shop.order(named), named, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();

        LedgerOperation paid = refund(sync, request);
        assertThat(paid.state()).isEqualTo(State.SUCCEEDED);
        assertThat(paid.payment()).isEqualTo(payment);
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(sync.ledger().refundsOf(named)).hasSize(1);
        assertThat(sync.ledger().history(payment))
                .extracting(LedgerEvent::kind)
                .contains(LedgerEvent.Kind.REQUESTED, LedgerEvent.Kind.NAME_RESOLVED, LedgerEvent.Kind.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);

        // The next stands there at once, and the first asked for again is the first.
        RefundRequest next =
                world.shop.asksToRefund(world.shop.ordersOf(named).get(0).id(), named, eur("5.00"));
        assertThat(sync.request("shop", next).operation().claimId).isEqualTo(paid.claimId);
        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        sync.worker().workOff();
        assertThat(world.refunds(payment)).isEqualTo(2);
    }

    @Test
    void aRefundOfSuchAShopIsNoDiscrepancy() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(named);
        RefundRequest request = world.shop.asksToRefund(order, named, eur("10.00"));
        sync.request("shop", request);
        for (int day = 0; day < 3; day++) {
            scanAndWork(sync, Duration.ofMinutes(15));
            world.clock.advance(Duration.ofHours(23));
        }

        assertThat(refund(sync, request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.SUSPECTED)).isEmpty();
    }

    @Test
    void whatThePluginOfSuchAShopPaidIsNoDiscrepancy() {
        RefundSync sync = world.scanned(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(named);
        world.refundAsStaff(payment, "10.00");
        String unused = world.shop.refund(order, named, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        for (int day = 0; day < 3; day++) {
            scanAndWork(sync, Duration.ofMinutes(15));
            world.clock.advance(Duration.ofHours(23));
        }

        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.SUSPECTED)).isEmpty();
    }

    @Test
    void whatOnlyTheGatewayShowsIsFoundWhileANameCannotBeLookedUp() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String unused = world.shop.order(transactionOf(payment));
        world.clock.advance(Duration.ofMinutes(10));
        int scanned = sync.worker().scanDue();
        noTransactionIsFound();
        world.refundAsStaff(payment, "10.00"); // nobody but the gateway knows
        someDays(sync);

        assertThat(kinds(sync, Discrepancy.State.OPEN))
                .as("%d scanned", scanned)
                .containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void moneyThatANameMayExplainIsOnlySuspectedUntilTheNameIsLookedUp() {
        RefundSync sync = world.scanned(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(named);
        noTransactionIsFound();
        world.refundAsStaff(payment, "10.00");
        String unused = world.shop.refund(order, named, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        someDays(sync);
        assertThat(kinds(sync, Discrepancy.State.OPEN)).isEmpty();
        assertThat(kinds(sync, Discrepancy.State.SUSPECTED)).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);

        world.frisbii.faults().clear();
        someDays(sync);

        assertThat(kinds(sync, Discrepancy.State.OPEN)).isEmpty();
        assertThat(kinds(sync, Discrepancy.State.SUSPECTED)).isEmpty();
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
    }

    @Test
    void aNameIsLookedUpAtThePaymentThatTellsOfIt() {
        RefundSync sync = world.scanned(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(named);
        // The account's list is too long for one call.
        world.frisbii
                .faults()
                .next(Fault.proxyAnswers(503))
                .on("GET", "/v1/list/transaction")
                .always();
        world.refundAsStaff(payment, "10.00");
        String unused = world.shop.refund(order, named, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        someDays(sync);

        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(kinds(sync, Discrepancy.State.OPEN)).isEmpty();
        assertThat(kinds(sync, Discrepancy.State.SUSPECTED)).isEmpty();
    }

    @Test
    void aNameThatIsNotFoundIsLookedUpEverMoreSeldom() {
        RefundSync sync = world.scanned(SyncMode.SHOP_PAYS);
        PaymentId named = transactionOf(world.settled(Gateway.FLATPAY, "29.80"));
        String order = world.shop.order(named);
        noTransactionIsFound();
        String unused = world.shop.refund(order, named, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.clock.advance(Duration.ofMinutes(10));
        int scanned = sync.worker().scanDue();
        world.calls.clear();
        world.work(sync, Duration.ofHours(20));

        assertThat(world.calls.stream().filter(it -> it.call().operation().equals("list transactions")))
                .as("%d scanned", scanned)
                .hasSizeBetween(4, 12);
    }

    @Test
    void moneyThatCameBackIsFoundBesideABanksReference() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        String reference = world.everypay
                .payment()
                .account("EUR3D1")
                .state("settled")
                .amount(2_980)
                .method("lhv_ob_ee")
                .created(world.clock.instant())
                .add();
        PaymentId payment = world.paid(new PaymentId("everypay", reference), "29.80");
        PaymentId atBank =
                new PaymentId("everypay", read(payment).transactionId().orElseThrow());
        sync.statements().shopRefundFailed(atBank, eur("1.00"), "mari", "asked by the bank's reference");
        int wanted = database().inTransaction(sql -> (int) PaymentClaimTable.ensure(sql, atBank));
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("10.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(30));
        assertThat(world.shop.told(request.id())).as("%d", wanted).containsExactly(Verdict.DONE);
        world.everypay.refundFails(payment.reference());
        someDays(sync);

        assertThat(kinds(sync, Discrepancy.State.OPEN)).contains(DiscrepancyKind.REFUND_CAME_BACK);
    }

    @Test
    void whatWaitsUnderAnotherNameIsInFlightForTheDesk() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        RefundRequest request = world.shop.asksToRefund(world.shop.order(named), named, eur("10.00"));
        sync.request("shop", request);
        sync.statements().shopRefundFailed(payment, eur("10.00"), "mari", "the shop timed out");
        world.clock.advance(Duration.ofMinutes(11));

        // Also where the gateway does not tell whose name it is, before and after the payment is reconciled.
        noTransactionIsFound();
        assertThat(refusal(sync.desk().decide(payment, eur("10.00"), "mari", "x")))
                .isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
        scanAndWork(sync, Duration.ofMinutes(40));
        assertThat(refusal(sync.desk().decide(payment, eur("10.00"), "mari", "x")))
                .isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
        assertThat(world.refunded(payment)).isZero();
        world.frisbii.faults().clear();
        assertThat(refusal(sync.desk().decide(payment, eur("10.00"), "mari", "x")))
                .isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
        assertThat(refusal(sync.desk().decide(named, eur("10.00"), "mari", "x")))
                .isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
        world.work(sync, Duration.ofMinutes(20));

        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void aRequestUnderAnotherNameThatComesBetweenRulingAndAttemptIsNotPaidBesideADirectRefund() {
        ThirdGateway flatpay = new ThirdGateway(world.gateways().get(0));
        RefundSync sync = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .gateway(flatpay)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(payment);
        sync.statements().shopRefundFailed(payment, eur("10.00"), "mari", "the shop timed out");
        world.clock.advance(Duration.ofMinutes(11));
        RefundDecision decision = sync.desk().decide(payment, eur("10.00"), "mari", "x");
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        flatpay.whilePreparing(() -> sync.request("shop", world.shop.asksToRefund(order, named, eur("10.00"))));

        DirectRefund made = sync.desk().execute(((RefundDecision.Allowed) decision).permit());

        assertThat(made).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(world.refunded(payment)).isZero();
        world.work(sync, Duration.ofMinutes(20));
        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(sync.ledger().refundsOf(payment))
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(State.SUCCEEDED));
    }

    @Test
    void aDirectRefundAskedForByTheTransactionIsThePaymentsAndMadeOnce() {
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(named);
        String unused = world.shop.refund(order, named, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));

        RefundDecision decision = sync.desk().decide(named, eur("5.00"), "mari", "x");
        RefundDecision same = sync.desk().decide(payment, eur("5.00"), "mari", "x");
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        RefundPermit permit = ((RefundDecision.Allowed) decision).permit();
        assertThat(permit.payment()).isEqualTo(payment);

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
        assertThat(sync.desk().execute(((RefundDecision.Allowed) same).permit()))
                .isNotInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void twoWorkersPayEachRefundUnderEitherNameOnce() throws Exception {
        List<PaymentId> payments = new ArrayList<>();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        for (int i = 0; i < 3; i++) {
            PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
            payments.add(payment);
            PaymentId named = transactionOf(payment);
            String order = world.shop.order(named);
            sync.request("shop", world.shop.asksToRefund(order, named, eur("4.00")));
            sync.request("shop", world.shop.asksToRefund(order, payment, eur("3.00")));
            sync.request("shop", world.shop.asksToRefund(order, named, eur("2.00")));
        }
        ExecutorService workers = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(workers.submit(
                        () -> world.sync(SyncMode.PORTAL_PAYS).worker().workOff()));
            }
            for (Future<Integer> one : all) {
                int unused = one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            workers.shutdownNow();
        }
        world.work(sync, Duration.ofMinutes(20));

        assertThat(payments).allSatisfy(payment -> {
            assertThat(world.refunds(payment)).isEqualTo(3);
            assertThat(world.refunded(payment)).isEqualTo(900);
            assertThat(sync.ledger().refundsOf(payment)).hasSize(3);
        });
    }

    @Test
    void aWorkerThatDiesBetweenMovingAndSendingLeavesTheRefundToTheNext() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        RefundRequest request = world.shop.asksToRefund(world.shop.order(named), named, eur("10.00"));
        sync.request("shop", request);
        assertThat(moved(named, payment)).isTrue();
        assertThat(world.refunds(payment)).isZero();

        assertThat(world.sync(SyncMode.PORTAL_PAYS).worker().workOff()).isPositive();

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(refund(sync, request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(moved(named, payment)).as("again").isTrue();
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
    }

    @Test
    void whoIsAtANameThatIsMovedStoresNothingAnyMore() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        sync.request("shop", world.shop.asksToRefund(world.shop.order(named), named, eur("10.00")));
        PaymentClaimTable elsewhere = new PaymentClaimTable("another machine", Duration.ofMinutes(3), world.clock);
        Database database = database();
        Lease lease =
                database.inTransaction(sql -> elsewhere.claimNow(sql, named).orElseThrow());

        boolean moved = moved(named, payment);

        assertThat(moved).isTrue();
        assertThatThrownBy(() -> database.inTransaction(sql -> elsewhere.renew(sql, lease)))
                .isInstanceOf(LeaseLostException.class);
        Lease byName =
                database.inTransaction(sql -> elsewhere.claimNow(sql, named).orElseThrow());
        assertThat(byName.id()).isNotEqualTo(lease.id());
    }

    @Test
    void anotherPaymentsNameIsNotMovedAgain() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId other = world.settled(Gateway.FLATPAY, "29.80");
        RefundSync unused = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId named = transactionOf(payment);

        assertThat(moved(named, payment)).isTrue();
        assertThat(moved(named, other)).isFalse();
        assertThat(moved(payment, named)).isFalse();
    }

    @Test
    void whatStandsWhereTheGatewayAnswersWithDifferentPaymentsIsAPersons() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId other = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        assertThat(moved(payment, other)).isTrue(); // the gateway said so once, and answers with `payment` now
        int renamed = rename(other, named);
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("10.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(20));

        LedgerOperation asked = refund(sync, request);
        assertThat(renamed).isEqualTo(1);
        assertThat(asked.state()).isEqualTo(State.PENDING);
        assertThat(asked.reviewReason()).contains(ReviewReason.PAYMENT_CONTRADICTED);
        assertThat(sync.ledger().waitingForPerson()).extracting(it -> it.id()).containsExactly(asked.id());
        world.work(sync, Duration.ofHours(3));
        assertThat(sync.ledger().history(payment))
                .extracting(LedgerEvent::kind)
                .containsOnlyOnce(LedgerEvent.Kind.NEEDS_REVIEW);
        assertThat(world.refunded(payment) + world.refunded(other)).isZero();

        // It goes on by itself when the gateway answers as before.
        renamed += rename(named, other);
        world.work(sync, Duration.ofHours(2));
        assertThat(refund(sync, request).reviewReason()).isNotEqualTo(asked.reviewReason());
    }

    @Test
    void anAttemptWhoseOwnIdBecameANameIsResolvedOrAPersons() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(payment);
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        // As an adapter stored it to which `named` was the payment's own id.
        int unused = rename(payment, named)
                + database()
                        .inTransaction(sql -> sql.update(
                                "update maksut_operation set attempt = replace(attempt, ?, ?)",
                                payment.reference(),
                                named.reference()));
        assertThat(moved(named, payment)).isTrue();
        RefundRequest second = world.shop.asksToRefund(order, payment, eur("5.00"));
        sync.request("shop", second);
        world.work(sync, Duration.ofHours(2));

        LedgerOperation first = refund(sync, request);
        assertThat(first.outcomeUnknown()).isTrue();
        assertThat(first.attempt.paymentId()).isEqualTo(named);
        assertThat(sync.ledger().waitingForPerson()).extracting(it -> it.id()).containsExactly(first.id());
        assertThat(world.refunded(payment)).isEqualTo(1_000);

        assertThat(sync.syncDesk().close(first.id(), SyncDesk.Ending.SUCCEEDED, "mari", "it is at the gateway"))
                .isPresent();
        world.work(sync, Duration.ofMinutes(20));
        assertThat(refund(sync, second).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_500);
    }

    private int rename(PaymentId from, PaymentId to) {
        return database()
                .inTransaction(sql -> sql.update(
                        "update maksut_payment_claim set reference = ? where reference = ?",
                        to.reference(),
                        from.reference()));
    }

    @Test
    void aRequestUnderTheOtherNameOfARefundThatWasSeenIsNoEditedRequest() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(payment);
        RefundRequest shown = world.shop.asksToRefund(order, payment, eur("10.00"));
        world.clock.advance(Duration.ofMinutes(10));
        int scanned = sync.worker().scanDue();
        assertThat(refund(sync, shown).state()).as("%d scanned", scanned).isEqualTo(State.OBSERVED);
        RefundRequest handedOff = RefundRequest.builder(shown.id(), named, eur("10.00"))
                .orderId(order)
                .build();

        RequestReceipt receipt = sync.request("shop", handedOff);
        assertThat(receipt.kind()).isEqualTo(RequestReceipt.Kind.NEW);
        assertThat(sync.request("shop", handedOff).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        someDays(sync);

        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(shown.id())).containsExactly(Verdict.DONE);
        assertThat(refund(sync, shown).payment()).isEqualTo(payment);
        assertThat(kinds(sync, Discrepancy.State.OPEN)).isEmpty();
        assertThat(kinds(sync, Discrepancy.State.SUSPECTED)).isEmpty();
    }

    @Test
    void aRequestForAPaymentWhoseRefundTheOrderShowedUnderAnotherNameIsNoEditedRequest() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(payment);
        sync.request("shop", world.shop.asksToRefund(order, payment, eur("1.00")));
        scanAndWork(sync, Duration.ofMinutes(20)); // the payment is compared by now
        world.shop.names(order, named);
        RefundRequest shown = world.shop.asksToRefund(order, named, eur("10.00"));
        int scanned = sync.worker().scanDue();
        assertThat(refund(sync, shown).state()).as("%d scanned", scanned).isEqualTo(State.OBSERVED);

        RequestReceipt receipt = sync.request(
                "shop",
                RefundRequest.builder(shown.id(), payment, eur("10.00"))
                        .orderId(order)
                        .build());

        assertThat(receipt.kind()).isEqualTo(RequestReceipt.Kind.NEW);
        someDays(sync);
        assertThat(sync.ledger().refundsOf(payment))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.state()).isEqualTo(State.SUCCEEDED));
        assertThat(world.refunds(payment)).isEqualTo(2);
        assertThat(world.refunded(payment)).isEqualTo(1_100);
        assertThat(kinds(sync, Discrepancy.State.OPEN)).isEmpty();
    }

    @Test
    void aRequestForAnotherPaymentThanTheOrderShowsIsNotPaidOfEither() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId other = transactionOf(world.settled(Gateway.FLATPAY, "29.80"));
        String order = world.shop.order(payment);
        RefundRequest shown = world.shop.asksToRefund(order, payment, eur("10.00"));
        world.clock.advance(Duration.ofMinutes(10));
        int unused = sync.worker().scanDue();
        RefundRequest handedOff = RefundRequest.builder(shown.id(), other, eur("10.00"))
                .orderId(order)
                .build();

        sync.request("shop", handedOff);
        world.work(sync, Duration.ofHours(3));

        assertThat(world.refunded(payment)).isZero();
        assertThat(refund(sync, shown).state()).isIn(State.PENDING, State.DECLINED);
        assertThat(refund(sync, shown).payment()).isNotEqualTo(payment);
        assertThat(world.frisbii.books().refunded(refund(sync, shown).payment().reference()))
                .isZero();
    }

    @Test
    void aNameThatIsLearntWhileARefundOfThePaymentIsUnknownPaysBothOnce() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(named);
        int scanned = sync.worker().scanDue();
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        RefundRequest first = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", first);
        sync.worker().workOff();
        RefundRequest second = world.shop.asksToRefund(order, named, eur("5.00"));
        sync.request("shop", second);

        world.work(sync, Duration.ofMinutes(30));

        assertThat(refund(sync, first).state()).isEqualTo(State.SUCCEEDED);
        assertThat(refund(sync, second).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).as("%d scanned", scanned).isEqualTo(2);
        assertThat(world.refunded(payment)).isEqualTo(1_500);
    }

    /** As an earlier version stored it. */
    @Test
    void anAttemptThatWasStoredUnderAnotherNameKeepsItsKey() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(payment);
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        LedgerOperation sent = refund(sync, request);
        assertThat(sent.outcomeUnknown()).isTrue();
        int renamed = database()
                .inTransaction(sql -> sql.update(
                        "update maksut_payment_claim set reference = ? where reference = ?",
                        named.reference(),
                        payment.reference()));

        world.work(sync, Duration.ofMinutes(20));

        LedgerOperation found = refund(sync, request);
        assertThat(renamed).isEqualTo(1);
        assertThat(found.payment()).isEqualTo(payment);
        assertThat(found.state()).isEqualTo(State.SUCCEEDED);
        assertThat(found.attempt.key()).isEqualTo(sent.attempt.key());
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void whatIsShippedIsCapturedOnceUnderWhicheverNameTheOrderShowedThePayment() {
        RefundSync sync = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String order = world.shop.order(named);
        int unused = sync.worker().scanDue();
        world.clock.advance(Duration.ofMinutes(10));
        world.shop.ships(order, new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00")))));
        unused += sync.worker().scanDue();
        world.clock.advance(Duration.ofMinutes(10));
        world.shop.names(order, payment);
        unused += sync.worker().scanDue();
        assertThat(sync.ledger().capturesOf(named)).hasSize(1);
        assertThat(sync.ledger().capturesOf(payment)).hasSize(1);
        world.work(sync, Duration.ofMinutes(20));
        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(1_000);

        world.shop.names(order, named);
        world.shop.ships(order, Fulfilment.COMPLETE);
        scanAndWork(sync, Duration.ofMinutes(30));

        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(2_980);
        assertThat(world.books(payment).count(Movement.Kind.CAPTURE, payment.reference()))
                .isEqualTo(2);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
    }
}
