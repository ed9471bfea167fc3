package io.maksut.sync;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.maksut.error.DatabaseException;
import io.maksut.observe.LogContext;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.LimitShareTable.Asking;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Divides the request limits of each account evenly among the processes that use it: a process gets the n-th part. The
 * ledger has the processes: one that uses an account stores so every two seconds, beside its work; when it stops or
 * dies, its part is free once its lease runs out. While the ledger does not answer, the last division stands.
 * Thread-safe.
 */
final class LimitShares {
    private static final Logger LOG = LoggerFactory.getLogger(LimitShares.class);

    static final Duration RENEWED_EVERY = Duration.ofSeconds(2);
    /** By the database's clock. Long enough for some renewals to fail or be late. */
    static final Duration LEASE = Duration.ofSeconds(10);

    /** The id of each gateway object, which has one limiter in however many engines it is used. */
    private static final Map<PaymentGateway, String> LIMITERS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Engine engine;
    private final Executor besideWork;
    private final Map<String, Share> shares = new TreeMap<>();
    private volatile Instant renewed = Instant.MIN;
    private volatile boolean answers = true;

    private static final class Share {
        final String limiter;
        volatile boolean asked = true;
        volatile int processes = 1;
        /** The number of processes at the last look; only the renewing thread uses it. */
        int seen = 1;

        Share(String limiter) {
            this.limiter = limiter;
        }
    }

    /** @param besideWork drops tasks that it cannot begin at once */
    LimitShares(Engine engine, Executor besideWork) {
        this.engine = engine;
        this.besideWork = besideWork;
        engine.gateways().forEach(it -> shares.put(it.account(), new Share(limiter(it))));
    }

    private static String limiter(PaymentGateway gateway) {
        return LIMITERS.computeIfAbsent(gateway, it -> UUID.randomUUID().toString());
    }

    /** A daemon thread that ends when idle. While it waits for the database, further tasks are dropped. */
    static Executor oneThread() {
        return new ThreadPoolExecutor(
                0,
                1,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    // Without the context of the request whose thread happens to make this one.
                    Thread thread = new Thread(() -> LogContext.EMPTY.run(task), "maksut-limits");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Counts this process from now on, and gives its gateways the part that they may use. */
    void begin() {
        engine.database().inTransaction(sql -> {
            LimitShareTable.clean(sql);
            return true;
        });
        renew();
        for (PaymentGateway gateway : engine.gateways()) {
            Share share = Objects.requireNonNull(shares.get(gateway.account()));
            gateway.divideLimits(() -> among(share));
        }
    }

    private int among(Share share) {
        share.asked = true;
        if (Duration.between(renewed, engine.now()).abs().compareTo(RENEWED_EVERY) >= 0) {
            besideWork.execute(this::renewIfItAnswers);
        }
        return share.processes;
    }

    private void renewIfItAnswers() {
        try {
            renew();
            answers = true;
        } catch (DatabaseException e) {
            if (answers) {
                LOG.warn("The ledger does not answer, request limits stay divided as they are: {}", e.getMessage());
            }
            answers = false;
        }
    }

    private void renew() {
        renewed = engine.now();
        Map<String, String> asked = new TreeMap<>();
        shares.forEach((account, share) -> {
            if (share.asked) {
                asked.put(account, share.limiter);
            }
            share.asked = false;
        });
        List<Asking> asking = engine.database().inTransaction(sql -> LimitShareTable.renew(sql, asked, LEASE));
        Map<String, Set<String>> limiters =
                asking.stream().collect(groupingBy(Asking::account, mapping(Asking::limiter, toSet())));
        shares.forEach((account, share) -> {
            Set<String> all = limiters.getOrDefault(account, Set.of());
            int seen = all.contains(share.limiter) ? all.size() : all.size() + 1;
            // A step of the database's clock hides the others at one look; a process that died is missing at two.
            int now = Math.max(seen, share.seen);
            share.seen = seen;
            if (now != share.processes) {
                LOG.debug("The request limits of {} are divided among {}, before {}", account, now, share.processes);
                share.processes = now;
            }
        });
    }

    @Override
    public String toString() {
        return "LimitShares[" + shares.keySet() + "]";
    }
}
