package io.maksut.transport;

/**
 * The most requests to the server, of one client or of all processes that divide the limits. Calls above a limit queue,
 * first come first served, without holding a thread.
 *
 * @param readsPerSecond reads started per second; default 25
 * @param writesPerSecond writes started per second; default 10
 * @param concurrentReads reads under way at once; default 10
 * @param concurrentWrites writes under way at once; default 10
 */
public record LimitSettings(int readsPerSecond, int writesPerSecond, int concurrentReads, int concurrentWrites) {
    /** @throws IllegalArgumentException if a limit is below 1 */
    public LimitSettings {
        if (Math.min(Math.min(readsPerSecond, writesPerSecond), Math.min(concurrentReads, concurrentWrites)) < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }

    /** 25 and 10 per second, 10 and 10 at once: the limits Frisbii documents for one account. */
    public static LimitSettings defaults() {
        return new LimitSettings(25, 10, 10, 10);
    }
}
