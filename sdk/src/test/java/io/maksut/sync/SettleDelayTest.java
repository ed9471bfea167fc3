package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule waits as long as a request may still be under way at the payment's own gateway. */
class SettleDelayTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    private PaymentId failed(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "60.00");
        world.shop.refund(world.shop.order(payment), payment, eur("25.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        return payment;
    }

    @ParameterizedTest
    @CsvSource({"FLATPAY, 10", "EVERYPAY, 25"})
    void aFailureIsNoGroundBeforeItsRequestHasHadTimeToArrive(Gateway gateway, int minutes) {
        PaymentId payment = failed(gateway);

        world.clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
        RefundDecision early = clerk.decide(payment, "25.00");
        assertThat(Clerk.cause(early)).isEqualTo(Cause.FAILURE_TOO_YOUNG);
        RefundDecision.Undetermined decision = ((RefundDecision.Undetermined) early);
        assertThat(decision.askAgainAt()).isEqualTo(world.clock.instant().plusSeconds(1));

        world.clock.advance(Duration.ofSeconds(1));
        assertThat(clerk.decide(payment, "25.00")).isInstanceOf(RefundDecision.Allowed.class);
    }

    @Test
    void aLongerSettingOfTheEngineStands() {
        RefundSync patient = world.builder(SyncMode.SHOP_PAYS)
                .delays(Duration.ofHours(2), Duration.ofMinutes(5))
                .build();
        PaymentId payment = failed(Gateway.EVERYPAY);
        world.clock.advance(Duration.ofMinutes(119));

        assertThat(Clerk.cause(new Clerk(world, patient).decide(payment, "25.00")))
                .isEqualTo(Cause.FAILURE_TOO_YOUNG);
    }
}
