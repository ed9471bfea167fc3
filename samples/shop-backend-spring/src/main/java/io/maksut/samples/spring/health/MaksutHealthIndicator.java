package io.maksut.samples.spring.health;

import io.maksut.monitor.Monitor;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Gateways, engine and inbox under {@code maksut}, with what is wrong in words. */
@Component
class MaksutHealthIndicator implements HealthIndicator {
    /** It works in part, or late; {@code application.yaml} ranks it. */
    static final Status TROUBLED = new Status("TROUBLED");

    private final Monitor monitor;

    MaksutHealthIndicator(Monitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Health health() {
        io.maksut.monitor.Health now = monitor.health();
        Status status = switch (now.status()) {
            // What a person has to look at does not keep the program from working.
            case WELL, ATTENTION -> Status.UP;
            case TROUBLED -> TROUBLED;
            case DOWN -> Status.DOWN;
        };
        List<String> words = now.explain(Locale.ENGLISH);
        return words.isEmpty()
                ? Health.status(status).build()
                : Health.status(status).withDetail("troubles", words).build();
    }
}
