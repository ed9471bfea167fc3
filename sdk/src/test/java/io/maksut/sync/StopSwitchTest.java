package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.maksut.monitor.Health;
import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.MoneyStop.Scope;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money operations are stopped while the program runs, and started again. */
class StopSwitchTest {
    private static final byte[] UNAUTHORISED =
            "{\"code\":6,\"error\":\"Not authenticated\",\"http_status\":401}".getBytes(StandardCharsets.UTF_8);

    private SyncWorld world;
    private RefundSync sync;

    private void start() {
        start(SyncMode.PORTAL_PAYS);
    }

    private void start(SyncMode mode) {
        world = new SyncWorld();
        sync = world.scanned(mode);
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    private RefundRequest asked(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        return world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
    }

    private LedgerOperation refund(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    private MoneyStop stop(Scope scope) {
        return sync.syncDesk().stop(scope, "mari", "numbers look wrong");
    }

    private long askedOfGateways() {
        return (long) world.frisbii.requests().all().size()
                + world.everypay.requests().all().size();
    }

    @Test
    void whileAllIsStoppedRequestsAreTakenOnAndWaitWithTheReasonInWords() {
        start();
        stop(Scope.all());
        RefundRequest flatpay = asked(Gateway.FLATPAY);
        RefundRequest everypay = asked(Gateway.EVERYPAY);
        assertThat(sync.request("shop", flatpay).kind()).isEqualTo(RequestReceipt.Kind.NEW);
        assertThat(sync.request("shop", everypay).kind()).isEqualTo(RequestReceipt.Kind.NEW);
        long askedBefore = askedOfGateways();

        world.work(sync, Duration.ofMinutes(40));

        assertThat(List.of(refund(flatpay), refund(everypay))).allSatisfy(refund -> {
            assertThat(refund.state()).isEqualTo(State.PENDING);
            assertThat(refund.reviewReason()).contains(ReviewReason.STOPPED);
            assertThat(refund.reason()).contains(Texts.text(Locale.ENGLISH, "failure.gateway.stopped"));
            assertThat(refund.attempts()).isZero();
        });
        assertThat(world.refunds(flatpay.payment()) + world.refunds(everypay.payment()))
                .isZero();
        assertThat(askedOfGateways()).as("gateways are not asked for nothing").isEqualTo(askedBefore);
    }

    @Test
    void startedAgainAllGoesOnAtOnceAndShopsAreTold() {
        start();
        MoneyStop stop = stop(Scope.all());
        RefundRequest request = asked(Gateway.EVERYPAY);
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(refund(request).reviewReason()).contains(ReviewReason.STOPPED);

        sync.syncDesk().start(stop.id(), "kalle", "it was a report");
        sync.worker().workOff();

        assertThat(refund(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(refund(request).reviewReason()).isEmpty();
        assertThat(world.refunds(request.payment())).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void theSwitchHoldsForAllProcesses() {
        start();
        RefundRequest request = asked(Gateway.FLATPAY);
        sync.request("shop", request);
        RefundSync other = world.sync(SyncMode.PORTAL_PAYS);
        stop(Scope.all());

        other.worker().workOff();
        assertThat(world.refunds(request.payment())).isZero();

        MoneyStop seen = other.ledger().stops().get(0);
        other.syncDesk().start(seen.id(), "mari", "all is well");
        sync.worker().workOff();
        assertThat(world.refunds(request.payment())).isEqualTo(1);
    }

    @Test
    void anAccountIsStoppedAndTheOtherGoesOn() {
        start();
        stop(Scope.account("everypay"));
        RefundRequest flatpay = asked(Gateway.FLATPAY);
        RefundRequest everypay = asked(Gateway.EVERYPAY);
        sync.request("shop", flatpay);
        sync.request("shop", everypay);

        sync.worker().workOff();

        assertThat(refund(flatpay).state()).isEqualTo(State.SUCCEEDED);
        assertThat(refund(everypay).reviewReason()).contains(ReviewReason.STOPPED);
        assertThat(sync.ledger().stopOf(everypay.payment(), "shop")).isPresent();
        assertThat(sync.ledger().stopOf(flatpay.payment(), "shop")).isEmpty();
    }

    @Test
    void aShopIsStoppedAndTheOtherGoesOn() {
        world = new SyncWorld();
        TestShop other = new TestShop("other", world.clock);
        other.prices(payment -> eur("29.80"));
        sync = world.builder(SyncMode.PORTAL_PAYS)
                .shop(ConnectedShop.of(other, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        int unused = sync.worker().scanDue();
        stop(Scope.shop("shop"));
        RefundRequest stopped = asked(Gateway.FLATPAY);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest free = other.asksToRefund(other.order(payment), payment, eur("5.00"));
        sync.request("shop", stopped);
        sync.request("other", free);

        sync.worker().workOff();

        assertThat(world.refunds(stopped.payment())).isZero();
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aSwitchThrownBetweenTheFactsAndTheAttemptHolds(TestDatabases database) {
        world = new SyncWorld(database);
        ThirdGateway gateway = new ThirdGateway(world.gateways().get(0));
        sync = RefundSync.builder(world.dataSource)
                .clock(world.ours)
                .gateway(gateway)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        int unused = sync.worker().scanDue();
        RefundRequest request = asked(Gateway.FLATPAY);
        sync.request("shop", request);
        gateway.whilePreparing(() -> stop(Scope.all()));

        sync.worker().workOff();

        assertThat(world.refunds(request.payment())).isZero();
        assertThat(refund(request).reviewReason()).contains(ReviewReason.STOPPED);
        assertThat(refund(request).attempts()).isZero();
        assertThat(sync.ledger().history(refund(request)))
                .extracting(LedgerEvent::kind)
                .doesNotContain(LedgerEvent.Kind.SUBMITTED);

        sync.syncDesk().start(sync.ledger().stops().get(0).id(), "mari", "all is well");
        sync.worker().workOff();
        assertThat(world.refunds(request.payment())).isEqualTo(1);
    }

    @Test
    void aDirectRefundIsRefusedInWordsAndThePermitHolds() {
        start(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));
        RefundPermit permit = ((RefundDecision.Allowed)
                        sync.desk().decide(payment, eur("5.00"), "mari", "failed in the shop"))
                .permit();
        MoneyStop stop = stop(Scope.shop("shop"));

        DirectRefund refused = sync.desk().execute(permit);

        assertThat(refused).isEqualTo(new DirectRefund.Stopped(permit, stop));
        assertThat(((DirectRefund.Stopped) refused).stop().explain(Locale.ENGLISH))
                .contains("shop shop are stopped");
        assertThat(world.refunds(payment)).isZero();
        sync.syncDesk().start(stop.id(), "mari", "all is well");
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    /** It is not to be recorded in the order, which shows it already. */
    @Test
    void aStopOfAShopHoldsAReleasedRefundOfItsOrder() {
        start(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.clock.advance(Duration.ofMinutes(26));
        sync.statements().release(payment, "the boss", "the shop cannot delete it");
        RefundDecision decision = sync.desk().decide(payment, eur("29.80"), "mari", "the customer asked");
        RefundPermit permit = ((RefundDecision.Allowed) decision).permit();
        stop(Scope.shop("shop"));
        DirectRefund made = sync.desk().execute(permit);
        assertThat(made).isInstanceOf(DirectRefund.Stopped.class);
        assertThat(world.refunds(payment)).isZero();
        sync.syncDesk().start(sync.ledger().stops().get(0).id(), "mari", "all is well");
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
    }

    @Test
    void aSwitchThrownWhileTheDeskPreparesHolds() {
        world = new SyncWorld();
        ThirdGateway gateway = new ThirdGateway(world.gateways().get(0));
        sync = RefundSync.builder(world.dataSource)
                .clock(world.ours)
                .gateway(gateway)
                .build();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.linkPayments.add(payment.reference());
        sync.statements().noShop("flatpay", "mari", "links only");
        world.clock.advance(Duration.ofHours(1));
        RefundPermit permit =
                ((RefundDecision.Allowed) sync.desk().decide(payment, eur("5.00"), "mari", "goodwill")).permit();
        gateway.whilePreparing(() -> stop(Scope.account("flatpay")));

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Stopped.class);

        assertThat(world.refunds(payment)).isZero();
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
    }

    @Test
    void whatMayHaveBeenSentIsFoundOutByReading() {
        start();
        RefundRequest request = asked(Gateway.EVERYPAY);
        world.onRefund(request.payment(), Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(refund(request).outcomeUnknown()).isTrue();
        stop(Scope.all());

        world.work(sync, Duration.ofMinutes(70));

        assertThat(refund(request).outcomeUnknown()).isFalse();
        assertThat(refund(request).state()).isEqualTo(State.PENDING);
        assertThat(refund(request).reviewReason()).contains(ReviewReason.STOPPED);
        assertThat(world.refunds(request.payment())).isZero();
    }

    @Test
    void shopsAreStillToldWhatBecameOfTheMoney() {
        start();
        RefundRequest request = asked(Gateway.FLATPAY);
        world.shop.isDown(TestShop.Question.TELL);
        sync.request("shop", request);
        sync.worker().workOff();
        stop(Scope.all());
        world.shop.isUp();

        world.work(sync, Duration.ofMinutes(1));

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void anAttemptIsNotRepeatedUnderItsKeyWhileStopped() {
        start();
        RefundRequest request = asked(Gateway.FLATPAY);
        world.onRefund(request.payment(), Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(refund(request).outcomeUnknown()).isTrue();
        MoneyStop stop = stop(Scope.all());

        world.work(sync, Duration.ofMinutes(30));
        assertThat(world.refunds(request.payment())).isZero();
        assertThat(refund(request).outcomeUnknown()).isTrue();

        sync.syncDesk().start(stop.id(), "mari", "all is well");
        world.work(sync, Duration.ofMinutes(15));
        assertThat(world.refunds(request.payment())).isEqualTo(1);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void whatCertainlyWasNotSentIsNotRepeatedWhileStopped() {
        start();
        RefundRequest request = asked(Gateway.FLATPAY);
        world.onRefund(request.payment(), Fault.answer(401, "application/json", UNAUTHORISED));
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(refund(request).attempts()).isEqualTo(1);
        MoneyStop stop = stop(Scope.all());

        world.work(sync, Duration.ofMinutes(30));
        assertThat(world.refunds(request.payment())).isZero();

        sync.syncDesk().start(stop.id(), "mari", "all is well");
        sync.worker().workOff();
        assertThat(world.refunds(request.payment())).isEqualTo(1);
    }

    @Test
    void capturesWaitAndAreJudgedAnewWhenStarted() {
        world = new SyncWorld();
        sync = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        int unused = sync.worker().scanDue();
        MoneyStop stop = stop(Scope.all());
        world.shop.ships(order, new Fulfilment(true, List.of()));
        world.clock.advance(Duration.ofMinutes(11));
        sync.worker().scanDue();
        sync.worker().workOff();
        LedgerOperation capture = sync.ledger().openCaptures().findFirst().orElseThrow();
        assertThat(capture.reviewReason()).contains(ReviewReason.STOPPED);
        world.shop.totals(order, eur("19.80"));

        sync.syncDesk().start(stop.id(), "mari", "all is well");
        sync.worker().workOff();

        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(1_980);
        assertThat(sync.ledger().openCaptures()).isEmpty();
    }

    @Test
    void whoStoppedAndStartedAndWhyIsOnRecordAndTold() {
        start();
        MoneyStop first = stop(Scope.account("flatpay"));
        assertThat(stop(Scope.account("flatpay"))).isEqualTo(first);
        MoneyStop second = stop(Scope.all());

        MoneyStop ended = sync.syncDesk().start(first.id(), "kalle", "only one account");

        assertThat(sync.ledger().stops()).containsExactly(second);
        assertThat(sync.ledger().everyStop()).containsExactly(ended, second);
        assertThat(ended.by()).contains("mari");
        assertThat(ended.ended()).isNotNull();
        assertThat(world.events)
                .filteredOn(it -> it instanceof SyncEvent.StopChanged)
                .containsExactly(
                        new SyncEvent.StopChanged(first),
                        new SyncEvent.StopChanged(second),
                        new SyncEvent.StopChanged(ended));
        assertThatIllegalStateException().isThrownBy(() -> sync.syncDesk().start(first.id(), "kalle", "again"));
        assertThatIllegalArgumentException().isThrownBy(() -> sync.syncDesk().start(4711, "kalle", "again"));
        assertThatIllegalArgumentException().isThrownBy(() -> stop(Scope.account("flatpau")));
        assertThatIllegalArgumentException().isThrownBy(() -> stop(Scope.shop("flatpay")));
        assertThatIllegalArgumentException().isThrownBy(() -> sync.syncDesk().stop(Scope.all(), "mari", " "));
    }

    @Test
    void healthSaysWhatIsStoppedUntilItIsStarted() {
        start();
        Monitor monitor = new Monitor(world.clock).watch(sync.ledger());
        sync.worker().workOff();
        assertThat(monitor.health().status()).isEqualTo(Health.Status.WELL);
        MoneyStop all = stop(Scope.all());
        MoneyStop account = stop(Scope.account("everypay"));
        sync.request("shop", asked(Gateway.FLATPAY));
        sync.worker().workOff();
        world.clock.advance(Duration.ofSeconds(3));

        assertThat(monitor.health().troubles())
                .extracting(Trouble::kind, Trouble::about, Trouble::count)
                .containsExactly(
                        tuple(Trouble.Kind.MONEY_STOPPED, "", 1L),
                        tuple(Trouble.Kind.MONEY_STOPPED_IN_PART, "everypay", 1L));

        sync.syncDesk().start(all.id(), "mari", "all is well");
        sync.syncDesk().start(account.id(), "mari", "all is well");
        sync.worker().workOff();
        world.clock.advance(Duration.ofSeconds(3));
        assertThat(monitor.health().status()).isEqualTo(Health.Status.WELL);
    }

    @Test
    void anotherReasonToWaitForAPersonStands() {
        start();
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.refundAsStaff(payment, "7.00");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(30));
        assertThat(refund(request).reviewReason()).contains(ReviewReason.SUM_UNEXPLAINED);

        MoneyStop stop = stop(Scope.all());
        world.work(sync, Duration.ofHours(2));
        sync.syncDesk().start(stop.id(), "mari", "all is well");
        sync.worker().workOff();

        assertThat(refund(request).reviewReason()).contains(ReviewReason.SUM_UNEXPLAINED);
        assertThat(world.refunds(payment)).isZero();
    }
}
