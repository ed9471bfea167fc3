package io.maksut.sandbox.woocommerce;

import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Runs the sandbox in a JVM of its own:
 * {@code [--port N] [--https-port N] [--version 10.9.1] [--bulk orders,refundsEach]}. Prints one line,
 * {@code READY <url> <httpsUrl> <consumerKey> <consumerSecret> <certificate>}, the certificate as DER in Base64, delivers
 * webhooks by itself, and stops when its standard input ends; then it prints {@code SERVED <requests>}.
 */
public final class WooCommerceSandboxMain {
    private WooCommerceSandboxMain() {}

    public static void main(String[] args) throws IOException, CertificateEncodingException {
        WooCommerceSandboxBuilder builder = WooCommerceSandbox.builder();
        int orders = 0;
        int refundsEach = 0;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--port" -> builder.port(Integer.parseInt(args[i + 1]));
                case "--https-port" -> builder.httpsPort(Integer.parseInt(args[i + 1]));
                case "--version" -> builder.version(args[i + 1]);
                case "--bulk" -> {
                    String[] numbers = args[i + 1].split(",", 2);
                    if (numbers.length != 2) {
                        throw new IllegalArgumentException("--bulk needs orders,refundsEach");
                    }
                    orders = Integer.parseInt(numbers[0]);
                    refundsEach = Integer.parseInt(numbers[1]);
                }
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        try (WooCommerceSandbox shop = builder.start()) {
            shop.requests().keepAtMost(0);
            shop.webhooks().automatic(true);
            Duration month = Duration.ofDays(30);
            shop.bulk(orders, refundsEach, Instant.now().minus(month), month.dividedBy(Math.max(1, orders)));
            System.out.println("READY " + shop.url() + " " + shop.httpsUrl() + " "
                    + shop.key().consumerKey() + " " + shop.key().consumerSecret() + " "
                    + Base64.getEncoder()
                            .encodeToString(shop.tls().certificate().getEncoded()));
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
            System.out.println("SERVED " + shop.requests().count());
        }
    }
}
