package io.maksut.transport;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.maksut.transport.Outcome.Answered;
import io.maksut.transport.Outcome.Unreached;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Decides whether and after how long a call is repeated: resilience4j's retry with our rule of what is safe. */
final class RetryPolicy {
    private final RetrySettings settings;
    private final RandomGenerator random;
    private final TransportTime time;
    private final Map<Repeat, Retry> retries = new EnumMap<>(Repeat.class);

    RetryPolicy(String name, RetrySettings settings, RandomGenerator random, TransportTime time) {
        this.settings = settings;
        this.random = random;
        this.time = time;
        for (Repeat repeat : Repeat.values()) {
            RetryConfig config = RetryConfig.<Outcome>custom()
                    .maxAttempts(settings.attempts())
                    .retryOnResult(outcome -> repeatable(outcome, repeat))
                    .intervalBiFunction((attempt, either) -> millis(attempt, either.get()))
                    .build();
            retries.put(repeat, Retry.of(name + " " + repeat, config));
        }
    }

    /** Counts the attempts of one call; {@code onResult} gives the milliseconds to wait, or -1 for the end. */
    Retry.AsyncContext<Outcome> begin(Repeat repeat) {
        Retry retry = retries.get(repeat);
        if (retry == null) {
            throw new IllegalStateException("no retry for " + repeat);
        }
        return retry.asyncContext();
    }

    static boolean repeatable(Outcome outcome, Repeat repeat) {
        if (outcome instanceof Unreached) {
            return true;
        }
        return repeat != Repeat.ONCE && (outcome.unclear() || outcome.notProcessed());
    }

    private long millis(int attempt, Outcome outcome) {
        long asked = outcome instanceof Answered answered
                ? Math.max(retryAfterMillis(answered.answer()), pauseMillis(answered.responseClass()))
                : 0;
        return Math.max(asked, jittered(attempt));
    }

    private static long pauseMillis(ResponseClass responseClass) {
        return responseClass instanceof ResponseClass.NotProcessed busy && busy.pause() != null
                ? busy.pause().toMillis()
                : 0;
    }

    /** Full jitter: a random wait between zero and the exponential wait. */
    private long jittered(int attempt) {
        long doubled = settings.base().toMillis() << Math.min(attempt - 1, 20);
        long most = Math.min(settings.cap().toMillis(), doubled);
        synchronized (random) {
            return random.nextLong(most + 1);
        }
    }

    /** RFC 9110, 10.2.3: seconds or a date, for 429 and 503. Anything else is ignored. */
    private long retryAfterMillis(Answer answer) {
        if (answer.status() != 429 && answer.status() != 503) {
            return 0;
        }
        String value = answer.header("Retry-After").orElse("").strip();
        if (!value.isEmpty() && value.length() <= 100 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > 12 ? Long.MAX_VALUE : Long.parseLong(value) * 1000;
        }
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Math.max(0, Duration.between(time.now(), date).toMillis());
        } catch (DateTimeException garbage) {
            return 0;
        }
    }
}
