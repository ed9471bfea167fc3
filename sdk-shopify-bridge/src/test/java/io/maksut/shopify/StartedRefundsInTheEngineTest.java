package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.Fault;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.RefundWish;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopPlatform;
import io.maksut.sync.ConnectedShop;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refund that a caller starts is an operation of the engine: written down, sent, resolved, under the payment's one claim. */
class StartedRefundsInTheEngineTest {
    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final PaymentId payment = world.paid("p1", "49.90");
    private final String order = world.order(payment, "49.90");
    private final RefundWish wish = new RefundWish("w-1", order, payment, eur("10.00"), "a page is missing");

    @AfterEach
    void close() {
        world.close();
    }

    private LedgerOperation started() {
        return sync.ledger().started("shop", "w-1").orElseThrow();
    }

    private long sent() {
        return world.sandbox.requests().all().stream()
                .filter(request -> request.body().contains("refundCreate"))
                .count();
    }

    private int made() {
        return world.sandbox.order(order).refunds().size();
    }

    private void onCreation(Fault fault) {
        world.sandbox
                .faults()
                .next(fault)
                .on("POST", "/admin/api/*/graphql.json")
                .matching(request -> request.body().contains("refundCreate"))
                .always();
    }

    /** The process dies right before it sends, or right after: what it has stored is all that is left. */
    private record Dying(ShopChannel real, boolean sends) implements ShopChannel {
        @Override
        public Preparation prepare(PortalRefund refund, CallOptions options) {
            return real.prepare(refund, options);
        }

        @Override
        public Outcome submit(Attempt attempt, CallOptions options) {
            if (sends) {
                Outcome unheard = real.submit(attempt, options);
                assertThat(unheard).isInstanceOf(Outcome.Done.class);
            }
            throw new AssertionError("the process has died");
        }

        @Override
        public Resolution resolve(Attempt attempt, CallOptions options) {
            throw new AssertionError("the process has died");
        }
    }

    private RefundSync dying(boolean sends) {
        ShopPlatform platform = (ShopPlatform) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShopPlatform.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("starts")
                                ? new Dying(world.shop.starts(), sends)
                                : method.invoke(world.shop, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return world.sync(ConnectedShop.of(platform, SyncMode.PORTAL_PAYS, "flatpay"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneWhoseProcessDiedAfterItWasStoredIsMadeOnceByAWorker(boolean sends) {
        LedgerOperation left = dying(sends).start("shop", wish);

        assertThat(left.state()).isEqualTo(State.UNKNOWN);
        assertThat(left.outcomeUnknown()).isTrue();
        assertThat(made()).isEqualTo(sends ? 1 : 0);
        world.work(sync, Duration.ofMinutes(5));

        assertThat(started().state()).isEqualTo(State.SUCCEEDED);
        assertThat(started().attempts()).isEqualTo(1);
        assertThat(made()).isEqualTo(1);
        assertThat(sync.ledger().history(started()).map(LedgerEvent::kind))
                .containsSubsequence(
                        LedgerEvent.Kind.START_REQUESTED,
                        LedgerEvent.Kind.START_SUBMITTED,
                        LedgerEvent.Kind.START_MADE);
    }

    @Test
    void manyThatStartTheSameMakeItOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<LedgerOperation>> calls = java.util.stream.IntStream.range(0, 4)
                    .mapToObj(i -> (Callable<LedgerOperation>)
                            () -> world.sync(SyncMode.PORTAL_PAYS).start("shop", wish))
                    .toList();
            for (Future<LedgerOperation> call : threads.invokeAll(calls)) {
                assertThat(call.get().key()).isEqualTo("w-1");
            }
        } finally {
            threads.shutdown();
        }
        world.work(sync, Duration.ofMinutes(5));

        assertThat(started().state()).isEqualTo(State.SUCCEEDED);
        assertThat(made()).isEqualTo(1);
        assertThat(sync.ledger().startsOf(payment)).hasSize(1);
    }

    @Test
    void whatIsStoppedIsNotSentUntilItIsStartedAgain() {
        MoneyStop stop = sync.syncDesk().stop(MoneyStop.Scope.shop("shop"), "mari", "the shop was broken into");

        LedgerOperation stopped = sync.start("shop", wish);

        assertThat(stopped.reviewReason()).contains(ReviewReason.STOPPED);
        world.work(sync, Duration.ofHours(1));
        assertThat(sent()).isZero();
        MoneyStop ended = sync.syncDesk().start(stop.id(), "mari", "it is ours again");
        assertThat(ended.stands()).isFalse();
        world.work(sync, Duration.ofMinutes(1));
        assertThat(started().state()).isEqualTo(State.SUCCEEDED);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void whatIsUnknownIsNotSentAgainWhileItIsStopped() {
        onCreation(Fault.RESET_BEFORE_PROCESSING);
        LedgerOperation unknown = sync.start("shop", wish);
        assertThat(unknown.state()).isEqualTo(State.UNKNOWN);
        world.sandbox.faults().clear();
        MoneyStop unused = sync.syncDesk().stop(MoneyStop.Scope.all(), "mari", "look first");
        long before = sent();

        world.work(sync, Duration.ofHours(2));

        assertThat(sent()).isEqualTo(before);
        assertThat(started().state()).isEqualTo(State.UNKNOWN);
        assertThat(made()).isZero();
    }

    @Test
    void whoOnlyWatchesStartsNothing() {
        RefundSync watching = RefundSync.builder(world.dataSource)
                .gateway(world.gateway)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .clock(world.clock)
                .watchOnly()
                .build();

        assertThat(watching.start("shop", wish).reviewReason()).contains(ReviewReason.WATCH_ONLY);

        assertThat(sent()).isZero();
    }

    @Test
    void whileTheShopMayHaveMadeItNothingIsRefundedDirectly() {
        onCreation(Fault.RESET_BEFORE_PROCESSING);
        assertThat(sync.start("shop", wish).state()).isEqualTo(State.UNKNOWN);

        assertThat(sync.desk().decide(payment, eur("10.00"), "mari", "the shop does not answer"))
                .isInstanceOfSatisfying(
                        RefundDecision.Refused.class,
                        it -> assertThat(it.reason()).isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT));
    }

    @Test
    void whatStaysUnknownWaitsForAPersonWhoMayCloseIt() {
        onCreation(Fault.RESET_BEFORE_PROCESSING);
        LedgerOperation unknown = sync.start("shop", wish);

        world.work(sync, Duration.ofMinutes(90));

        assertThat(sync.ledger().waitingForPerson())
                .singleElement()
                .satisfies(it -> assertThat(it.reviewReason()).contains(ReviewReason.START_UNCLEAR));
        assertThat(sync.syncDesk().close(unknown.id(), io.maksut.sync.SyncDesk.Ending.DECLINED, "mari", "not there"))
                .isPresent();
        assertThat(sync.start("shop", wish).state()).isEqualTo(State.DECLINED);
    }
}
