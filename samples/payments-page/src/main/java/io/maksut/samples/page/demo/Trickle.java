package io.maksut.samples.page.demo;

import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentId;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Portal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Life goes on while the demo is looked at: customers pay, or do not; parcels are shipped; goods come back. */
final class Trickle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trickle.class);
    private static final int REMEMBERED = 30;

    private final DemoWorld world;
    private final Portal portal;
    private final Random random = new Random();
    private final Deque<String> paying = new ArrayDeque<>();
    private final Deque<String> settled = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "demo-trickle");
        daemon.setDaemon(true);
        return daemon;
    });
    private int orders = 90_000;

    private Trickle(DemoWorld world) {
        this.world = world;
        this.portal = world.merchant().account(DemoWorld.EVERYPAY).orElseThrow().portal();
    }

    static Trickle start(DemoWorld world, Duration every) {
        Trickle trickle = new Trickle(world);
        var unused = trickle.thread.scheduleWithFixedDelay(
                trickle::happensSafely, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return trickle;
    }

    private void happensSafely() {
        try {
            happens();
            world.deliver();
        } catch (RuntimeException e) {
            LOG.warn("The demo stumbled: {}", e.toString());
        }
    }

    private void happens() {
        if (!paying.isEmpty() && random.nextInt(3) > 0) {
            customerGoesOn(paying.removeFirst());
        } else if (!settled.isEmpty() && random.nextInt(4) == 0) {
            world.everypay().refundAsStaff(settled.removeFirst(), 500);
        } else {
            customerBegins();
        }
    }

    private void customerBegins() {
        String order = Integer.toString(++orders);
        PaymentId id = portal.createCheckout(NewPayment.of(
                                new OrderReference("L-" + order), Money.ofMinor("EUR", 900 + random.nextInt(90) * 100L))
                        .customer(Customer.builder()
                                .email("liisa.laine@example.test")
                                .build())
                        .build())
                .id();
        world.liepa().order(order, id);
        world.everypay().choose(id.reference(), "card");
        world.everypay().start3ds(id.reference());
        world.everypay().event(id.reference(), "status_updated");
        paying.addLast(id.reference());
    }

    private void customerGoesOn(String reference) {
        if (random.nextInt(5) == 0) {
            world.everypay().declined(reference);
            return;
        }
        world.everypay().pay(reference);
        if (random.nextBoolean()) {
            world.everypay().captureAsStaff(reference, world.everypay().standing(reference));
            settled.addLast(reference);
            if (settled.size() > REMEMBERED) {
                settled.removeFirst();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
