package io.maksut.woocommerce;

import io.maksut.observe.CallListener;
import io.maksut.storage.Database;
import io.maksut.text.Identifiers;
import io.maksut.transport.LimitSettings;
import io.maksut.transport.Redaction;
import io.maksut.transport.RetrySettings;
import io.maksut.transport.Transport;
import io.maksut.woocommerce.PaymentReferences.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link WooCommerceShop}. Not thread-safe. */
public final class WooCommerceShopBuilder {
    private static final String API = "/wp-json/wc/v3";
    private static final int LONGEST_NAME = 120;

    private final String name;
    private final URI site;
    private final DataSource dataSource;
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private List<String> meta = PaymentReferences.KNOWN_META;
    private Set<String> shippedStatuses = Set.of("completed");
    private @Nullable String key;
    private @Nullable String secret;
    private boolean keyInQuery;
    private boolean readOnly;
    private Duration recentOrders = Duration.ofDays(60);
    private Duration timeout = Duration.ofSeconds(30);
    private LimitSettings limits = new LimitSettings(10, 2, 4, 1);
    private RetrySettings retry = RetrySettings.defaults();
    private @Nullable SSLContext trust;
    private @Nullable HttpClient httpClient;
    private @Nullable CallListener listener;
    private Clock clock = Clock.systemUTC();
    private final RandomGenerator random = new SecureRandom();

