package io.maksut.samples.page.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final LoginThrottle throttle =
            new LoginThrottle(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));

    /** Users are told apart by every letter: one of another spelling is another person, who may have a password of their own. */
    @Test
    void somebodyWithALookalikeNameDoesNotEndTheWaitForAName() {
        for (int i = 0; i < 6; i++) {
            throttle.failed("kari", "10.0.0." + i);
        }

        for (String other : new String[] {"Kari", "\u212Aari"}) {
            throttle.succeeded(other);
            assertThat(throttle.wait("kari", "10.0.1.1"))
                    .as("after %s signed in", other)
                    .isPositive();
        }
        throttle.succeeded("kari");
        assertThat(throttle.wait("kari", "10.0.1.1")).isEqualTo(Duration.ZERO);
    }
}
