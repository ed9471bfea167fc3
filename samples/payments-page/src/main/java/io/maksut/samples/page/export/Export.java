package io.maksut.samples.page.export;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** One export on its way. Thread-safe. */
public final class Export {
    /** How far it has come. */
    public enum State {
        RUNNING,
        READY,
        FAILED
    }

    private final String id = UUID.randomUUID().toString();
    private final String owner;
    private final long expected;
    private final Path file;
    private final Instant startedAt;
    private final AtomicLong written = new AtomicLong();
    private volatile State state = State.RUNNING;

    Export(String owner, long expected, Path folder, Instant startedAt) {
        this.owner = owner;
        this.expected = expected;
        this.file = folder.resolve(id + ".csv");
        this.startedAt = startedAt;
    }

    public String id() {
        return id;
    }

    public State state() {
        return state;
    }

    /** Lines written so far. */
    public long written() {
        return written.get();
    }

    /** How many there were when it began. */
    public long expected() {
        return expected;
    }

    /** What is done, of a hundred. */
    public long percent() {
        return expected == 0 ? 100 : Math.min(100, written() * 100 / expected);
    }

    public Path file() {
        return file;
    }

    public Instant startedAt() {
        return startedAt;
    }

    boolean isOf(String userName) {
        return owner.equals(userName);
    }

    void wrote() {
        written.incrementAndGet();
    }

    void ended(State how) {
        state = how;
    }
}
