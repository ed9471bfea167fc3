package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.error.CallReport;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.Resolution;
import io.maksut.refund.RefundDecision;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.RefundWish;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopPlatform;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.sync.TestShop.Question;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the channels of a shop of somebody else's making may answer, and what follows. */
class ShopChannelTest {
    private static final CallReport ASKED = CallReport.of("ask shop", 1, null, null, 200, null);
    private static final OutcomeReason WHY = OutcomeReason.of("third_shop", "the books are closed", "kiinni", "slēgts");
    private static final Outcome DECLINED = new Outcome.Declined(WHY, ASKED);

    private final SyncWorld world = new SyncWorld();
    private final Scripted channel = new Scripted();
    private final RefundSync sync = world.without()
            .shop(ConnectedShop.of(shop(), SyncMode.SHOP_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
            .build();
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    /** Answers as it is told. */
    private static final class Scripted implements ShopChannel {
        final AtomicInteger submitted = new AtomicInteger();
        volatile @Nullable Outcome prepared;
        volatile Outcome answer = DECLINED;
        final AtomicReference<Runnable> whileSubmitting = new AtomicReference<>(() -> {});

        @Override
        public Preparation prepare(PortalRefund refund, CallOptions options) {
            Outcome settled = prepared;
            return settled == null
                    ? new Preparation.Ready(
                            refund.attempt(options.idempotencyKey().orElseThrow(), refund.at(), Map.of()))
                    : new Preparation.Settled(settled);
        }

        @Override
        public Outcome submit(Attempt attempt, CallOptions options) {
            submitted.incrementAndGet();
            whileSubmitting.getAndSet(() -> {}).run();
            return answer;
        }

        @Override
        public Resolution resolve(Attempt attempt, CallOptions options) {
            return Resolution.of(answer);
        }

        @Override
        public boolean resolvesByReading() {
            return true;
        }
    }

    /** The test's shop, written into through the channel. */
    private ShopPlatform shop() {
        return (ShopPlatform) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShopPlatform.class}, (proxy, method, arguments) -> {
                    if (List.of("records", "starts").contains(method.getName())) {
                        return channel;
                    }
                    try {
                        return method.invoke(world.shop, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Where it says so. */
    private enum Step {
        PREPARE,
        SUBMIT,
        RESOLVE
    }

    private void answers(Step step, Outcome outcome) {
        switch (step) {
            case PREPARE -> channel.prepared = outcome;
            case SUBMIT -> channel.answer = outcome;
            case RESOLVE -> channel.answer = new Outcome.Unknown(WHY, ASKED);
        }
    }

    private LedgerOperation refundedDirectly() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        return clerk.executed(clerk.allowed(payment, "10.00"));
    }

    private LedgerOperation record(LedgerOperation direct) {
        List<LedgerOperation> records = sync.ledger().recordsOf(direct.payment());
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private LedgerOperation now(LedgerOperation operation) {
        return sync.ledger().operation(operation.id()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aRecordThatTheShopDeclinesIsTheMerchants(Step step) {
        answers(step, DECLINED);
        LedgerOperation direct = refundedDirectly();
        if (step == Step.RESOLVE) {
            channel.answer = DECLINED;
        }
        world.work(sync, Duration.ofHours(1));

        assertThat(now(direct).reviewReason()).contains(ReviewReason.RECORD_BY_MERCHANT);
        assertThat(now(direct).reason().orElseThrow()).contains("the books are closed");
        assertThat(sync.ledger().waitingForPerson().map(LedgerOperation::id)).containsExactly(direct.id());

        assertThat(sync.syncDesk().acceptShop(direct.id(), "mari", "entered by hand"))
                .isPresent();
        world.work(sync, Duration.ofHours(1));
        assertThat(now(direct).unrecorded()).isFalse();
        assertThat(record(direct).state().inFlight()).isFalse();
        assertThat(world.refunds(direct.payment())).isEqualTo(1);
    }

    @Test
    void aRecordThatWasDeclinedMayBeTriedAgain() {
        channel.prepared = DECLINED;
        LedgerOperation direct = refundedDirectly();
        channel.prepared = null;
        channel.answer = new Outcome.Done("r-1", eur("10.00"), ASKED);

        assertThat(sync.syncDesk().retry(direct.id(), "mari", "the books are open"))
                .isPresent();
        world.work(sync, Duration.ofMinutes(5));

        assertThat(channel.submitted).hasValue(1);
        assertThat(now(direct).unrecorded()).isFalse();
        assertThat(world.shop.told(direct.key())).isEmpty();
    }

    /** People are asked about the refund: an answer about its record alone would leave it open, and nobody told. */
    @ParameterizedTest
    @EnumSource(SyncDesk.Ending.class)
    void aRecordIsNotClosedWithoutItsRefund(SyncDesk.Ending verdict) {
        channel.answer = new Outcome.ByHand(WHY, ASKED);
        LedgerOperation direct = refundedDirectly();

        assertThatIllegalStateException()
                .isThrownBy(() -> sync.syncDesk().close(record(direct).id(), verdict, "mari", "no"));

        assertThat(now(direct).reviewReason()).contains(ReviewReason.RECORD_BY_MERCHANT);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void whatTheShopTookOnAndWillTellLaterIsNotWrittenASecondTime(Step step) {
        Outcome processing = new Outcome.Processing("r-1", eur("10.00"), ASKED);
        answers(step, processing);
        LedgerOperation direct = refundedDirectly();
        channel.answer = processing;
        world.work(sync, Duration.ofHours(2));

        assertThat(channel.submitted).hasValue(step == Step.PREPARE ? 0 : 1);
        channel.prepared = null;
        channel.answer = new Outcome.Done("r-1", eur("10.00"), ASKED);
        world.work(sync, Duration.ofHours(2));

        assertThat(channel.submitted).hasValue(1);
        assertThat(now(direct).unrecorded()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"SUBMIT", "RESOLVE"})
    void aStartedRefundThatTheShopWorksOnIsStartedOnceAndAPersonKnows(Step step) {
        Outcome processing = new Outcome.Processing("r-1", eur("10.00"), ASKED);
        answers(step, processing);
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        RefundWish wish = new RefundWish("w-1", world.shop.order(payment), payment, eur("10.00"), "");
        LedgerOperation started = sync.start("shop", wish);
        channel.answer = processing;

        world.work(sync, Duration.ofHours(2));

        assertThat(channel.submitted).hasValue(1);
        assertThat(sync.ledger().waitingForPerson())
                .singleElement()
                .satisfies(it -> assertThat(it.reviewReason()).contains(ReviewReason.START_UNCLEAR));
        channel.answer = new Outcome.Done("r-1", eur("10.00"), ASKED);
        world.work(sync, Duration.ofHours(2));
        assertThat(now(started).state()).isEqualTo(State.SUCCEEDED);
        assertThat(channel.submitted).hasValue(1);
    }

    /** The shop was not told yet what was captured: its order does not show what could be refunded. */
    @Test
    void aRefundIsNotDeclinedByAShopThatIsNotToldOfTheCaptureYet() {
        world.shop.abilities(new ShopAbilities(true, false, true).withVouchedRequests(true));
        RefundSync asked = world.without()
                .shop(ConnectedShop.of(shop(), SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "60.00");
        world.shop.isDown(Question.TELL);
        asked.request("shop", AuthorisationRequest.capture("s-1", payment, eur("60.00")));
        asked.worker().workOff();
        channel.prepared = DECLINED;
        RefundWish wish = new RefundWish("w-1", world.shop.order(payment), payment, eur("10.00"), "");

        LedgerOperation started = asked.start("shop", wish);
        world.work(asked, Duration.ofMinutes(30));
        assertThat(now(started).state()).isEqualTo(State.PENDING);
        world.shop.isUp();
        world.work(asked, Duration.ofHours(1));

        assertThat(world.shop.answersTo("s-1")).hasSize(1);
        assertThat(now(started).state()).isEqualTo(State.DECLINED);
    }

    @Test
    void aShopThatIsNotConnectedForDaysIsToldOfOnce() {
        channel.answer = new Outcome.Unknown(WHY, ASKED);
        channel.prepared = new Outcome.Unknown(WHY, ASKED);
        LedgerOperation direct = refundedDirectly();
        RefundSync without = world.without().build();
        for (int step = 0; step < 72 * 6; step++) {
            world.clock.advance(Duration.ofMinutes(10));
            without.worker().workOff();
        }

        assertThat(now(direct).reviewReason()).contains(ReviewReason.RECORDING_UNCLEAR);
        assertThat(sync.ledger().history(direct).filter(it -> it.kind() == LedgerEvent.Kind.NEEDS_REVIEW))
                .hasSize(1);
        channel.prepared = null;
        channel.answer = new Outcome.Done("r-1", eur("10.00"), ASKED);
        world.work(sync, Duration.ofHours(2));
        assertThat(now(direct).unrecorded()).isFalse();
        assertThat(now(direct).reviewReason()).isEmpty();
    }

    /** What the shop calls the payment. */
    private PaymentId transactionOf(PaymentId payment) {
        GatewayCall call = world.gateways().get(0).begin(CallOptions.DEFAULT);
        String transaction =
                call.await(call.read(payment.reference())).transactionId().orElseThrow();
        return world.paid(new PaymentId("flatpay", transaction), "60.00");
    }

    /** By the payment's own id somebody asks about it meanwhile, and the desk finds out whose name the other is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefundThatIsBeingStartedUnderAnotherNameIsResolvedByNoOtherMeanwhile(boolean declined) {
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        PaymentId named = transactionOf(payment);
        RefundWish wish = new RefundWish("w-1", world.shop.order(named), named, eur("10.00"), "");
        RefundSync other = world.without()
                .shop(ConnectedShop.of(shop(), SyncMode.SHOP_PAYS, "flatpay"))
                .build();
        AtomicReference<@Nullable RefundDecision> meanwhile = new AtomicReference<>();
        channel.whileSubmitting.set(() -> {
            // The order does not show it yet.
            channel.answer = declined ? DECLINED : new Outcome.NotMoved(WHY, false, ASKED);
            meanwhile.set(other.desk().decide(payment, eur("1.00"), "mari", "x"));
            other.worker().workOff();
            channel.answer = new Outcome.Done("r-1", eur("10.00"), ASKED);
        });
        LedgerOperation started = sync.start("shop", wish);
        assertThat(started.state()).isEqualTo(State.SUCCEEDED);
        assertThat(meanwhile.get())
                .isInstanceOfSatisfying(
                        RefundDecision.Refused.class,
                        it -> assertThat(it.reason()).isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT));
        world.work(sync, Duration.ofHours(1));

        assertThat(now(started).state()).isEqualTo(State.SUCCEEDED);
        assertThat(channel.submitted).hasValue(1);
        RefundDecision unused = other.desk().decide(payment, eur("1.00"), "mari", "x");
        assertThat(now(started).payment()).isEqualTo(payment);
    }

    /** Whoever was sending it may have died. */
    @Test
    void onceItsLeaseIsOverARefundThatWasBeingStartedUnderAnotherNameIsThePayments() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        PaymentId named = transactionOf(payment);
        RefundWish wish = new RefundWish("w-1", world.shop.order(named), named, eur("10.00"), "");
        RefundSync other = world.without()
                .shop(ConnectedShop.of(shop(), SyncMode.SHOP_PAYS, "flatpay"))
                .build();
        channel.whileSubmitting.set(() -> {
            world.clock.advance(Duration.ofMinutes(10));
            RefundDecision unused = other.desk().decide(payment, eur("1.00"), "mari", "x");
            channel.answer = new Outcome.Done("r-1", eur("10.00"), ASKED);
            other.worker().workOff();
            channel.answer = DECLINED; // what comes late is not written over it
        });

        LedgerOperation started = sync.start("shop", wish);

        assertThat(started.state()).isEqualTo(State.SUCCEEDED);
        assertThat(started.payment()).isEqualTo(payment);
        world.work(sync, Duration.ofHours(1));
        assertThat(now(started).state()).isEqualTo(State.SUCCEEDED);
        assertThat(channel.submitted).hasValue(1);
    }
}
