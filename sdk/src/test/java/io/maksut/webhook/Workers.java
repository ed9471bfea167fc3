package io.maksut.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What several tests of the inbox need. */
final class Workers {
    static final String SOURCE = "flatpay";

    private Workers() {}

    static Delivery delivery(String id, String subject) {
        return Delivery.identified(id, subject, new byte[] {1});
    }

    static InboxWorker worker(Inbox inbox, DeliveryProcessor processor) {
        return InboxWorker.builder(inbox)
                .on(SOURCE, processor)
                .lease(Duration.ofMinutes(1))
                .retry(3, Duration.ofSeconds(10), Duration.ofSeconds(15))
                .build();
    }

    /** Runs the same in so many threads that begin together. */
    static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
