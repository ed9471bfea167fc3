package io.maksut.woocommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopPlatform;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.LedgerEvent;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.MoneyStop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncMode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record of a direct refund is an operation of the engine, beside the refund, under the payment's one claim. */
class RecordOperationTest {
    private static final String REFUNDS = "/wp-json/wc/v3/orders/*/refunds";

    private final ShopWorld world = new ShopWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
    private final PaymentId payment = world.settled("29.80");
    private final long order = world.order(payment, "29.80");

    @AfterEach
    void close() {
        world.close();
    }

    private RefundPermit permit() {
        world.bridge.check();
        world.work(sync, Duration.ofMinutes(1));
        sync.statements().shopRefundFailed(payment, ShopWorld.eur("5.00"), "mari", "the shop says it failed");
        world.clock.advance(Duration.ofMinutes(11));
        RefundDecision decision = sync.desk().decide(payment, ShopWorld.eur("5.00"), "mari", "it failed in the shop");
        assertThat(decision).isInstanceOf(RefundDecision.Allowed.class);
        return ((RefundDecision.Allowed) decision).permit();
    }

    private LedgerOperation executed(RefundSync process, RefundPermit permit) {
        DirectRefund made = process.desk().execute(permit);
        assertThat(made).isInstanceOf(DirectRefund.Made.class);
        return ((DirectRefund.Made) made).refund();
    }

