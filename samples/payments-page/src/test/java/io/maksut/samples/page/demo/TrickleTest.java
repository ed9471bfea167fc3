package io.maksut.samples.page.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.samples.page.web.PageSettings;
import io.maksut.samples.page.web.PaymentsPage;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Life in the demo while it is looked at. */
class TrickleTest {
    @Test
    void paymentsComeInByCallbacksAndGoOnByThemselves() {
        try (DemoWorld world = DemoWorld.open(0, 1_000, Clock.systemUTC());
                PaymentsPage page = PaymentsPage.start(
                        world.merchant(),
                        world.users(),
                        world.database(),
                        PageSettings.local(0, ZoneId.of("Europe/Helsinki")),
                        world.clock())) {
            world.sendCallbacksTo(page.address());
            world.merchant().start();
            int before = payments(world, PaymentQuery.all());
            try (Trickle trickle = Trickle.start(world, Duration.ofMillis(20))) {
                long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                while (payments(world, PaymentQuery.all()) < before + 3
                        || payments(world, PaymentQuery.all().withStatus(PaymentStatus.WAITING_FOR_3DS)) == 0) {
                    assertThat(System.nanoTime()).as("nothing happens").isLessThan(end);
                    LockSupport.parkNanos(50_000_000);
                }
            }
        }
    }

    private static int payments(DemoWorld world, PaymentQuery query) {
        return world.merchant()
                .payments(Set.of(DemoWorld.EVERYPAY))
                .page(query, null, 100)
                .payments()
                .size();
    }
}
