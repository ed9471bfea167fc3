package io.maksut.samples.page.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock, behind at first: the stories of the demo happen in the hours before it is looked at. */
public final class DemoClock extends Clock {
    private final Clock time;
    private final AtomicLong behindMillis;

    DemoClock(Clock time, Duration behind) {
        this.time = time;
        this.behindMillis = new AtomicLong(behind.toMillis());
    }

    /** So much time goes by at once. */
    public void passes(Duration time) {
        behindMillis.addAndGet(-time.toMillis());
    }

    /** From now on it is right. */
    void catchUp() {
        behindMillis.set(0);
    }

    @Override
    public Instant instant() {
        return time.instant().minusMillis(behindMillis.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("instants have no zone");
    }
}
