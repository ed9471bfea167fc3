package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shop shows on one payment the id, a name or the key of a refund of another payment. */
class LyingShopTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final Clerk clerk = new Clerk(world, sync);
    private final PaymentId other = world.settled(Gateway.FLATPAY, "60.00");
    private final String otherOrder = world.shop.order(other);
    private final PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
    private final String order = world.shop.order(payment);

    @AfterEach
    void close() {
        world.close();
    }

    private OrderRefund refund(
            String id, Set<String> names, PaymentId of, ShopRefund.State state, @Nullable String portalKey) {
        return new OrderRefund(id, names, of, eur("5.00"), state, world.clock.instant(), Payout.NOT_TOLD, portalKey);
    }

    /** The other payment has a refund "r-1", which is known. */
    private void known() {
        world.shop.shows(otherOrder, refund("r-1", Set.of(), other, ShopRefund.State.SUCCEEDED, null));
        sync.worker().scanDue();
        assertThat(sync.ledger().refund("shop", "r-1")).isPresent();
    }

    private void nothingIsAllowed() {
        world.clock.advance(Duration.ofMinutes(30));
        assertThat(clerk.decide(payment, "5.00")).isNotInstanceOf(RefundDecision.Allowed.class);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void theKeyOfAnotherPaymentsRequestLinksNothing() {
        RefundRequest request = world.shop.asksToRefund(otherOrder, other, eur("5.00"));
        sync.request("shop", request);
        world.shop.shows(order, refund("r-9", Set.of(), payment, ShopRefund.State.PENDING, "maksut:" + request.id()));

        nothingIsAllowed();

        LedgerOperation asked = sync.ledger().refund("shop", request.id()).orElseThrow();
        assertThat(asked.payment()).isEqualTo(other);
        assertThat(asked.orderId()).contains(otherOrder);
        assertThat(sync.ledger().refund("shop", "r-9").orElseThrow().payment()).isEqualTo(payment);
    }

    @ParameterizedTest
    @EnumSource(ShopRefund.State.class)
    void oneIdOnTwoPaymentsAllowsNothing(ShopRefund.State state) {
        known();
        world.shop.shows(order, refund("r-1", Set.of(), payment, state, null));

        nothingIsAllowed();
    }

    @ParameterizedTest
    @EnumSource(ShopRefund.State.class)
    void oneNameOnTwoPaymentsAllowsNothing(ShopRefund.State state) {
        known();
        world.shop.shows(order, refund("r-2", Set.of("r-1"), payment, state, null));

        world.clock.advance(Duration.ofMinutes(30));
        RefundDecision unused = clerk.decide(payment, "5.00");
        assertThat(sync.ledger().refund("shop", "r-1").orElseThrow().payment()).isEqualTo(other);
    }

    @Test
    void aTrueFailureBesideItAllowsNothingEither() {
        known();
        world.shop.shows(order, refund("r-1", Set.of(), payment, ShopRefund.State.SUCCEEDED, null));
        world.clock.advance(Duration.ofMinutes(5));
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(30));

        assertThat(Clerk.cause(clerk.decide(payment, "5.00"))).isEqualTo(Cause.ORDER_UNREADABLE);
    }

    @Test
    void scanAndWorkerGoOn() {
        known();
        world.shop.shows(order, refund("r-1", Set.of(), payment, ShopRefund.State.SUCCEEDED, null));
        PaymentId third = world.settled(Gateway.FLATPAY, "60.00");
        String thirdOrder = world.shop.order(third);
        String seen = world.shop.refund(thirdOrder, third, eur("3.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(30));

        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(30));

        assertThat(sync.ledger().refund("shop", seen)).isPresent();
        assertThat(sync.ledger().refund("shop", "r-1").orElseThrow().payment()).isEqualTo(other);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("2.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(10));
        assertThat(world.refunded(payment)).isEqualTo(200);
    }
}