    WooCommerceShopBuilder(String name, URI site, DataSource dataSource) {
        this.name = Identifiers.require("Shop name", name);
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A shop's name has at most " + LONGEST_NAME + " characters");
        }
        this.site = checked(site);
        this.dataSource = Objects.requireNonNull(dataSource);
    }

    private static URI checked(URI site) {
        boolean web = "https".equals(site.getScheme()) || "http".equals(site.getScheme());
        boolean plain = site.getRawUserInfo() == null && site.getRawQuery() == null && site.getRawFragment() == null;
        if (!web || site.getHost() == null || !plain) {
            throw new IllegalArgumentException(
                    "The shop's address is that of its front page, https://shop.example say");
        }
        String text = site.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : site;
    }

    /**
     * The REST key from WooCommerce's settings, with the right to read and write, or to read if {@link #readOnly} is
     * set. Over HTTPS the key is sent in a header; over plain HTTP requests are signed by OAuth 1.0a, and the secret is
     * not sent.
     */
    public WooCommerceShopBuilder key(String consumerKey, String consumerSecret) {
        if (consumerKey.isBlank() || consumerSecret.isBlank()) {
            throw new IllegalArgumentException("key and secret are not blank");
        }
        this.key = consumerKey;
        this.secret = consumerSecret;
        return this;
    }

    /**
     * Sends the key in the address, for hosts that remove the Authorization header, so that the shop answers {@link
     * ShopFailure#UNKNOWN_KEY}. Such hosts may log addresses. Over HTTPS only.
     */
    public WooCommerceShopBuilder keyInQuery() {
        this.keyInQuery = true;
        return this;
    }

    /**
     * Orders with this payment method are paid in this gateway account; orders with any other method are not ours. At
     * least one is required.
     *
     * @param paymentMethod the id of the payment plugin, such as {@code everypay}
     * @param metaKeys meta fields of the order that hold the payment's reference, in the order in which they are read;
     *     then follow the transaction id and the fields of {@link #paymentMeta}
     */
    public WooCommerceShopBuilder paymentMethod(String paymentMethod, String account, String... metaKeys) {
        methods.put(paymentMethod, new Method(Identifiers.require("Gateway account", account), List.of(metaKeys)));
        return this;
    }

    /**
     * Meta fields into which plugins write the payment's reference instead of the transaction id. Default: {@code
     * everypay_payment_token}, {@code _montonio_uuid}.
     */
    public WooCommerceShopBuilder paymentMeta(String... metaKeys) {
        this.meta = List.of(metaKeys);
        return this;
    }

    /** The order statuses that mean that everything was shipped. Default: {@code completed}. */
    public WooCommerceShopBuilder shippedStatuses(String... statuses) {
        this.shippedStatuses = Set.of(statuses);
        return this;
    }

    /** Nothing is ever recorded in the shop: the merchant is told what to enter by hand. */
    public WooCommerceShopBuilder readOnly() {
        this.readOnly = true;
        return this;
    }

    /**
     * For shops before 7.6, which do not show partial refunds as changes: up to which age orders are read again in each
     * quick scan. Each order with refunds takes a request. Default: 60 days.
     */
    public WooCommerceShopBuilder recentOrders(Duration age) {
        this.recentOrders = positive(age);
        return this;
    }

    /** Time limit of one call with all its requests; pages of changes have four times as much. Default: 30 s. */
    public WooCommerceShopBuilder timeout(Duration wholeCall) {
        this.timeout = positive(wholeCall);
        return this;
    }

    /** Limits of requests to the shop's host. Default: 10 reads and 2 writes a second, 4 and 1 at a time. */
    public WooCommerceShopBuilder limits(
            int readsPerSecond, int writesPerSecond, int concurrentReads, int concurrentWrites) {
        this.limits = new LimitSettings(readsPerSecond, writesPerSecond, concurrentReads, concurrentWrites);
        return this;
    }

    /** The most attempts of a read. Default: 4. Writes are never repeated. */
    public WooCommerceShopBuilder attempts(int most) {
        this.retry = new RetrySettings(most, retry.base(), retry.cap());
        return this;
    }

    /** Certificates that are trusted, for shops with their own. Default: those that the JVM trusts. */
    public WooCommerceShopBuilder trust(SSLContext context) {
        this.trust = Objects.requireNonNull(context);
        return this;
    }

    /** A client of the caller's, which is not closed and must not follow redirects. Default: one of our own. */
    public WooCommerceShopBuilder httpClient(HttpClient client) {
        this.httpClient = Objects.requireNonNull(client);
        return this;
    }

    /** Receives the events of calls and of the circuit breaker, for metrics. Default: none. */
    public WooCommerceShopBuilder listener(CallListener told) {
        this.listener = Objects.requireNonNull(told);
        return this;
    }

    /** The wall clock. Default: the system's. */
    public WooCommerceShopBuilder clock(Clock ours) {
        this.clock = Objects.requireNonNull(ours);
        return this;
    }

    /**
     * Builds the shop. Sends nothing to it.
     *
     * @throws IllegalStateException if the key or a payment method is missing, or settings exclude each other
     * @throws io.maksut.error.DatabaseException if the database is not suitable or does not answer
     */
    public WooCommerceShop build() {
        if (key == null || secret == null) {
            throw new IllegalStateException("a shop needs a key");
        }
        if (methods.isEmpty()) {
            throw new IllegalStateException("without a payment method no order would be ours");
        }
        if (trust != null && httpClient != null) {
            throw new IllegalStateException("a client that is passed in knows whom it trusts");
        }
        ShopCredentials credentials = credentials(key, secret);
        Transport transport = transport(key, secret);
        ShopClient client = new ShopClient(transport, URI.create(site + API), credentials, clock, random);
        Database database = ShopTables.open(dataSource, clock);
        PaymentReferences references = new PaymentReferences(methods, meta);
        OrderIndex index = new OrderIndex(database, references, name, clock);
        OrderReader reader = new OrderReader(client, new OrderMapping(references, shippedStatuses, site), index);
        ShopProfiles profiles = new ShopProfiles(client, clock);
        OrderWalk walk = new OrderWalk(client, clock, OrderReader.PAGE, recentOrders);
        return new WooCommerceShop(
                name,
                readOnly,
                timeout,
                new WooCommerceShop.Parts(
                        client,
                        profiles,
                        references,
                        reader,
                        new ChangedOrders(walk, reader, index),
                        new OrderFinder(client, reader, index, walk, references, clock),
                        new RefundRecording(client, reader, profiles, timeout, clock),
                        database,
                        clock));
    }

    private boolean secure() {
        return "https".equals(site.getScheme());
    }

    private ShopCredentials credentials(String consumerKey, String consumerSecret) {
        if (!secure()) {
            if (keyInQuery) {
                throw new IllegalStateException("a key in the address needs HTTPS");
            }
            return new ShopCredentials.OAuth(consumerKey, consumerSecret, clock, random);
        }
        return keyInQuery
                ? new ShopCredentials.InQuery(consumerKey, consumerSecret)
                : new ShopCredentials.Basic(consumerKey, consumerSecret);
    }

    private Transport transport(String consumerKey, String consumerSecret) {
        String encoded = new ShopCredentials.Basic(consumerKey, consumerSecret).encoded();
        Transport.Builder transport = Transport.builder(name)
                .listener(listener)
                .limits(limits)
                .retry(retry)
                .defaultDeadline(timeout)
                .version(secure() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .redaction(Redaction.of(Set.of(consumerKey, consumerSecret, encoded)));
        if (trust != null) {
            transport.trust(trust);
        }
        if (httpClient != null) {
            transport.httpClient(httpClient);
        }
        return transport.build();
    }

    private static Duration positive(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a duration is positive");
        }
        return duration;
    }

    @Override
    public String toString() {
        return "WooCommerceShopBuilder[" + name + ", " + new ArrayList<>(methods.keySet()) + "]";
    }
}
