package io.maksut.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a stand-in's reads of its payments are behind what happened, as those of a replica: of one payment, lists and all
 * that is read of it. Writes see what is, and so do their answers. A lag looks back no further than to where it began, so
 * switch it on before the change that reads are to miss. Thread-safe.
 *
 * <pre>{@code
 * gateway.readLag().frozen("order-1");
 * // refund order-1: reads show it unrefunded
 * gateway.readLag().release("order-1");
 * }</pre>
 */
public final class ReadLag {
    /** Behind by a time, by a number of writes, or frozen; null and 0 for those it is not. No two have the same number. */
    record Setting(long number, Instant since, @Nullable Duration age, int writes) {
        boolean isFrozen() {
            return age == null && writes == 0;
        }
    }

    private final Supplier<Instant> now;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Setting> own = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Setting> all = new AtomicReference<>();

    /** For stand-ins, with their clock. */
    public ReadLag(Supplier<Instant> now) {
        this.now = now;
    }

    /** All payments are shown as they were so long ago, on the stand-in's clock. */
    public void by(Duration age) {
        all.set(setting(age, 0));
    }

    /** This payment is shown as it was so long ago. */
    public void by(String payment, Duration age) {
        own.put(payment, setting(age, 0));
    }

    /** Each payment is shown as it was before its last so many changes. */
    public void byWrites(int writes) {
        all.set(setting(null, positive(writes)));
    }

    /** This payment is shown as it was before its last so many changes. */
    public void byWrites(String payment, int writes) {
        own.put(payment, setting(null, positive(writes)));
    }

    /** All payments are shown as they are now, until {@link #release()}. */
    public void frozen() {
        all.set(setting(null, 0));
    }

    /** This payment is shown as it is now, until {@link #release(String)}. */
    public void frozen(String payment) {
        own.put(payment, setting(null, 0));
    }

    /** Reads of this payment show what is, unless all payments lag. */
    public void release(String payment) {
        own.remove(payment);
    }

    /** All reads show what is. */
    public void release() {
        own.clear();
        all.set(null);
    }

    private Setting setting(@Nullable Duration age, int writes) {
        return new Setting(numbers.incrementAndGet(), now.get(), age, writes);
    }

    private static int positive(int writes) {
        if (writes < 1) {
            throw new IllegalArgumentException("at least one write");
        }
        return writes;
    }

    @Nullable
    Setting of(String payment) {
        Setting setting = own.get(payment);
        return setting == null ? all.get() : setting;
    }
}
