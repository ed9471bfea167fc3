package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.maksut.payment.PaymentId;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.KnownFault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shops that answer after longer than a payment is leased for, while other workers look for work. */
class SlowShopTest {
    private final SyncWorld world = new SyncWorld();
    private final TestShop second = new TestShop("second", world.clock);
    private final RefundSync sync = world.builder(SyncMode.PORTAL_PAYS)
            .shop(ConnectedShop.of(second, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
            .build();
    private final RefundSync other = world.builder(SyncMode.PORTAL_PAYS)
            .shop(ConnectedShop.of(second, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
            .build();
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    private void eachLookTakes(Duration time) {
        Runnable slow = () -> {
            world.clock.advance(time);
            other.worker().workOff();
        };
        world.shop.beforeEachLook(slow);
        second.beforeEachLook(slow);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    @KnownFault(
            value = "A direct refund whose lease has run out throws what nobody can catch",
            shows = "LeaseLostException")
    void aDirectRefundGoesOnWhereTwoShopsTakeLongerThanTheLease(Gateway gateway) {
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        eachLookTakes(Duration.ofSeconds(100));

        assertThatCode(() -> sync.desk().execute(permit)).doesNotThrowAnyException();

        assertThat(world.refunds(payment)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aDirectRefundWhoseLeaseRunsOutAtTheFirstLookMovesMoneyOnceAtMost(Gateway gateway) {
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        eachLookTakes(Duration.ofMinutes(4));

        assertThatCode(() -> sync.desk().execute(permit)).doesNotThrowAnyException();
        assertThat(world.refunds(payment)).isLessThanOrEqualTo(1);
    }
}
