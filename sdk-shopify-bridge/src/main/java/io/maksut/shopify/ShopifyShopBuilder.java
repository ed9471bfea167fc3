package io.maksut.shopify;

import io.maksut.text.Folding;
import io.maksut.text.Identifiers;
import io.maksut.transport.LimitSettings;
import io.maksut.transport.RetrySettings;
import io.maksut.transport.Transport;
import io.maksut.transport.TransportTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a shop; see {@link ShopifyShop#builder}. Not thread-safe. */
public final class ShopifyShopBuilder {
    /** Shopify serves it until October 2027. */
    static final String API_VERSION = "2026-10";

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}(\\.[a-z0-9][a-z0-9-]{0,62}){1,5}");
    private static final Pattern VERSION = Pattern.compile("20[2-9][0-9]-(01|04|07|10)");
    /** The first version with idempotency keys for refunds. */
    private static final String OLDEST_VERSION = "2026-01";
    /** A throttled call is repeated as soon as the shop allows; other callers may use up the limit first. */
    private static final RetrySettings RETRY = new RetrySettings(8, Duration.ofMillis(200), Duration.ofSeconds(5));

    final String domain;
    final Map<String, PaymentMatching> gateways = new LinkedHashMap<>();
    String name;
    URI address;
    String apiVersion = API_VERSION;
    boolean readsShipping;
    boolean testMode;
    Duration timeout = Duration.ofSeconds(30);
    Duration searchLag = Duration.ofMinutes(5);
    Clock clock = Clock.systemUTC();
    ShopifyListener listener = event -> {};
    private LimitSettings limits = LimitSettings.defaults();
    private @Nullable ShopifyTokens adminApp;
    private @Nullable ShopifyTokens paymentsApp;
    private @Nullable String paymentsHandle;
    private @Nullable HttpClient httpClient;
    private @Nullable TransportTime time;

    ShopifyShopBuilder(String domain) {
        this.domain = Folding.ascii(domain);
        if (!DOMAIN.matcher(this.domain).matches()) {
            throw new IllegalArgumentException("a shop is named by its domain, such as corner.myshopify.com");
        }
        this.name = this.domain;
        this.address = URI.create("https://" + this.domain);
    }

    /** The token of the app that reads orders. Required. */
    public ShopifyShopBuilder adminApp(ShopifyTokens tokens) {
        this.adminApp = Objects.requireNonNull(tokens);
        return this;
    }

    /**
     * The token of the payments app, which is a separate app of an approved payments partner. Default: none; then the
     * shop's payment provider pays refunds by itself.
     *
     * @param handle the handle of its {@link #gateway}
     */
    public ShopifyShopBuilder paymentsApp(String handle, ShopifyTokens tokens) {
        this.paymentsHandle = Objects.requireNonNull(handle);
        this.paymentsApp = Objects.requireNonNull(tokens);
        return this;
    }

    /**
     * A payment gateway of the shop that is ours. Call it again for each other handle that it had or will have.
     *
     * @param handle as {@code OrderTransaction.gateway} shows it, never the name that people read
     */
    public ShopifyShopBuilder gateway(String handle, PaymentMatching matching) {
        gateways.put(Identifiers.require("Gateway handle", handle), Objects.requireNonNull(matching));
        return this;
    }

    /** The shop's name in the engine's ledger; must never change. Default: its domain. */
    public ShopifyShopBuilder name(String shopName) {
        this.name = Identifiers.require("Shop name", shopName);
        return this;
    }

    /** Address of the shop's APIs. Default: https at its domain. */
    public ShopifyShopBuilder address(URI root) {
        this.address = Objects.requireNonNull(root);
        return this;
    }

    /**
     * The version of Shopify's APIs. Default: {@value #API_VERSION}.
     *
     * @throws IllegalArgumentException if it is no stable version, or older than 2026-01
     */
    public ShopifyShopBuilder apiVersion(String version) {
        if (!VERSION.matcher(version).matches() || version.compareTo(OLDEST_VERSION) < 0) {
            throw new IllegalArgumentException("a version of Shopify's API is a quarter, 2026-01 or later");
        }
        this.apiVersion = version;
        return this;
    }

    /**
     * Reads how far orders with authorised payments were shipped, for {@code ConnectedShop.withShipToSettle}; needs the
     * scope {@code read_fulfillments}. Only for shops that do not capture by themselves: many do, and Shopify asks a
     * connected payments app to capture. Default: off.
     */
    public ShopifyShopBuilder readsShipping() {
        this.readsShipping = true;
        return this;
    }

    /** The gateway account is a test account: then test orders count, and real ones do not. Default: off. */
    public ShopifyShopBuilder testMode() {
        this.testMode = true;
        return this;
    }

    /**
     * Time limit of one call of the engine with all requests and waits; reading a page of changes may take three times
     * as long. Default: 30 seconds.
     */
    public ShopifyShopBuilder timeout(Duration wholeCall) {
        if (wholeCall.isNegative() || wholeCall.isZero()) {
            throw new IllegalArgumentException("a timeout is positive");
        }
        this.timeout = wholeCall;
        return this;
    }

    /** How far the shop's search may lag behind the shop, which Shopify does not state. Default: 5 minutes. */
    public ShopifyShopBuilder searchLag(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("a lag is not negative");
        }
        this.searchLag = most;
        return this;
    }

    /** Our limits of requests to the shop. Default: 25 reads and 10 writes a second, 10 of each at once. */
    public ShopifyShopBuilder limits(
            int readsPerSecond, int writesPerSecond, int concurrentReads, int concurrentWrites) {
        this.limits = new LimitSettings(readsPerSecond, writesPerSecond, concurrentReads, concurrentWrites);
        return this;
    }

    /** A client of the caller's, which is not closed with the shop. Default: a client of the shop's own. */
    public ShopifyShopBuilder httpClient(HttpClient client) {
        this.httpClient = Objects.requireNonNull(client);
        return this;
    }

    /** The wall clock. Default: the system's. */
    public ShopifyShopBuilder clock(Clock ours) {
        this.clock = Objects.requireNonNull(ours);
        return this;
    }

    /** Receives the events of the shop. Default: none; events are logged in any case. */
    public ShopifyShopBuilder listener(ShopifyListener who) {
        this.listener = Objects.requireNonNull(who);
        return this;
    }

    ShopifyShopBuilder time(TransportTime virtual) {
        this.time = virtual;
        return this;
    }

    /** How payments of the payments app are matched; null without a payments app. */
    @Nullable
    PaymentMatching paymentsMatching() {
        return paymentsHandle == null ? null : gateways.get(paymentsHandle);
    }

    Transport transport() {
        Transport.Builder transport =
                Transport.builder(name).limits(limits).retry(RETRY).defaultDeadline(timeout);
        if (httpClient != null) {
            transport.httpClient(httpClient);
        }
        if (time != null) {
            transport.time(time);
        }
        return transport.build();
    }

    /**
     * Builds the shop. Sends nothing.
     *
     * @throws IllegalStateException without {@link #adminApp} or a {@link #gateway}, or if the payments app's handle is
     *     not that of a gateway
     */
    public ShopifyShop build() {
        ShopifyTokens admin = adminApp;
        if (admin == null || gateways.isEmpty()) {
            throw new IllegalStateException("a shop needs an app, and a payment gateway that is ours");
        }
        if (paymentsHandle != null && !gateways.containsKey(paymentsHandle)) {
            throw new IllegalStateException("the payments app is none of the gateways that were named");
        }
        return new ShopifyShop(this, admin, paymentsApp);
    }

    @Override
    public String toString() {
        return "ShopifyShopBuilder[" + domain + "]";
    }
}
