package io.maksut.samples.spring.shops;

import io.maksut.index.UnfinishedPayments;
import io.maksut.samples.spring.order.ShopRefunds;
import io.maksut.sync.SyncWorker;
import io.maksut.webhook.InboxWorker;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the workers before the first request comes in, and stops them after the last was answered. Whatever they do not
 * finish within the grace is in the database, and the next process goes on with it.
 */
@Component
class Workers implements SmartLifecycle {
    private final SyncWorker syncWorker;
    private final InboxWorker inboxWorker;
    private final UnfinishedPayments unfinished;
    private final ShopRefunds refunds;
    private volatile boolean running;

    Workers(SyncWorker syncWorker, InboxWorker inboxWorker, UnfinishedPayments unfinished, ShopRefunds refunds) {
        this.syncWorker = syncWorker;
        this.inboxWorker = inboxWorker;
        this.unfinished = unfinished;
        this.refunds = refunds;
    }

    @Override
    public void start() {
        refunds.askAgain();
        syncWorker.start();
        inboxWorker.start();
        unfinished.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        inboxWorker.close();
        syncWorker.close();
        unfinished.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The web server's phases are near the end. */
    @Override
    public int getPhase() {
        return 0;
    }
}
