package io.maksut.samples.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts a shop's back end in a process of its own, with a {@link ShopWorld} around it: {@code World MAIN_CLASS CLASS_PATH}.
 * Gateways and shops deliver what they have to tell; the person at the keyboard is the customer at the gateways' pages.
 */
public final class World {
    private static final int USUAL_PORT = 8080;
    private static final Duration GRACE = Duration.ofSeconds(90);

    private final ShopWorld world;
    private final PrintStream out;

    private World(ShopWorld world, PrintStream out) {
        this.world = world;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("World MAIN_CLASS CLASS_PATH");
        }
        try (ShopWorld world = ShopWorld.start(Clock.systemUTC())) {
            new World(world, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run(arguments[0], arguments[1]);
        }
    }

    private void run(String mainClass, String classPath) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port());
        Process backEnd = start(address, mainClass, classPath);
        ScheduledExecutorService deliveries = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "deliveries");
            thread.setDaemon(true);
            return thread;
        });
        try {
            world.connect(address);
            world.woocommerce().webhooks().automatic(true);
            world.shopify().webhooks().automatic(1);
            var unused = deliveries.scheduleWithFixedDelay(this::deliver, 1, 1, TimeUnit.SECONDS);
            tell(address);
            customer(backEnd);
        } finally {
            deliveries.shutdownNow();
            end(backEnd);
        }
    }

    /** The database outlives it. */
    private static void end(Process backEnd) {
        backEnd.destroy();
        try {
            if (!backEnd.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                backEnd.destroyForcibly();
            }
        } catch (InterruptedException e) {
            backEnd.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int port() throws IOException {
        try (ServerSocket socket = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }

    private Process start(URI address, String mainClass, String classPath) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        classPath,
                        mainClass)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().putAll(world.environment(address, world.newDatabase()));
        process.environment().put("SERVER_ADDRESS", "127.0.0.1");
        return process.start();
    }

    private void tell(URI address) {
        out.println("The shop:        " + world.pages(address) + "/");
        out.println("Its staff:       " + world.pages(address) + "/admin");
        out.println("  mari, who may refund (staff, in the plain back end): " + world.password("mari"));
        out.println("  peeter, who may look: " + world.password("peeter"));
        out.println(
                "To pay as a customer, paste here the address of the gateway's page. An empty line ends everything.");
    }

    private void deliver() {
        world.flatpay().webhooks().deliverPending();
        world.everypay().callbacks().deliverPending();
    }

    /** Until an empty line, the end of the input, or the end of the back end. */
    private void customer(Process backEnd) throws IOException {
        BufferedReader typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = typed.readLine();
                line != null && !line.isBlank() && backEnd.isAlive();
                line = typed.readLine()) {
            try {
                pay(URI.create(line.strip()));
            } catch (IllegalArgumentException | IllegalStateException e) {
                out.println("That cannot be paid: " + e.getMessage());
            }
        }
    }

    /** At Flatpay the page names its session; at EveryPay the latest payment is meant. */
    private void pay(URI page) {
        if (page.getFragment() != null) {
            world.flatpay().payCheckout(page.getFragment().substring(1));
        } else {
            world.everypay()
                    .pay(world.everypay()
                            .references()
                            .reduce((before, latest) -> latest)
                            .orElseThrow(() -> new IllegalArgumentException("nobody has begun to pay at EveryPay")));
        }
        out.println("paid");
    }
}
