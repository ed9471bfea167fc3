package io.maksut.sandbox.shopify.graphql;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the shop does a little later than it says. Done at the first request or tick after it is due. Thread-safe. */
public final class Jobs {
    private static final class Job {
        private final Instant dueAt;
        private final Runnable work;
        private boolean done;

        Job(Instant dueAt, Runnable work) {
            this.dueAt = dueAt;
            this.work = work;
        }
    }

    private final Clock clock;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private Duration delay = Duration.ZERO;

    public Jobs(Clock clock) {
        this.clock = clock;
    }

    synchronized void reset() {
        jobs.clear();
        delay = Duration.ZERO;
    }

    /** How much later; default at once, which is with the next request. */
    public synchronized void delay(Duration later) {
        delay = later;
    }

    /** Does what is due. */
    public void tick() {
        for (Job job : takeDue()) {
            job.work.run();
        }
    }

    private synchronized List<Job> takeDue() {
        Instant now = clock.instant();
        List<Job> due = new ArrayList<>();
        for (Job job : jobs.values()) {
            if (!job.done && !job.dueAt.isAfter(now)) {
                job.done = true;
                due.add(job);
            }
        }
        return due;
    }

    synchronized String add(String uuid, Runnable work) {
        String gid = "gid://shopify/Job/" + uuid;
        jobs.put(gid, new Job(clock.instant().plus(delay), work));
        return gid;
    }

    synchronized @Nullable Object find(String gid) {
        Job job = jobs.get(gid);
        return job == null ? null : Map.of("id", gid, "done", job.done, "query", Map.of());
    }
}
