package io.maksut.samples.refunds;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The system's time, which the story moves on, so that nobody has to wait for ten minutes. */
final class StoryClock extends Clock {
    private final AtomicLong aheadMillis = new AtomicLong();

    void passes(Duration time) {
        aheadMillis.addAndGet(time.toMillis());
    }

    Duration ahead() {
        return Duration.ofMillis(aheadMillis.get());
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the story is told in UTC");
    }
}
