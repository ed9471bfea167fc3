package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.HANDLE;
import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.RefundSync;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That a payment link has no order is proved only by who sees all orders, under every id that the payment may have. */
class AbsenceTest {
    private static final Duration SETTLED = Duration.ofMinutes(11);

    private ShopifyWorld world = new ShopifyWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private PaymentId paidByLink(String reference, String amount) {
        world.links.add(reference);
        return world.paid(reference, amount);
    }

    private static RefundDecision decide(RefundSync sync, PaymentId payment, String amount) {
        return sync.desk().decide(payment, eur(amount), "mari", "the customer sent it back");
    }

    private static Cause cause(RefundDecision decision) {
        assertThat(decision).isInstanceOf(RefundDecision.Undetermined.class);
        return ((RefundDecision.Undetermined) decision).cause();
    }

    @Test
    void anOrderThatIsOlderThanItsPaymentIsHiddenAndItsAbsenceIsNotProved() {
        world.sandbox.apps().grant(List.of("read_orders"));
        PaymentId payment = paidByLink("link-1", "15.00");
        world.merchant
                .order()
                .total("15.00")
                .createdAt(ShopifyWorld.START.minus(Duration.ofDays(70)))
                .sale(HANDLE, "link-1")
                .place();
        RefundSync sync = world.sync();
        world.clock.advance(Duration.ofHours(1));
        assertThat(cause(decide(sync, payment, "15.00"))).isEqualTo(Cause.HISTORY_LIMITED);
        world.clock.advance(SETTLED);

        assertThat(cause(decide(sync, payment, "15.00"))).isEqualTo(Cause.HISTORY_LIMITED);

        world.sandbox.apps().grant(List.of("read_orders", "read_all_orders"));
        assertThat(decide(sync, payment, "15.00").row()).isEqualTo(7);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void whatWasLookedForBeforeAllOrdersWereShownCountsForNothingAfterwards() {
        world.sandbox.apps().grant(List.of("read_orders"));
        PaymentId payment = paidByLink("link-1", "15.00");
        RefundSync sync = world.sync();
        world.clock.advance(Duration.ofHours(1));
        assertThat(cause(decide(sync, payment, "15.00"))).isEqualTo(Cause.HISTORY_LIMITED);
        world.clock.advance(SETTLED);
        world.sandbox.apps().grant(List.of("read_orders", "read_all_orders"));

        assertThat(cause(decide(sync, payment, "15.00"))).isEqualTo(Cause.LOOKED_UP_ONCE);

        world.clock.advance(SETTLED);
        RefundDecision proved = decide(sync, payment, "15.00");
        assertThat(proved).isInstanceOf(RefundDecision.Allowed.class);
        assertThat(sync.desk().execute(((RefundDecision.Allowed) proved).permit()))
                .isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(1_500);
    }

    @Test
    void aPaymentIsLookedForUnderTheIdsOfAllGatewaysOfItsAccount() {
        world.close();
        // The shop's gateway was replaced: the one before it called payments otherwise.
        world = ShopifyWorld.of(
                settings -> settings,
                settings -> settings.gateway("flatpay-before", new CalledOtherwise())
                        .gateway("flatpay-before-that", new NeverThere()));
        world.merchant
                .order()
                .total("15.00")
                .sale("flatpay-before", "old/link-1")
                .place();
        world.merchant.order().total("16.00").sale(HANDLE, "link-2").place();
        PaymentId before = paidByLink("link-1", "15.00");
        PaymentId now = paidByLink("link-2", "16.00");
        RefundSync sync = world.sync();
        world.clock.advance(Duration.ofHours(1));

        assertThat(decide(sync, before, "15.00").row()).isEqualTo(7);
        assertThat(decide(sync, now, "16.00").row()).isEqualTo(7);
    }

    private record CalledOtherwise() implements PaymentMatching {
        @Override
        public Optional<PaymentId> payment(String shopifyPaymentId) {
            return shopifyPaymentId.startsWith("old/")
                    ? Optional.of(new PaymentId("flatpay", shopifyPaymentId.substring(4)))
                    : Optional.empty();
        }

        @Override
        public Optional<String> shopifyPaymentId(Payment payment) {
            return Optional.of("old/" + payment.id().reference());
        }

        @Override
        public String account() {
            return "flatpay";
        }
    }

    private record NeverThere() implements PaymentMatching {
        @Override
        public Optional<PaymentId> payment(String shopifyPaymentId) {
            return Optional.empty();
        }

        @Override
        public Optional<String> shopifyPaymentId(Payment payment) {
            return Optional.of("older/" + payment.id().reference());
        }

        @Override
        public String account() {
            return "flatpay";
        }
    }
}
