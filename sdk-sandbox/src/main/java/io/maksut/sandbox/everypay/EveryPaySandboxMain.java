package io.maksut.sandbox.everypay;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Runs the sandbox in a JVM of its own: {@code [--port N] [--bulk N]}. Prints one line,
 * {@code READY <apiUrl> <apiUsername> <apiSecret>}, and stops when its standard input ends; then it prints
 * {@code SERVED <requests>}.
 */
public final class EveryPaySandboxMain {
    private EveryPaySandboxMain() {}

    public static void main(String[] args) throws IOException {
        EveryPaySandbox.Builder builder = EveryPaySandbox.builder();
        int bulk = 0;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--port" -> builder.port(Integer.parseInt(args[i + 1]));
                case "--bulk" -> bulk = Integer.parseInt(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        try (EveryPaySandbox sandbox = builder.start()) {
            sandbox.requests().keepAtMost(0);
            if (bulk > 0) {
                sandbox.bulk(bulk);
            }
            System.out.println("READY " + sandbox.apiUrl() + " " + sandbox.apiUsername() + " " + sandbox.apiSecret());
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
            System.out.println("SERVED " + sandbox.requests().count());
        }
    }
}
