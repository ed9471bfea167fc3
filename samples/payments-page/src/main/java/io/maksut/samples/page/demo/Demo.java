package io.maksut.samples.page.demo;

import io.maksut.samples.page.access.Passwords;
import io.maksut.samples.page.web.PageSettings;
import io.maksut.samples.page.web.PaymentsPage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;

/** Starts the Payments page on sandboxes: {@code samples/run payments-page [port]}. */
public final class Demo {
    private static final int PAYMENTS = 2_000;
    private static final int PORT = 8_080;

    private Demo() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : PORT;
        out.println("Making " + PAYMENTS + " payments at two gateways…");
        DemoWorld world = DemoWorld.open(PAYMENTS, Passwords.ROUNDS, Clock.systemUTC());
        PaymentsPage page = PaymentsPage.start(
                world.merchant(),
                world.users(),
                world.database(),
                PageSettings.local(port, ZoneId.of("Europe/Helsinki")),
                world.clock());
        world.sendCallbacksTo(page.address());
        world.merchant().start();
        Trickle trickle = Trickle.start(world, Duration.ofSeconds(4));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            trickle.close();
            page.close();
            world.close();
        }));
        out.println();
        out.println("  " + page.address());
        out.println();
        out.println("  aino   administrator      \"" + DemoWorld.PASSWORD + "\"");
        out.println("  mari   may act            the same");
        out.println("  katri  may only look      the same");
        out.println();
        out.println(
                "Try: order-5001 (its refund failed in the shop), link-301 (no order), order-20010 (refund it in the shop).");
        out.println("Ctrl-C ends it.");
        Thread.currentThread().join();
    }
}
