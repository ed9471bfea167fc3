package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dispute does to what may be refunded: while it is open, and when it is over. */
class FlatpayDisputesTest {
    private final FrisbiiSandbox sandbox =
            FrisbiiSandbox.builder().withoutRateLimits().start();
    private final Portal portal = FlatpayFixture.settings(sandbox).build();
    private final PaymentGateway gateway = FlatpayFixture.settings(sandbox).buildGateway();

    @BeforeEach
    void charge() {
        sandbox.charge("a").state("settled").amount(2_980).currency("EUR").add();
    }

    @AfterEach
    void close() {
        portal.close();
        gateway.close();
        sandbox.close();
    }

    private void over(long disputed, String outcome, long got) {
        sandbox.disputeResolved(sandbox.disputeOpened("a", disputed), outcome, got);
    }

    private Money left() {
        return portal.payment("a").lifecycle().limit(PaymentAction.REFUND);
    }

    private Outcome refund(String amount) {
        return gateway.refunds()
                .submit(
                        gateway.refunds().prepare("a", Money.of("EUR", amount), CallOptions.DEFAULT),
                        CallOptions.DEFAULT);
    }

    @Test
    void aLostDisputeTakesItsAmountAndBlocksNothingMore() {
        over(500, "customer_favor_chargeback", 500);

        Payment payment = portal.payment("a");
        assertThat(payment.chargebackOpen()).isFalse();
        assertThat(payment.lostInDisputes()).contains(Money.of("EUR", "5.00"));
        assertThat(left()).isEqualTo(Money.of("EUR", "24.80"));
        assertThatThrownBy(() -> refund("24.81")).isInstanceOf(ActionNotAllowedException.class);
        assertThat(refund("24.80")).isInstanceOf(Outcome.Done.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(2_480);
        assertThat(left()).isEqualTo(Money.of("EUR", "0.00"));
    }

    @Test
    void whatTheCustomerGotOfItIsTakenAndNotAllThatWasDisputed() {
        over(2_000, "customer_favor_refund", 700);
        over(300, "customer_favor_chargeback", 300);

        assertThat(left()).isEqualTo(Money.of("EUR", "19.80"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"merchant_favor", "cancelled_by_customer", "provider_payout"})
    void aDisputeThatCostNothingTakesNothing(String outcome) {
        over(500, outcome, 500);

        assertThat(left()).isEqualTo(Money.of("EUR", "29.80"));
        assertThat(portal.payment("a").lostInDisputes()).isEmpty();
    }

    @Test
    void anOutcomeThatIsNotKnownTakesItsAmount() {
        over(500, "something_new", 500);

        assertThat(left()).isEqualTo(Money.of("EUR", "24.80"));
    }

    @Test
    void anotherOpenDisputeBlocksAllTheSame() {
        over(500, "customer_favor_chargeback", 500);
        sandbox.disputeOpened("a", 100);

        assertThat(portal.payment("a").lifecycle().denial(PaymentAction.REFUND).map(DenialReason::code))
                .contains(DenialReason.Code.CHARGEBACK_OPEN);
    }

    @Test
    void moreThanIsLeftLeavesNothing() {
        assertThat(refund("20.00")).isInstanceOf(Outcome.Done.class);
        over(1_500, "customer_favor_chargeback", 1_500);

        assertThat(left()).isEqualTo(Money.of("EUR", "0.00"));
        assertThatThrownBy(() -> refund("0.01")).isInstanceOf(ActionNotAllowedException.class);
    }
}
