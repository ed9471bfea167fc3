package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order of the same e-mail and amount that does not name the payment: a person is asked, nothing is forbidden. */
class OrderAlikeTest {
    private static final String EMAIL = "mari@example.test";

    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private RefundDecision decide(PaymentId payment) {
        return sync.desk().decide(payment, eur("5.00"), "mari", "the customer asked");
    }

    private PaymentId paidByLink() {
        world.frisbii.customer("customer-9", EMAIL, "Mari", "Maasikas");
        String handle = world.frisbii
                .charge("link-1")
                .state("settled")
                .amount(2_000)
                .currency("EUR")
                .method("card")
                .customer("customer-9")
                .created(world.clock.instant())
                .metadata(Map.of("maksut_origin", "payment_link"))
                .add();
        world.linkPayments.add(handle);
        world.clock.advance(Duration.ofHours(1));
        return new PaymentId("flatpay", handle);
    }

    private RefundPermit permit(PaymentId payment) {
        RefundDecision unused = decide(payment);
        world.clock.advance(Duration.ofMinutes(10));
        RefundDecision decision = decide(payment);
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        return ((RefundDecision.Allowed) decision).permit();
    }

    @Test
    void theDecisionNamesItAndThePermitMovesNothingBeforeSomebodySaidYes() {
        PaymentId payment = paidByLink();
        String order = world.shop.orderOf(EMAIL, eur("20.00"));
        RefundPermit permit = permit(payment);

        assertThat(decide(payment).explain(Locale.ENGLISH)).contains("#" + order, "May this be it?");
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Unanswered.class);
        assertThat(world.refunded(payment)).isZero();

        RefundPermit known =
                world.sync(SyncMode.SHOP_PAYS).desk().permit(permit.id()).orElseThrow();
        assertThat(known.questions()).singleElement().isInstanceOf(RefundQuestion.AnotherOrder.class);
        sync.desk().answer(known, known.questions().get(0), "kaarina");
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(sync.ledger().history(payment))
                .filteredOn(it -> it.kind() == LedgerEvent.Kind.STATED)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.by()).contains("kaarina");
                    assertThat(it.details()).contains(order, permit.id());
                });
    }

    @Test
    void anOrderThatComesBetweenPermitAndRefundIsAskedAbout() {
        PaymentId payment = paidByLink();
        RefundPermit permit = permit(payment);
        assertThat(permit.questions()).isEmpty();
        world.shop.orderOf(EMAIL, eur("20.00"));

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Unanswered.class);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void anotherAmountOrAnotherCustomerIsNotAskedAbout() {
        PaymentId payment = paidByLink();
        world.shop.orderOf(EMAIL, eur("20.01"));
        world.shop.orderOf("pekka@example.test", eur("20.00"));
        RefundPermit permit = permit(payment);

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);
        assertThatThrownBy(() -> sync.desk()
                        .answer(
                                permit,
                                new RefundQuestion.AnotherRefund("x", eur("1.00"), world.clock.instant()),
                                "kaarina"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
