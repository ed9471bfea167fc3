package io.maksut.samples.spring.shops;

import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Sees to it, at the start and every ten minutes, that a shop sends its webhooks here. */
public class HookCare {
    private static final Logger LOG = LoggerFactory.getLogger(HookCare.class);

    private final String shop;
    private final Runnable restore;

    HookCare(String shop, Runnable restore) {
        this.shop = shop;
        this.restore = restore;
    }

    /** A shop that does not answer is asked again; until then the engine's scans find what it does not tell. */
    @Scheduled(fixedDelayString = "PT10M")
    public void restore() {
        try {
            restore.run();
        } catch (MaksutException e) {
            LOG.warn("The webhooks of {} were not looked at: {}", shop, e.getMessage());
        } catch (DatabaseException e) {
            LOG.error("The webhooks of {} were not looked at: {}", shop, e.getMessage());
        }
    }
}
