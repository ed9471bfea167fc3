package io.maksut.sandbox.shopify;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/**
 * Runs the sandbox in a JVM of its own: {@code [--port N] [--bulk N] [--rate capacity,perSecond] [--currency XXX]
 * [--webhooks uri]}. With an address for webhooks the app is subscribed to what refunds and payments cause, and threads
 * deliver. Prints one line, {@code READY <url> <adminToken> <paymentsToken> <clientId> <clientSecret>}, and stops when its
 * standard input ends; then it prints {@code SERVED <requests>}.
 */
public final class ShopifySandboxMain {
    private static final int DELIVERY_THREADS = 8;

    private ShopifySandboxMain() {}

    public static void main(String[] args) throws IOException {
        ShopifySandboxBuilder builder = ShopifySandbox.builder();
        int bulk = 0;
        URI hook = null;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--port" -> builder.port(Integer.parseInt(value));
                case "--bulk" -> bulk = Integer.parseInt(value);
                case "--currency" -> builder.currency(value);
                case "--webhooks" -> hook = URI.create(value);
                case "--rate" -> {
                    String[] rates = value.split(",", 2);
                    if (rates.length != 2) {
                        throw new IllegalArgumentException("--rate needs capacity,perSecond");
                    }
                    builder.costBucket(Integer.parseInt(rates[0]), Integer.parseInt(rates[1]));
                }
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        try (ShopifySandbox sandbox = builder.start()) {
            sandbox.requests().keepAtMost(0);
            if (bulk > 0) {
                sandbox.bulk(bulk);
            }
            if (hook != null) {
                sandbox.webhooks().keepAtMost(1_000);
                sandbox.webhooks()
                        .subscribe(
                                hook,
                                "refunds/create",
                                "order_transactions/create",
                                "orders/updated",
                                "orders/paid",
                                "orders/cancelled",
                                "orders/delete",
                                "app/uninstalled");
                sandbox.webhooks().automatic(DELIVERY_THREADS);
            }
            System.out.println("READY " + sandbox.url() + " " + sandbox.adminToken() + " " + sandbox.paymentsToken()
                    + " " + sandbox.app().clientId() + " " + sandbox.app().secret());
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
            System.out.println("SERVED " + sandbox.requests().count());
        }
    }
}
