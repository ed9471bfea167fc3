package io.maksut.monitor;

import io.maksut.index.UnfinishedCounts;
import io.maksut.index.UnfinishedHealth;
import io.maksut.index.UnfinishedPayments;
import io.maksut.observe.CallEnded;
import io.maksut.observe.CallListener;
import io.maksut.sync.LedgerCounts;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncEvent;
import io.maksut.sync.SyncListener;
import io.maksut.webhook.InboxCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hands to Micrometer what happens and how much there is to do. Give it as a listener to gateways and to the engine; it
 * passes everything on to the {@link Monitor}. Needs {@code micrometer-core}, which the SDK does not bring along.
 * Thread-safe.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><td>{@code maksut.calls}<td>timer by client, operation, ending
 *   <tr><td>{@code maksut.calls.repeated}<td>counter by client, operation: attempts beyond the first
 *   <tr><td>{@code maksut.breaker.open}<td>gauge by client: 1 while it is open
 *   <tr><td>{@code maksut.refunds.events}<td>counter by what happened to refunds
 *   <tr><td>{@code maksut.captures.events}<td>counter by what happened to captures
 *   <tr><td>{@code maksut.voids.events}<td>counter by what happened to voids
 *   <tr><td>{@code maksut.starts.events}<td>counter by what happened to refunds that shops are asked to make
 *   <tr><td>{@code maksut.decisions}<td>counter by answer: decisions on direct refunds
 *   <tr><td>{@code maksut.discrepancies.events}<td>counter by kind and state
 *   <tr><td>{@code maksut.scans}<td>timer by name
 *   <tr><td>{@code maksut.scans.failed}<td>counter by name: faults of a bridge or a plugin
 *   <tr><td>{@code maksut.scans.late}<td>gauge: scans that have not ended for three of their periods
 *   <tr><td>{@code maksut.workers.idle} (seconds)<td>gauge: since when no worker has looked for payments that are due
 *   <tr><td>{@code maksut.claims.abandoned}<td>counter
 *   <tr><td>{@code maksut.records.unreadable}<td>counter by table: newly found
 *   <tr><td>{@code maksut.refunds.in.flight}<td>gauge by state
 *   <tr><td>{@code maksut.refunds.outcome.unknown}, {@code maksut.refunds.oldest.age} (seconds)<td>gauges
 *   <tr><td>{@code maksut.waiting.for.person}<td>gauge by reason
 *   <tr><td>{@code maksut.discrepancies.open}<td>gauge
 *   <tr><td>{@code maksut.records.set.aside}, {@code maksut.inbox.set.aside}<td>gauges: what this version cannot read
 *   <tr><td>{@code maksut.money.stops}<td>gauge: how many stops of money operations stand
 *   <tr><td>{@code maksut.claims.overdue} (seconds)<td>gauge: for how long the payment that waited longest was not taken
 *   <tr><td>{@code maksut.inbox.waiting}, {@code maksut.inbox.dead.letters}, {@code maksut.inbox.oldest.age} (seconds)<td>gauges
 *   <tr><td>{@code maksut.unfinished.due}, {@code maksut.unfinished.overdue} (seconds)<td>gauges: payments that are to be read
 *     again and were not, and since when the first of them
 *   <tr><td>{@code maksut.unfinished.read}, {@code maksut.unfinished.failed}<td>counters of the worker that is watched
 * </table>
 *
 * <p>Gauges are NaN while the database does not answer.
 */
public final class MaksutMeters implements CallListener, SyncListener {
    private final MeterRegistry registry;
    private final Monitor monitor;
    private final Set<String> clients = ConcurrentHashMap.newKeySet();

    /** Registers the gauges. */
    public MaksutMeters(MeterRegistry registry, Monitor monitor) {
        this.registry = registry;
        this.monitor = monitor;
        for (State state : State.values()) {
            if (state.inFlight()) {
                ledger(
                        "maksut.refunds.in.flight",
                        "state",
                        tag(state),
                        it -> it.inFlight().getOrDefault(state, 0L));
            }
        }
        for (ReviewReason reviewReason : ReviewReason.values()) {
            ledger(
                    "maksut.waiting.for.person",
                    "reason",
                    tag(reviewReason),
                    it -> it.waiting().getOrDefault(reviewReason, 0L));
        }
        ledger("maksut.refunds.outcome.unknown", null, null, LedgerCounts::outcomeUnknown);
        ledger("maksut.refunds.oldest.age", null, null, it -> seconds(it.oldestInFlight()));
        ledger("maksut.discrepancies.open", null, null, LedgerCounts::openDiscrepancies);
        ledger("maksut.records.set.aside", null, null, LedgerCounts::setAside);
        ledger("maksut.money.stops", null, null, it -> it.stops().size());
        ledger("maksut.claims.overdue", null, null, it -> seconds(it.dueSince()));
        ledger("maksut.scans.late", null, null, it -> it.lateScans().size());
        ledger("maksut.workers.idle", null, null, it -> seconds(it.lastLook()));
        inbox("maksut.inbox.waiting", InboxCounts::waiting);
        inbox("maksut.inbox.dead.letters", InboxCounts::deadLetters);
        inbox("maksut.inbox.set.aside", InboxCounts::setAside);
        inbox("maksut.inbox.oldest.age", it -> seconds(it.oldestWaiting()));
        unfinished("maksut.unfinished.due", UnfinishedCounts::due);
        unfinished("maksut.unfinished.overdue", it -> seconds(it.oldestDue()));
        counter("maksut.unfinished.read", UnfinishedHealth::read);
        counter("maksut.unfinished.failed", UnfinishedHealth::failed);
    }

