package io.maksut.sandbox.shopify.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntSupplier;

/** The same thing several times at the same instant. */
public final class Together {
    private Together() {}

    /** Each on a thread of its own; returns when all are done. */
    public static List<Integer> run(int copies, IntSupplier work) {
        CyclicBarrier start = new CyclicBarrier(copies);
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            CompletableFuture<Integer> result = new CompletableFuture<>();
            results.add(result);
            Thread thread = new Thread(() -> complete(result, start, work), "shopify-copy-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        return results.stream().map(CompletableFuture::join).toList();
    }

    private static void complete(CompletableFuture<Integer> result, CyclicBarrier start, IntSupplier work) {
        try {
            start.await();
            result.complete(work.getAsInt());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.completeExceptionally(e);
        } catch (BrokenBarrierException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }
}
