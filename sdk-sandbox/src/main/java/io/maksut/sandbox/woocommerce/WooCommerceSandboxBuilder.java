package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a shop is to be; every setting has a default. Not thread-safe. */
public final class WooCommerceSandboxBuilder {
    /** From this release on new shops have their orders in tables of their own. */
    private static final WooCommerceVersion TABLES_BY_DEFAULT = new WooCommerceVersion(8, 2, 0);

    private int port;
    private int httpsPort;
    private WooCommerceVersion version = WooCommerceVersion.LATEST;
    private @Nullable Boolean orderTables;
    private Clock clock = Clock.systemUTC();
    private ZoneId zone = ZoneOffset.ofHours(2);
    private String currency = "EUR";
    private int decimals = 2;
    private String decimalSeparator = ".";
    private BigDecimal taxPercent = new BigDecimal(24);
    private String paymentMethod = "sandboxpay";
    private final List<String> statuses = new ArrayList<>();
    private Duration answerLimit = Duration.ofSeconds(10);
    private int processes = Integer.MAX_VALUE;
    private long seed = 1;

    WooCommerceSandboxBuilder() {}

    /** Default any free one. */
    public WooCommerceSandboxBuilder port(int freePort) {
        this.port = freePort;
        return this;
    }

    /** Default any free one. */
    public WooCommerceSandboxBuilder httpsPort(int freePort) {
        this.httpsPort = freePort;
        return this;
    }

    /** Default 10.9.1, with what other releases lack or do otherwise. */
    public WooCommerceSandboxBuilder version(String release) {
        this.version = WooCommerceVersion.of(release);
        return this;
    }

    /** Whether orders are in tables of their own (HPOS) instead of among the posts; default from 8.2 on. */
    public WooCommerceSandboxBuilder orderTables(boolean on) {
        this.orderTables = on;
        return this;
    }

    /** Default the system clock. */
    public WooCommerceSandboxBuilder clock(Clock wallClock) {
        this.clock = wallClock;
        return this;
    }

    /** The site's time zone, in which it shows times and reads bounds; default UTC+2. */
    public WooCommerceSandboxBuilder zone(ZoneId siteZone) {
        this.zone = siteZone;
        return this;
    }

    /** Default EUR. */
    public WooCommerceSandboxBuilder currency(String code) {
        this.currency = code;
        return this;
    }

    /** Of all amounts, whatever their currency has; default 2. */
    public WooCommerceSandboxBuilder decimals(int number) {
        this.decimals = number;
        return this;
    }

    /** Default a dot. With a comma, {@code "1,50"} becomes 1.50, but is still compared as text. */
    public WooCommerceSandboxBuilder decimalSeparator(String separator) {
        this.decimalSeparator = separator;
        return this;
    }

    /** Default 24. */
    public WooCommerceSandboxBuilder taxPercent(String percent) {
        this.taxPercent = new BigDecimal(percent);
        return this;
    }

    /** The id of the payment plugin; default sandboxpay. */
    public WooCommerceSandboxBuilder paymentMethod(String id) {
        this.paymentMethod = id;
        return this;
    }

    /** A status of orders that a plugin of the shop added, such as mon-part-refund. */
    public WooCommerceSandboxBuilder orderStatus(String status) {
        statuses.add(status);
        return this;
    }

    /** How long receivers of webhooks may take; default 10 seconds, where WooCommerce has 60. */
    public WooCommerceSandboxBuilder answerLimit(Duration limit) {
        this.answerLimit = limit;
        return this;
    }

    /**
     * How many PHP processes the shop's host has. Each is held by its request until that is answered, by a refund that a plugin
     * hands off too, and what comes meanwhile waits. Default: more than are ever asked for.
     *
     * @throws IllegalArgumentException if it has none
     */
    public WooCommerceSandboxBuilder processes(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a shop has at least one process, not " + number);
        }
        this.processes = number;
        return this;
    }

    /** Of generated keys and orders; default 1. */
    public WooCommerceSandboxBuilder seed(long randomSeed) {
        this.seed = randomSeed;
        return this;
    }

    /** @throws IllegalArgumentException when the release has no tables for orders, but they are wanted */
    public WooCommerceSandbox start() {
        boolean tables = orderTables == null ? version.compareTo(TABLES_BY_DEFAULT) >= 0 : orderTables;
        if (tables && !version.has(Since.ORDER_TABLES)) {
            throw new IllegalArgumentException("WooCommerce " + version + " has no tables for orders");
        }
        ShopSettings settings = new ShopSettings(
                version,
                tables,
                clock,
                zone,
                currency,
                decimals,
                decimalSeparator,
                taxPercent,
                paymentMethod,
                List.copyOf(statuses),
                answerLimit,
                processes,
                seed);
        return new WooCommerceSandbox(settings, port, httpsPort);
    }
}
