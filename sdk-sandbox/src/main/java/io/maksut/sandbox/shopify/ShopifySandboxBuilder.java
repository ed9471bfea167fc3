package io.maksut.sandbox.shopify;

import io.maksut.sandbox.shopify.shop.ShopProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongSupplier;

/** How the sandbox is to be; every setting has a default. Not thread-safe. */
public final class ShopifySandboxBuilder {
    private static final Instant SHOP_CREATED = Instant.parse("2020-01-01T00:00:00Z");
    private static final long SHOP_ID = 548_380_009L;
    private static final int UNLIMITED = 1_000_000_000;

    int port;
    Clock clock = Clock.systemUTC();
    LongSupplier nanoTime = System::nanoTime;
    long seed = 1;
    long firstId = (1L << 53) + 1;
    String domain = "maksut-sandbox.myshopify.com";
    List<String> scopes = List.of("read_all_orders", "write_orders", "read_fulfillments", "read_returns");
    Duration webhookTimeLimit = Duration.ofSeconds(5);
    int bucketCapacity = 2000;
    int restoredPerSecond = 100;
    int paymentsBucketCapacity = 18_200;
    int paymentsRestoredPerSecond = 910;
    private String currency = "EUR";
    private ZoneId zone = ZoneId.of("Europe/Helsinki");

    ShopifySandboxBuilder() {}

    ShopifySandboxBuilder(ShopifySandboxBuilder other) {
        port = other.port;
        clock = other.clock;
        nanoTime = other.nanoTime;
        seed = other.seed;
        firstId = other.firstId;
        domain = other.domain;
        scopes = other.scopes;
        webhookTimeLimit = other.webhookTimeLimit;
        bucketCapacity = other.bucketCapacity;
        restoredPerSecond = other.restoredPerSecond;
        paymentsBucketCapacity = other.paymentsBucketCapacity;
        paymentsRestoredPerSecond = other.paymentsRestoredPerSecond;
        currency = other.currency;
        zone = other.zone;
    }

    /** Default any free one. */
    public ShopifySandboxBuilder port(int wanted) {
        port = wanted;
        return this;
    }

    /** For everything but the cost bucket; default the system clock. */
    public ShopifySandboxBuilder clock(Clock wallClock) {
        clock = wallClock;
        return this;
    }

    /** Monotonic nanoseconds, for the cost bucket; default {@code System::nanoTime}. */
    public ShopifySandboxBuilder nanoTime(LongSupplier monotonic) {
        nanoTime = monotonic;
        return this;
    }

    /** Of tokens, payment ids and the like; default 1. */
    public ShopifySandboxBuilder seed(long randomSeed) {
        seed = randomSeed;
        return this;
    }

    /** Of every type; default 2^53 + 1, which no double can hold. */
    public ShopifySandboxBuilder firstId(long number) {
        firstId = number;
        return this;
    }

    /** Default {@code maksut-sandbox.myshopify.com}; only a name, nothing is served there. */
    public ShopifySandboxBuilder domain(String myshopifyDomain) {
        domain = myshopifyDomain;
        return this;
    }

    /** The shop's; default EUR. */
    public ShopifySandboxBuilder currency(String shopCurrency) {
        currency = shopCurrency;
        return this;
    }

    /** The shop's, in which webhooks show times; default Europe/Helsinki. */
    public ShopifySandboxBuilder zone(ZoneId shopZone) {
        zone = shopZone;
        return this;
    }

    /** Of the Admin app; default read_all_orders, write_orders, read_fulfillments, read_returns. */
    public ShopifySandboxBuilder scopes(String... granted) {
        scopes = List.of(granted);
        return this;
    }

    /** For an app's whole answer to a webhook; default five seconds. */
    public ShopifySandboxBuilder webhookTimeLimit(Duration limit) {
        webhookTimeLimit = limit;
        return this;
    }

    /** Of the Admin API; default 2000 points, 100 of which come back each second. */
    public ShopifySandboxBuilder costBucket(int capacity, int perSecond) {
        bucketCapacity = capacity;
        restoredPerSecond = perSecond;
        return this;
    }

    /** Of both APIs. A single query above 1000 points is refused all the same. */
    public ShopifySandboxBuilder withoutThrottling() {
        paymentsBucketCapacity = UNLIMITED;
        paymentsRestoredPerSecond = UNLIMITED;
        return costBucket(UNLIMITED, UNLIMITED);
    }

    public ShopifySandbox start() {
        return new ShopifySandbox(new ShopifySandboxBuilder(this));
    }

    ShopProfile profile() {
        return new ShopProfile(SHOP_ID, domain, "Maksut sandbox", "shop@example.com", currency, zone, SHOP_CREATED);
    }
}
