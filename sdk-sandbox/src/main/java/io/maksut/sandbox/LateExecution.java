package io.maksut.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When requests that a stand-in took in are carried out: later, when their sender believes them lost. Plan it with
 * {@link Fault#executedLate}. What the stand-in checks on arrival, such as the age of a timestamp, counts from arrival.
 * Thread-safe.
 */
public final class LateExecution {
    private record Waiting(Instant arrived, Supplier<Reply> work) {}

    private final @Nullable Duration after;
    private final List<Waiting> waiting = new ArrayList<>();

    private LateExecution(@Nullable Duration after) {
        this.after = after;
    }

    /** Only when the test calls {@link #release}. */
    public static LateExecution whenReleased() {
        return new LateExecution(null);
    }

    /**
     * So long after arrival, on the stand-in's clock. A clock that is moved by hand wakes nobody: it happens at the next
     * request to the stand-in, before that is answered, or at the sandbox's {@code tick()}.
     */
    public static LateExecution after(Duration delay) {
        return new LateExecution(delay);
    }

    /** Carries out what waits, in the order of arrival and on this thread; returns the answers that nobody gets. */
    public List<Reply> release() {
        return carryOut(null);
    }

    /** Forgets what waits: it is never carried out. */
    public void drop() {
        synchronized (waiting) {
            waiting.clear();
        }
    }

    /** How many requests wait. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    void add(Instant arrived, Supplier<Reply> work) {
        synchronized (waiting) {
            waiting.add(new Waiting(arrived, work));
        }
    }

    /** Carries out what is due by now. */
    void carryOutDue(Instant now) {
        if (after != null) {
            carryOut(now.minus(after));
        }
    }

    private List<Reply> carryOut(@Nullable Instant arrivedUntil) {
        List<Reply> replies = new ArrayList<>();
        Optional<Waiting> next = next(arrivedUntil);
        while (next.isPresent()) {
            replies.add(next.get().work().get());
            next = next(arrivedUntil);
        }
        return List.copyOf(replies);
    }

    /** The work runs without the lock, as it takes those of the stand-in. */
    private Optional<Waiting> next(@Nullable Instant arrivedUntil) {
        synchronized (waiting) {
            for (int i = 0; i < waiting.size(); i++) {
                if (arrivedUntil == null || !waiting.get(i).arrived().isAfter(arrivedUntil)) {
                    return Optional.of(waiting.remove(i));
                }
            }
            return Optional.empty();
        }
    }
}
