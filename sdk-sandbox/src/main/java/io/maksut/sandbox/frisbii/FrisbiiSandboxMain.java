package io.maksut.sandbox.frisbii;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Runs the sandbox in a JVM of its own: {@code [--port N] [--bulk N] [--rate reads,writes,concurrent]}. Prints one line,
 * {@code READY <apiUrl> <privateKey> <checkoutUrl>}, and stops when its standard input ends; then it prints
 * {@code SERVED <requests>}.
 */
public final class FrisbiiSandboxMain {
    private FrisbiiSandboxMain() {}

    public static void main(String[] args) throws IOException {
        FrisbiiSandbox.Builder builder = FrisbiiSandbox.builder();
        int bulk = 0;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--port" -> builder.port(Integer.parseInt(args[i + 1]));
                case "--bulk" -> bulk = Integer.parseInt(args[i + 1]);
                case "--rate" -> {
                    String[] rates = args[i + 1].split(",", 3);
                    if (rates.length != 3) {
                        throw new IllegalArgumentException("--rate needs reads,writes,concurrent");
                    }
                    builder.rateLimits(
                            Integer.parseInt(rates[0]), Integer.parseInt(rates[1]), Integer.parseInt(rates[2]));
                }
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        try (FrisbiiSandbox sandbox = builder.start()) {
            sandbox.requests().keepAtMost(0);
            if (bulk > 0) {
                sandbox.bulk(bulk);
            }
            System.out.println("READY " + sandbox.apiUrl() + " " + sandbox.privateKey() + " " + sandbox.checkoutUrl());
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
            System.out.println("SERVED " + sandbox.requests().count());
        }
    }
}
