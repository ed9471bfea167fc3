package io.maksut.sandbox.shopify.graphql;

import io.maksut.sandbox.shopify.shop.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code @idempotent}, kept for a day; after that a key is as new. The first request with a key is carried out,
 * later ones are told what it made. A request that was refused has used its key up all the same. Thread-safe.
 */
final class IdempotencyKeys {
    private static final Duration KEPT = Duration.ofHours(24);

    private static final class Use {
        private final String request;
        private final Instant at;
        private boolean finished;
        private @Nullable Long made;

        Use(String request, Instant at) {
            this.request = request;
            this.at = at;
        }
    }

    private final Clock clock;
    private final Map<String, Use> uses = new HashMap<>();

    IdempotencyKeys(Clock clock) {
        this.clock = clock;
    }

    synchronized void reset() {
        uses.clear();
    }

    /**
     * Begins the work of a key; empty when there is work to do, and what it made when that was done before.
     *
     * @param request what another request with the same key must agree on
     * @throws Refusal when the key is being used, failed before, or was used for something else
     */
    synchronized Optional<Long> begin(String key, String request) {
        Instant now = clock.instant();
        Use use = uses.get(key);
        if (use == null || !now.isBefore(use.at.plus(KEPT))) {
            uses.put(key, new Use(request, now));
            return Optional.empty();
        }
        if (!use.request.equals(request)) {
            throw new Refusal("The same idempotency key cannot be used with different operation parameters.");
        }
        if (!use.finished) {
            throw new Refusal("This request is currently in progress, please try again.");
        }
        if (use.made == null) {
            throw new Refusal("A previous request with this idempotency key failed. Retry with a new idempotency key.");
        }
        return Optional.of(use.made);
    }

    /** Ends the work of a key. */
    synchronized void end(String key, @Nullable Long made) {
        Use use = uses.get(key);
        if (use != null) {
            use.finished = true;
            use.made = made;
        }
    }
}
