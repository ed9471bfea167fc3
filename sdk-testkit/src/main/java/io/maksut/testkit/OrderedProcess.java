package io.maksut.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A process that works, and carries out the lines of its input, until that ends. On one thread: another might be within a transaction when it is stopped. */
public final class OrderedProcess {
    /** How often it looks for work. */
    public static final Duration POLL = Duration.ofMillis(20);

    private OrderedProcess() {}

    /** Stands by until a first line comes in. */
    public static void run(Consumer<String> order, Runnable work) throws IOException {
        int read = System.in.read();
        while (read >= 0 && read != '\n') {
            read = System.in.read();
        }
        Queue<String> orders = new ConcurrentLinkedQueue<>();
        AtomicBoolean ended = endsWithInput(orders);
        while (!ended.get()) {
            for (String next = orders.poll(); next != null; next = orders.poll()) {
                order.accept(next);
            }
            work.run();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static AtomicBoolean endsWithInput(Queue<String> orders) {
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try {
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        .lines()
                        .forEach(orders::add);
            } finally {
                ended.set(true);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return ended;
    }
}
