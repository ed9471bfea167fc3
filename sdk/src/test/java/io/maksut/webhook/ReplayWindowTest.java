package io.maksut.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.sandbox.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private final ManualClock clock = ManualClock.at(NOON);
    private final ReplayWindow window = new ReplayWindow(Duration.ofHours(2), Duration.ofSeconds(30), clock);

    @Test
    void bothBoundsBelongToTheWindowAndNotANanosecondMore() {
        assertThat(window.contains(NOON)).isTrue();
        assertThat(window.contains(NOON.minus(Duration.ofHours(2)))).isTrue();
        assertThat(window.contains(NOON.minus(Duration.ofHours(2)).minusNanos(1)))
                .isFalse();
        assertThat(window.contains(NOON.plusSeconds(30))).isTrue();
        assertThat(window.contains(NOON.plusSeconds(30).plusNanos(1))).isFalse();
    }

    @Test
    void theWindowMovesWithTheClock() {
        clock.advance(Duration.ofHours(2));
        assertThat(window.contains(NOON)).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(window.contains(NOON)).isFalse();
    }

    @Test
    void anyInstantHasAnAnswer() {
        assertThat(window.contains(Instant.MIN)).isFalse();
        assertThat(window.contains(Instant.MAX)).isFalse();
    }

    @Test
    void aNegativeWindowIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplayWindow(Duration.ofSeconds(-1), Duration.ZERO, clock));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplayWindow(Duration.ZERO, Duration.ofSeconds(-1), clock));
    }
}
