package io.maksut.shopify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a shop and of the app in it. Immutable and thread-safe. */
public final class ShopifyHealth {
    private final String shop;
    private final String expectedVersion;
    private final @Nullable String servedVersion;
    private final @Nullable Instant answeredAt;
    private final Set<Problem> problems;
    private final Set<String> missingScopes;

    ShopifyHealth(
            String shop,
            String expectedVersion,
            @Nullable String servedVersion,
            @Nullable Instant answeredAt,
            Set<Problem> problems,
            Set<String> missingScopes) {
        this.shop = shop;
        this.expectedVersion = expectedVersion;
        this.servedVersion = servedVersion;
        this.answeredAt = answeredAt;
        this.problems = Set.copyOf(problems);
        this.missingScopes = Set.copyOf(missingScopes);
    }

    /** The possible problems. */
    public enum Problem {
        /** The merchant removed the app. */
        UNINSTALLED,
        /** The shop refused the token when it was last asked. */
        ACCESS_LOST,
        /** Scopes are missing; see {@link ShopifyHealth#missingScopes}. */
        SCOPES_MISSING,
        /** The app may not see orders older than 60 days: that a payment has no order cannot be proved. */
        HISTORY_LIMITED,
        /** The shop answers in another version of the API than was requested. */
        VERSION_DIFFERS,
        /** The version of the API is not supported any more, or not yet. */
        VERSION_UNSUPPORTED,
        /** Another shop answers at this address. */
        OTHER_SHOP
    }

    /** The shop's name in the engine's ledger; by default its domain. */
    public String shop() {
        return shop;
    }

    /** The version of the API that the bridge requests. */
    public String expectedVersion() {
        return expectedVersion;
    }

    /** The version that answered last; empty if none has since the bridge was started. */
    public Optional<String> servedVersion() {
        return Optional.ofNullable(servedVersion);
    }

    /** When the shop last answered well; empty if it has not since the bridge was started. */
    public Optional<Instant> answeredAt() {
        return Optional.ofNullable(answeredAt);
    }

    /** Empty if no problem is known. */
    public Set<Problem> problems() {
        return problems;
    }

    /** Scopes that the bridge needs with its settings, and does not have. */
    public Set<String> missingScopes() {
        return missingScopes;
    }

    /** Whether no problem is known. */
    public boolean isGood() {
        return problems.isEmpty();
    }

    /** The problems, one a line, for a log; missing scopes are named. */
    public List<String> lines() {
        return problems.stream()
                .sorted()
                .map(problem -> problem == Problem.SCOPES_MISSING ? problem + " " + missingScopes : problem.toString())
                .toList();
    }

    @Override
    public String toString() {
        return "ShopifyHealth[" + shop + ", " + lines() + "]";
    }
}
