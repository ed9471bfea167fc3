package io.maksut.samples.spring;

import static io.maksut.samples.spring.Until.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.samples.spring.Browser.Form;
import io.maksut.samples.spring.order.Orders;
import io.maksut.samples.world.ShopWorld;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The program is told to end while the gateway is away, and started again. */
class RestartTest {
    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    @Test
    void nothingIsLostWhenTheProgramRestartsInBetween() {
        try (ShopWorld world = ShopWorld.start(clock)) {
            String database = world.newDatabase();
            URI address = RunningBackend.freeAddress();
            String paid;
            String refunded;
            try (RunningBackend before = RunningBackend.start(world, clock, address, database)) {
                refunded = checkout(before, world);
                before.browser().get("/orders/" + refunded);
                world.flatpay().settleAsStaff(refunded, 4_990);
                paid = checkout(before, world);
                Browser mari = before.signedIn(world, "mari");
                Form refund = Browser.form(
                                mari.get("/admin/orders/" + refunded), "/admin/orders/" + refunded + "/refunds")
                        .with("amount", "20.00");

                world.flatpay().faults().next(Fault.MAINTENANCE_PAGE).always();
                assertThat(mari.submit(refund).statusCode()).isEqualTo(302);
                assertThat(world.flatpay().webhooks().deliverPending())
                        .as("taken although the gateway itself cannot be read")
                        .isNotEmpty()
                        .containsOnly(200);
                assertThat(world.flatpay().webhooks().pending()).isEmpty();
            }
            assertThat(world.flatpay().books().refunded(refunded)).isZero();
            world.flatpay().faults().clear();
            clock.advance(Duration.ofMinutes(10)); // pauses after failures are over, as are leases

            try (RunningBackend after = RunningBackend.start(world, clock, address, database)) {
                Orders orders = after.bean(Orders.class);
                until(
                        "the stored callback is worked on",
                        () -> orders.order(paid).orElseThrow().isPaid());
                until("the refund is paid", () -> world.flatpay().books().refunded(refunded) == 2_000);
                until("the shop is told", () -> orders.pendingRefunds().isEmpty());
                assertThat(world.flatpay().books().count(Movement.Kind.REFUND, refunded))
                        .isEqualTo(1);
            }
        }
    }

    /** A checkout whose customer has paid; its order. */
    private static String checkout(RunningBackend backend, ShopWorld world) {
        Browser customer = backend.browser();
        Form form = Browser.form(customer.get("/"), "/checkout")
                .with("article", "teapot")
                .with("email", "anna@example.test")
                .with("account", "flatpay");
        HttpResponse<String> way = customer.submit(form);
        URI page = URI.create(way.headers().firstValue("Location").orElseThrow());
        world.flatpay().payCheckout(page.getFragment().substring(1));
        return form.fields().get("order");
    }
}
