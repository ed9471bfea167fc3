package io.maksut.index;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.payment.Payment;
import io.maksut.portal.PaymentLookup;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.SearchPlan;
import io.maksut.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An index behind a gateway: what the gateway shows on its own threads is queued, and stored by one thread. */
final class QueuedLookup implements PaymentLookup {
    private static final Logger LOG = LoggerFactory.getLogger(QueuedLookup.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final long IDLE_SECONDS = 1;

    private final AccountIndex index;
    private final BlockingQueue<Payment> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ThreadPoolExecutor writer;

    QueuedLookup(AccountIndex index) {
        this.index = index;
        // Not a daemon: a program that ends waits until all is stored.
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new Thread(work, "maksut-index"));
        this.writer.allowCoreThreadTimeOut(true);
    }

    @Override
    public SearchPlan plan(PaymentQuery query) {
        return index.plan(query);
    }

    @Override
    public PaymentPage page(PaymentQuery query, @Nullable String cursor) {
        awaitStored();
        try {
            IndexedPage page = index.page(query, cursor);
            return new PaymentPage(
                    page.payments().stream().map(IndexedPayment::payment).toList(),
                    page.next().orElse(null));
        } catch (StorageException e) {
            throw unavailable("the payment index could not be read", e);
        }
    }

    @Override
    public void seen(Payment payment) {
        if (!waiting.offer(index.requireOurs(payment))) {
            throw new RejectedExecutionException("more than " + MOST_WAITING + " payments wait to be indexed");
        }
        writer.execute(this::storeWaiting);
    }

    private void storeWaiting() {
        List<Payment> batch = new ArrayList<>();
        while (waiting.drainTo(batch, MOST_AT_ONCE) > 0) {
            try {
                index.seenAll(batch);
            } catch (StorageException e) {
                LOG.warn("{} payments were not indexed: {}", batch.size(), e.getMessage());
            }
            batch.clear();
        }
    }

    private void awaitStored() {
        try {
            writer.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while payments were being indexed", e);
        } catch (ExecutionException e) {
            throw unavailable("payments could not be indexed", e);
        }
    }

    private static GatewayUnavailableException unavailable(String message, Exception cause) {
        GatewayUnavailableException unavailable =
                new GatewayUnavailableException(message, CallReport.notSent("search payments", null));
        unavailable.initCause(cause);
        return unavailable;
    }

    @Override
    public String toString() {
        return "PaymentLookup[" + index + "]";
    }
}
