package io.maksut.storage;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads of one test; nothing waits in them for more than a minute. */
final class Threads implements AutoCloseable {
    private final ExecutorService executor;

    Threads(int count) {
        executor = Executors.newFixedThreadPool(count);
    }

    <T> Future<T> run(Callable<T> work) {
        return executor.submit(work);
    }

    static <T> T result(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
