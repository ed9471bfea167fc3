package io.maksut.index;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the reading of unfinished payments goes. Immutable and thread-safe. */
public final class UnfinishedHealth {
    private final @Nullable Instant lastRound;
    private final long read;
    private final long failed;
    private final long due;
    private final @Nullable Instant lastFailure;

    UnfinishedHealth(@Nullable Instant lastRound, long read, long failed, long due, @Nullable Instant lastFailure) {
        this.lastRound = lastRound;
        this.read = read;
        this.failed = failed;
        this.due = due;
        this.lastFailure = lastFailure;
    }

    UnfinishedHealth after(Instant round, int nowRead, int nowFailed, long nowDue) {
        return new UnfinishedHealth(
                round, read + nowRead, failed + nowFailed, nowDue, nowFailed > 0 ? round : lastFailure);
    }

    UnfinishedHealth failed(Instant at) {
        return new UnfinishedHealth(lastRound, read, failed, due, at);
    }

    /** When a round was made last, to its end; empty before the first. */
    public Optional<Instant> lastRound() {
        return Optional.ofNullable(lastRound);
    }

    /** How many payments this worker has read. */
    public long read() {
        return read;
    }

    /** How many payments this worker could not read when they were due. */
    public long failed() {
        return failed;
    }

    /** How many payments were still due after the last round: more than a few mean that the rate is too low. */
    public long due() {
        return due;
    }

    /** When something failed last: a payment was not read, or the index failed. */
    public Optional<Instant> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public String toString() {
        return "UnfinishedHealth[" + read + " read, " + failed + " failed, " + due + " due]";
    }
}
