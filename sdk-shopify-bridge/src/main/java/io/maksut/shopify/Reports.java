package io.maksut.shopify;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener and the log. Repeated events are told once. Thread-safe. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    /** More different events than this are not expected; further ones are dropped. */
    private static final int MOST = 1_000;

    private final ShopifyListener listener;
    private final Set<ShopifyEvent> told = ConcurrentHashMap.newKeySet();

    Reports(ShopifyListener listener) {
        this.listener = listener;
    }

    void tell(ShopifyEvent event) {
        LOG.info("{}", event);
        pass(event);
    }

    void warn(ShopifyEvent event) {
        LOG.warn("{}", event);
        pass(event);
    }

    void once(ShopifyEvent event) {
        if (isNew(event)) {
            warn(event);
        }
    }

    /** @param detail technical, for the log only */
    void once(ShopifyEvent event, String detail) {
        if (isNew(event)) {
            LOG.warn("{}: {}", event, detail);
            pass(event);
        }
    }

    private boolean isNew(ShopifyEvent event) {
        return told.size() < MOST && told.add(event);
    }

    /** The problem is over: if it comes again, it is reported again. */
    void over(ShopifyEvent event) {
        told.remove(event);
    }

    private void pass(ShopifyEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "A listener failed on {}: {}",
                    event.getClass().getSimpleName(),
                    e.getClass().getName());
        }
    }
}