    private LedgerOperation record() {
        List<LedgerOperation> records = sync.ledger().recordsOf(payment);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private LedgerOperation now(LedgerOperation refund) {
        return sync.ledger().refund(refund.id()).orElseThrow();
    }

    private long posts() {
        return world.shop.requests().count("POST", "/wp-json/wc/v3/orders/" + order + "/refunds");
    }

    /** When a process dies. */
    private enum Dies {
        BEFORE_IT_LOOKED,
        BEFORE_IT_SENT,
        AFTER_IT_SENT
    }

    private record Dying(ShopChannel real, Dies when) implements ShopChannel {
        @Override
        public Preparation prepare(PortalRefund refund, CallOptions options) {
            if (when == Dies.BEFORE_IT_LOOKED) {
                throw new AssertionError("the process has died");
            }
            return real.prepare(refund, options);
        }

        @Override
        public Outcome submit(Attempt attempt, CallOptions options) {
            if (when == Dies.AFTER_IT_SENT) {
                assertThat(real.submit(attempt, options)).isInstanceOf(Outcome.Done.class);
            }
            throw new AssertionError("the process has died");
        }

        @Override
        public Resolution resolve(Attempt attempt, CallOptions options) {
            throw new AssertionError("the process has died");
        }
    }

    private RefundSync dying(Dies when) {
        ShopPlatform platform = (ShopPlatform) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShopPlatform.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("records")
                                ? new Dying(world.bridge.records(), when)
                                : method.invoke(world.bridge, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return world.sync(ConnectedShop.of(platform, SyncMode.SHOP_PAYS, "flatpay"));
    }

    @Test
    void itIsWrittenDownBeforeItIsSentAndTheRefundIsToldOfIt() {
        LedgerOperation direct = executed(sync, permit());

        assertThat(record().action()).isEqualTo(LedgerOperation.Action.RECORD);
        assertThat(record().state()).isEqualTo(State.SUCCEEDED);
        assertThat(record().recordOf()).contains(direct.id());
        assertThat(direct.shopWaits()).isFalse();
        assertThat(sync.ledger().history(direct).map(LedgerEvent::kind))
                .containsSubsequence(
                        LedgerEvent.Kind.SUCCEEDED, LedgerEvent.Kind.RECORD_SUBMITTED, LedgerEvent.Kind.RECORDED);
        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::id)
                .containsExactly(direct.id());
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void oneWhoseProcessDiedAfterItWasSentIsFoundByALook() {
        LedgerOperation direct = executed(dying(Dies.AFTER_IT_SENT), permit());
        assertThat(direct.shopWaits()).isTrue();
        assertThat(record().outcomeUnknown()).isTrue();

        world.work(sync, Duration.ofMinutes(5));

        assertThat(record().state()).isEqualTo(State.SUCCEEDED);
        assertThat(now(direct).shopWaits()).isFalse();
        assertThat(posts()).isEqualTo(1);
        assertThat(world.shop.refunds(order)).hasSize(1);
    }

    @Test
    void oneWhoseProcessDiedBeforeItWasSentIsNeverSentAgainAndBecomesAPersons() {
        LedgerOperation direct = executed(dying(Dies.BEFORE_IT_SENT), permit());
        assertThat(record().outcomeUnknown()).isTrue();

        world.work(sync, Duration.ofHours(1));

        assertThat(posts()).isZero();
        assertThat(now(direct).reviewReason()).contains(ReviewReason.RECORD_BY_MERCHANT);
        assertThat(sync.ledger().waitingForPerson())
                .extracting(LedgerOperation::id)
                .containsExactly(direct.id());
        long waiting = sync.ledger().counts().waitingTotal();
        assertThat(waiting).isEqualTo(1);
        world.shop.refundAsStaff(order, "5.00", "as told", false);
        world.work(sync, Duration.ofHours(2));
        assertThat(now(direct).shopWaits()).isFalse();
        assertThat(record().state()).isEqualTo(State.CANCELLED);
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 503})
    void aLostAnswerAndALookThatAProxyTurnsAwayLeaveItUnknown(int status) {
        LedgerOperation direct = executed(dying(Dies.AFTER_IT_SENT), permit());
        Reply away = Reply.of(status, "text/html", "<html/>".getBytes(UTF_8));
        world.shop.faults().next(Fault.answer(away)).on("GET", REFUNDS).always();

        for (int i = 0; i < 4; i++) {
            world.clock.advance(Duration.ofMinutes(20));
            sync.worker().workOff();
            assertThat(record().state()).isEqualTo(State.UNKNOWN);
        }
        assertThat(now(direct).shopWaits()).isTrue();
        assertThat(now(direct).reviewReason()).isEmpty();
        world.shop.faults().clear();
        world.clock.advance(Duration.ofMinutes(11));
        sync.worker().workOff();

        assertThat(record().state()).isEqualTo(State.SUCCEEDED);
        assertThat(posts()).isEqualTo(1);
        assertThat(world.shop.refunds(order)).hasSize(1);
    }

    @Test
    void aForeignAnswerToTheRequestIsNoRecordAndNoRefusal() {
        RefundPermit permit = permit();
        world.shop.faults().next(Fault.proxyAnswersAfterProcessing(403)).on("POST", REFUNDS);

        LedgerOperation direct = executed(sync, permit);
        world.work(sync, Duration.ofMinutes(5));

        assertThat(now(direct).shopWaits()).isFalse();
        assertThat(posts()).isEqualTo(1);
        assertThat(world.shop.refunds(order)).hasSize(1);
    }

    @Test
    void aRecordMovesNoMoneyAndIsNotStoppedWithIt() {
        LedgerOperation direct = executed(dying(Dies.AFTER_IT_SENT), permit());
        MoneyStop unused = sync.syncDesk().stop(MoneyStop.Scope.all(), "mari", "look first");

        world.work(sync, Duration.ofMinutes(5));

        assertThat(now(direct).shopWaits()).isFalse();
    }

    @Test
    void manyWorkersWriteItOnce() throws Exception {
        LedgerOperation direct = executed(dying(Dies.BEFORE_IT_LOOKED), permit());
        assertThat(record().state()).isEqualTo(State.PENDING);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<RefundSync> processes = IntStream.range(0, 4)
                    .mapToObj(i -> world.sync(SyncMode.SHOP_PAYS))
                    .toList();
            for (int round = 0; round < 5; round++) {
                world.clock.advance(Duration.ofMinutes(1));
                List<Callable<Boolean>> workers = processes.stream()
                        .map(it -> (Callable<Boolean>) () -> {
                            it.worker().workOff();
                            return true;
                        })
                        .toList();
                for (Future<Boolean> worker : threads.invokeAll(workers)) {
                    assertThat(worker.get()).isTrue();
                }
            }
        } finally {
            threads.shutdown();
        }
        assertThat(now(direct).shopWaits()).isFalse();
        assertThat(posts()).isEqualTo(1);
    }
}