    @Override
    public void ended(CallEnded call) {
        watch(call.client());
        Timer.builder("maksut.calls")
                .tag("client", call.client())
                .tag("operation", call.call().operation())
                .tag("ending", tag(call.ending()))
                .register(registry)
                .record(call.took());
        if (call.call().attempts() > 1) {
            count(
                            "maksut.calls.repeated",
                            "client",
                            call.client(),
                            "operation",
                            call.call().operation())
                    .increment(call.call().attempts() - 1);
        }
        monitor.ended(call);
    }

    @Override
    public void breakerChanged(String client, boolean open) {
        watch(client);
        monitor.breakerChanged(client, open);
    }

    private void watch(String client) {
        if (clients.add(client)) {
            Gauge.builder("maksut.breaker.open", monitor, it -> it.isOpen(client) ? 1 : 0)
                    .tag("client", client)
                    .register(registry);
        }
    }

    @Override
    public void on(SyncEvent event) {
        if (event instanceof SyncEvent.RefundChanged refund) {
            count("maksut.refunds.events", "what", tag(refund.what())).increment();
        } else if (event instanceof SyncEvent.CaptureChanged capture) {
            count("maksut.captures.events", "what", tag(capture.what())).increment();
        } else if (event instanceof SyncEvent.VoidChanged released) {
            count("maksut.voids.events", "what", tag(released.what())).increment();
        } else if (event instanceof SyncEvent.StartChanged started) {
            count("maksut.starts.events", "what", tag(started.what())).increment();
        } else if (event instanceof SyncEvent.DiscrepancyChanged discrepancy) {
            count(
                            "maksut.discrepancies.events",
                            "kind",
                            tag(discrepancy.discrepancy().kind()),
                            "state",
                            tag(discrepancy.discrepancy().state()))
                    .increment();
        } else if (event instanceof SyncEvent.Decided decided) {
            String answer = decided.decision().getClass().getSimpleName().toLowerCase(Locale.ROOT);
            count("maksut.decisions", "answer", answer).increment();
        } else if (event instanceof SyncEvent.ScanEnded scan) {
            Timer.builder("maksut.scans")
                    .tag("name", scan.name())
                    .register(registry)
                    .record(scan.took());
        } else if (event instanceof SyncEvent.ScanFailed failed) {
            count("maksut.scans.failed", "name", failed.name()).increment();
        } else if (event instanceof SyncEvent.RecordSetAside record) {
            count("maksut.records.unreadable", "table", record.table()).increment();
        } else if (event instanceof SyncEvent.ClaimAbandoned) {
            count("maksut.claims.abandoned").increment();
        }
    }

    private Counter count(String name, String... tags) {
        return Counter.builder(name).tags(tags).register(registry);
    }

    private void ledger(
            String name, @Nullable String tag, @Nullable String value, Function<LedgerCounts, Number> number) {
        gauge(
                name,
                tag,
                value,
                it -> it.counts().ledger() == null
                        ? null
                        : number.apply(it.counts().ledger()));
    }

    private void inbox(String name, Function<InboxCounts, Number> number) {
        gauge(
                name,
                null,
                null,
                it -> it.counts().inbox() == null
                        ? null
                        : number.apply(it.counts().inbox()));
    }

    private void unfinished(String name, Function<UnfinishedCounts, Number> number) {
        gauge(
                name,
                null,
                null,
                it -> it.counts().unfinished() == null
                        ? null
                        : number.apply(it.counts().unfinished()));
    }

    private void counter(String name, ToLongFunction<UnfinishedHealth> number) {
        FunctionCounter.builder(name, monitor, it -> {
                    UnfinishedPayments watched = it.unfinished();
                    return watched == null ? 0 : number.applyAsLong(watched.health());
                })
                .register(registry);
    }

    private void gauge(
            String name, @Nullable String tag, @Nullable String value, Function<Monitor, @Nullable Number> number) {
        Gauge.Builder<Monitor> gauge = Gauge.builder(name, monitor, it -> {
            Number counted = number.apply(it);
            return counted == null ? Double.NaN : counted.doubleValue();
        });
        (tag == null || value == null ? gauge : gauge.tag(tag, value)).register(registry);
    }

    private long seconds(@Nullable Instant since) {
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, monitor.clock().instant()).toSeconds());
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "MaksutMeters[" + clients + "]";
    }
}
