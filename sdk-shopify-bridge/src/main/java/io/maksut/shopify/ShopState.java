package io.maksut.shopify;

import io.maksut.error.AuthenticationException;
import io.maksut.error.MaksutException;
import io.maksut.shopify.ShopifyHealth.Problem;
import io.maksut.transport.Answer;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the bridge has noticed about a shop since the start. For people; no decision rests on it. Thread-safe. */
final class ShopState implements GraphqlApi.Observer {
    private static final String VERSION = "X-Shopify-API-Version";

    private final String shop;
    private final String expectedVersion;
    private final Clock clock;
    private final Reports reports;
    private volatile @Nullable String servedVersion;
    private volatile @Nullable Instant answeredAt;
    private volatile boolean uninstalled;
    private volatile boolean accessLost;
    private volatile Set<Problem> found = EnumSet.noneOf(Problem.class);
    private volatile Set<String> missingScopes = Set.of();

    ShopState(String shop, String expectedVersion, Clock clock, Reports reports) {
        this.shop = shop;
        this.expectedVersion = expectedVersion;
        this.clock = clock;
        this.reports = reports;
    }

    /** The shop answered well: the app is installed, and its token is valid. */
    @Override
    public void answered(Answer answer) {
        answeredAt = clock.instant();
        uninstalled = false;
        accessLost = false;
        compareVersion(answer);
    }

    /** For any answer, also to the payments app, which is a separate app. */
    void compareVersion(Answer answer) {
        Optional<String> served = answer.header(VERSION).filter(version -> version.length() <= 20);
        served.ifPresent(version -> {
            servedVersion = version;
            if (!version.equals(expectedVersion)) {
                reports.once(
                        new ShopifyEvent.ApiVersionDiffers(shop, ShopifyEvent.Where.ANSWER, expectedVersion, version));
            }
        });
    }

    void webhookVersion(String version) {
        if (!version.equals(expectedVersion)) {
            reports.once(
                    new ShopifyEvent.ApiVersionDiffers(shop, ShopifyEvent.Where.WEBHOOK, expectedVersion, version));
        }
    }

    @Override
    public void failed(MaksutException failure) {
        boolean scopes = failure.call()
                .gatewayCode()
                .filter(GraphqlJudge.ACCESS_DENIED::equals)
                .isPresent();
        if (failure instanceof AuthenticationException && !scopes && !accessLost) {
            accessLost = true;
            reports.warn(new ShopifyEvent.AccessLost(shop, FailureWords.of(failure, "the token of " + shop)));
        }
    }

    void uninstalled() {
        uninstalled = true;
        reports.warn(new ShopifyEvent.AppUninstalled(shop));
    }

    boolean isUninstalled() {
        return uninstalled;
    }

    /** Notes what a check has found. */
    void checked(Set<Problem> problems, Set<String> missing) {
        found = EnumSet.copyOf(problems.isEmpty() ? EnumSet.noneOf(Problem.class) : problems);
        missingScopes = Set.copyOf(missing);
    }

    ShopifyHealth health() {
        Set<Problem> problems = EnumSet.noneOf(Problem.class);
        problems.addAll(found);
        String served = servedVersion;
        if (uninstalled) {
            problems.add(Problem.UNINSTALLED);
        }
        if (accessLost) {
            problems.add(Problem.ACCESS_LOST);
        }
        if (served != null && !served.equals(expectedVersion)) {
            problems.add(Problem.VERSION_DIFFERS);
        }
        return new ShopifyHealth(shop, expectedVersion, served, answeredAt, problems, missingScopes);
    }
}
