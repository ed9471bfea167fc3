package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.HANDLE;
import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.OrderFinding;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import io.maksut.sandbox.shopify.shop.OrderSeed;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.RefundSync;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An order of the same e-mail and amount that does not name a link's payment: a person is asked, nothing is forbidden. */
class OrderAlikeTest {
    private static final String EMAIL = "mari@example.test";

    private final ShopifyWorld world = new ShopifyWorld();
    private final RefundSync sync = world.sync();

    @AfterEach
    void close() {
        world.close();
    }

    private PaymentId paidByLink() {
        world.sandbox.apps().grant(List.of("read_orders", "read_all_orders"));
        world.links.add("link-1");
        world.frisbii.customer("customer-9", EMAIL, "Mari", "Maasikas");
        world.frisbii
                .charge("link-1")
                .state("settled")
                .amount(2_000)
                .currency("EUR")
                .method("card")
                .customer("customer-9")
                .created(world.clock.instant())
                .add();
        return new PaymentId("flatpay", "link-1");
    }

    private RefundDecision decide(PaymentId payment) {
        return sync.desk().decide(payment, eur("5.00"), "mari", "the customer asked");
    }

    private RefundDecision decideTwice(PaymentId payment) {
        world.clock.advance(Duration.ofHours(1));
        RefundDecision unused = decide(payment);
        world.clock.advance(Duration.ofMinutes(11));
        return decide(payment);
    }

    private RefundPermit permit(PaymentId payment) {
        RefundDecision decision = decideTwice(payment);
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        return ((RefundDecision.Allowed) decision).permit();
    }

    private OrderSeed order(String email, String total) {
        return world.merchant.order().email(email).total(total);
    }

    @Test
    void theDecisionNamesItAndThePermitMovesNothingBeforeSomebodySaidYes() {
        PaymentId payment = paidByLink();
        String order = order("Mari@Example.TEST", "20.00").place();

        RefundPermit permit = permit(payment);

        assertThat(permit.questions())
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .isInstanceOfSatisfying(
                                RefundQuestion.AnotherOrder.class,
                                question ->
                                        assertThat(question.order().orderId()).isEqualTo(order)));
        assertThat(decide(payment).explain(Locale.ENGLISH)).contains("#1001", "May this be it?");
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Unanswered.class);
        assertThat(world.refunded(payment)).isZero();
        sync.desk().answer(permit, permit.questions().get(0), "kaarina");
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    /** Orders of the customer that no provider's payment has paid as they stand. */
    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private enum Unpaid {
        NOT_AT_ALL(order -> {}),
        RECORDED_BY_HAND(OrderSeed::manual),
        DECLINED(order -> order.declinedSale(HANDLE, "tried-1")),
        RELEASED_AGAIN(order -> order.authorization(HANDLE, "given-back-1")),
        NEVER_FINISHED(order -> order.pendingSale("paypal", "left-1")),
        WITH_A_GIFT_CARD(order -> order.giftCard("20.00"));

        private final Consumer<OrderSeed> payment;

        Unpaid(Consumer<OrderSeed> payment) {
            this.payment = payment;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderThatNoPaymentHasPaidIsAskedAbout(Unpaid how) {
        PaymentId payment = paidByLink();
        OrderSeed order = order(EMAIL, "20.00");
        how.payment.accept(order);
        String id = order.place();
        if (how == Unpaid.RELEASED_AGAIN) {
            String authorization = "gid://shopify/OrderTransaction/"
                    + world.sandbox
                            .order(id)
                            .payments()
                            .findFirst()
                            .orElseThrow()
                            .id();
            world.merchant.succeed(world.merchant.release(authorization));
        }

        assertThat(permit(payment).questions())
                .map(RefundQuestion.AnotherOrder.class::cast)
                .extracting(RefundQuestion.AnotherOrder::order)
                .extracting(OrderFinding.Found::orderId)
                .containsExactly(id);
    }

    @Test
    void aCustomerWithManyOrdersIsLookedThrough() {
        PaymentId payment = paidByLink();
        String alike = order(EMAIL, "20.00").place();
        for (int i = 0; i < 120; i++) {
            order(EMAIL, "1" + i % 10 + ".00").quietly().place();
        }

        assertThat(permit(payment).questions())
                .map(RefundQuestion.AnotherOrder.class::cast)
                .extracting(it -> it.order().orderId())
                .containsExactly(alike);
    }

    @Test
    void anotherAmountOrCustomerOrPaymentIsNotAskedAbout() {
        PaymentId payment = paidByLink();
        order(EMAIL, "20.01").place();
        order("mari@example.test.example", "20.00").place();
        order("k" + EMAIL, "20.00").place();
        order(EMAIL, "20.00").sale(HANDLE, "p7").place();
        order(EMAIL, "20.00").sale("paypal", "pp-1").place();
        order(EMAIL, "20.00").test().place();

        RefundPermit permit = permit(payment);

        assertThat(permit.questions()).isEmpty();
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
    }

    @Test
    void anAppThatMayNotReadAddressesAsksAboutNoneAndSaysSoOnce() {
        PaymentId payment = paidByLink();
        order(EMAIL, "20.00").place();
        world.sandbox.denyField("Order", "email");

        RefundPermit permit = permit(payment);

        assertThat(permit.questions()).isEmpty();
        assertThat(world.news)
                .filteredOn(ShopifyEvent.CustomersNotShown.class::isInstance)
                .hasSize(1);
        assertThat(world.shop.health().problems()).isEmpty();
    }

    @Test
    void aLookThatBreaksOffProvesNothing() {
        PaymentId payment = paidByLink();
        order(EMAIL, "20.00").place();
        world.clock.advance(Duration.ofHours(1));
        RefundDecision unused = decide(payment);
        world.clock.advance(Duration.ofMinutes(11));
        world.sandbox.failField("Order", "email", 100);

        RefundDecision decision = decide(payment);

        assertThat(decision).isInstanceOf(RefundDecision.Undetermined.class);
        assertThat(((RefundDecision.Undetermined) decision).cause()).isEqualTo(Cause.LOOKUP_FAILED);
    }

    @Test
    void withoutAllOrdersNothingIsProvedWhateverIsAlike() {
        PaymentId payment = paidByLink();
        order(EMAIL, "20.00").place();
        world.sandbox.apps().grant(List.of("read_orders"));

        RefundDecision decision = decideTwice(payment);

        assertThat(((RefundDecision.Undetermined) decision).cause()).isEqualTo(Cause.HISTORY_LIMITED);
        assertThat(decision.explain(Locale.ENGLISH)).doesNotContain(EMAIL);
    }
}
