package io.maksut.sandbox.woocommerce;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The PHP processes of the shop's host: each works on one request at a time, also while it waits for another server, and what
 * comes meanwhile waits until one is free, first come, first served. Thread-safe.
 */
final class PhpProcesses {
    private final Semaphore free;

    PhpProcesses(int number) {
        this.free = new Semaphore(number, true);
    }

    <T> T run(Supplier<T> request) {
        free.acquireUninterruptibly();
        try {
            return request.get();
        } finally {
            free.release();
        }
    }
}
