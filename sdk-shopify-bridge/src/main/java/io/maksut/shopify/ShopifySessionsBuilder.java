package io.maksut.shopify;

import io.maksut.sync.RefundSync;
import io.maksut.webhook.WebhookRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a payments app's endpoint; see {@link ShopifySessions#builder}. Not thread-safe. */
public final class ShopifySessionsBuilder {
    final DataSource dataSource;
    final RefundSync sync;
    Predicate<WebhookRequest> clientVerified = request -> false;
    Clock clock = Clock.systemUTC();
    int threads = 2;
    Duration poll = Duration.ofSeconds(1);
    private final Map<String, ShopifyShop> byDomain = new LinkedHashMap<>();
    private @Nullable Predicate<WebhookRequest> given;

    ShopifySessionsBuilder(DataSource dataSource, RefundSync sync) {
        this.dataSource = Objects.requireNonNull(dataSource);
        this.sync = Objects.requireNonNull(sync);
    }

    /**
     * A shop that has the payments app; at least one is required.
     *
     * @throws IllegalArgumentException if it has no payments app, or another shop has its domain
     */
    public ShopifySessionsBuilder shop(ShopifyShop shop) {
        if (shop.paymentsMatching() == null) {
            throw new IllegalArgumentException("no payments app is connected to " + shop + ": set paymentsApp");
        }
        if (byDomain.putIfAbsent(shop.domain(), shop) != null) {
            throw new IllegalArgumentException("two shops have the domain " + shop.domain());
        }
        return this;
    }

    /**
     * Whether the proxy that ends TLS has checked that the client's certificate is Shopify's. Required: without this
     * check anybody could request refunds. For example {@code request ->
     * request.header("X-Client-Verify").filter("SUCCESS"::equals).isPresent()}, where the proxy sets that header itself
     * and removes it from outside requests.
     */
    public ShopifySessionsBuilder clientVerified(Predicate<WebhookRequest> check) {
        this.given = Objects.requireNonNull(check);
        return this;
    }

    /** The wall clock. Default: the system's. Machines that share a database must keep their clocks synchronised. */
    public ShopifySessionsBuilder clock(Clock ours) {
        this.clock = Objects.requireNonNull(ours);
        return this;
    }

    /** How many threads {@link ShopifySessions#start} starts. Default: 2. */
    public ShopifySessionsBuilder threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: " + count);
        }
        this.threads = count;
        return this;
    }

    /** How often the threads look for sessions that other processes received. Default: every second. */
    public ShopifySessionsBuilder poll(Duration interval) {
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("poll: " + interval);
        }
        this.poll = interval;
        return this;
    }

    Map<String, ShopifyShop> byDomain() {
        return byDomain;
    }

    Map<String, ShopifyShop> byName() {
        Map<String, ShopifyShop> byName = new LinkedHashMap<>();
        byDomain.values().forEach(shop -> byName.put(shop.name(), shop));
        return byName;
    }

    /**
     * Builds the endpoint without starting it. Creates its tables or brings them up to date.
     *
     * @throws IllegalStateException without a {@link #shop} or {@link #clientVerified}
     * @throws io.maksut.error.DatabaseException if the database is not suitable or does not answer
     */
    public ShopifySessions build() {
        if (byDomain.isEmpty() || given == null) {
            throw new IllegalStateException(
                    "sessions need a shop, and a way to know that the client's certificate was checked");
        }
        this.clientVerified = given;
        return new ShopifySessions(this);
    }

    @Override
    public String toString() {
        return "ShopifySessionsBuilder[" + byDomain.keySet() + "]";
    }
}
