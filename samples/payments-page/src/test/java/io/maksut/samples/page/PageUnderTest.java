package io.maksut.samples.page;

import io.maksut.payment.PaymentId;
import io.maksut.samples.page.demo.DemoWorld;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.web.PageSettings;
import io.maksut.samples.page.web.PaymentsPage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The page on a small demo world, started once for all tests; each test has payments of its own in it. */
final class PageUnderTest implements AutoCloseable {
    static final ZoneId ZONE = ZoneId.of("Europe/Helsinki");
    private static final int PAYMENTS = 240;
    /** Hashing is to be slow, but not in tests. */
    private static final int PASSWORD_ROUNDS = 1_000;

    private static PageUnderTest only;

    private final DemoWorld world;
    private final PaymentsPage page;

    private PageUnderTest(Clock clock) {
        this(clock, PAYMENTS);
        world.merchant().start();
    }

    private PageUnderTest(Clock clock, int payments) {
        world = DemoWorld.open(payments, PASSWORD_ROUNDS, clock);
        page = PaymentsPage.start(
                world.merchant(), world.users(), world.database(), PageSettings.local(0, ZONE), world.clock());
        world.sendCallbacksTo(page.address());
    }

    static synchronized PageUnderTest get() {
        if (only == null) {
            only = new PageUnderTest(Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(only::close));
        }
        return only;
    }

    /** Another one, in which nothing was done yet, at a time that begins anew. */
    static PageUnderTest at(Instant start) {
        return new PageUnderTest(Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), start)));
    }

    /** Another small one, in which nothing happens by itself: the test works off what is due, and lets time pass. */
    static PageUnderTest still() {
        return new PageUnderTest(Clock.systemUTC(), 1);
    }

    void passes(Duration time) {
        world.clock().passes(time);
        world.merchant().workOff();
    }

    @Override
    public void close() {
        page.close();
        world.close();
    }

    DemoWorld world() {
        return world;
    }

    URI address() {
        return page.address();
    }

    static PaymentId flatpay(String handle) {
        return new PaymentId(DemoWorld.FLATPAY, handle);
    }

    static String path(PaymentId id) {
        return "/payments/" + PaymentKey.of(id);
    }

    /** A card payment at Flatpay that nobody else uses, by a customer of its own, known to the page. */
    PaymentId authorised(String handle, long cents) {
        return payment(handle, "authorized", "card", cents);
    }

    PaymentId payment(String handle, String state, String method, long cents) {
        world.flatpay().customer("customer-of-" + handle, handle + "@example.test", "Test", "Person");
        world.flatpay()
                .charge(handle)
                .customer("customer-of-" + handle)
                .state(state)
                .amount(cents)
                .currency("EUR")
                .method(method)
                .created(world.clock().instant().minusSeconds(3_600))
                .add();
        return world.merchant().reader().read(flatpay(handle)).id();
    }
}
