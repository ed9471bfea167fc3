package io.maksut.samples.world;

import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.shopify.ShopifySandbox;
import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * All that a shop's back end talks to, on loopback: two gateways, a WooCommerce and a Shopify shop, and PostgreSQL. Says in
 * {@link #environment} what a back end is told of it; the secrets are new each time where the sandboxes let us choose.
 * Thread-safe.
 */
public final class ShopWorld implements AutoCloseable {
    private final FrisbiiSandbox flatpay;
    private final EveryPaySandbox everypay;
    private final WooCommerceSandbox woocommerce;
    private final ShopifySandbox shopify;
    private final EmbeddedPostgres postgres;
    private final Map<String, String> secrets = new TreeMap<>();

    private ShopWorld(Clock clock, EmbeddedPostgres postgres) {
        this.postgres = postgres;
        flatpay = FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
        everypay = EveryPaySandbox.builder().clock(clock).start();
        woocommerce = WooCommerceSandbox.builder().clock(clock).start();
        shopify = ShopifySandbox.builder().clock(clock).withoutThrottling().start();
        for (String name : new String[] {"callback key", "webhook secret", "hand-off secret", "mari", "peeter"}) {
            secrets.put(name, UUID.randomUUID().toString());
        }
    }

    /** With everything in it empty; {@code clock} is the gateways' and shops' time. */
    public static ShopWorld start(Clock clock) {
        try {
            return new ShopWorld(clock, EmbeddedPostgres.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FrisbiiSandbox flatpay() {
        return flatpay;
    }

    public EveryPaySandbox everypay() {
        return everypay;
    }

    public WooCommerceSandbox woocommerce() {
        return woocommerce;
    }

    public ShopifySandbox shopify() {
        return shopify;
    }

    /** With which WooCommerce's payment plugin signs the refunds that it hands off. */
    public String handOffSecret() {
        return secret("hand-off secret");
    }

    /** Of {@code mari}, who may refund, or {@code peeter}, who may look. */
    public String password(String person) {
        return secret(person);
    }

    /** A new, empty database; its JDBC address. */
    public String newDatabase() {
        String name = "shop_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL makes no database", e);
        }
        return postgres.getJdbcUrl("postgres", name);
    }

    /** Gateways send their callbacks to this back end; shops learn where to send theirs from the back end itself. */
    public void connect(URI backEnd) {
        flatpay.webhooks().deliverTo(backEnd.resolve("/hooks/flatpay"));
        everypay.callbacks().deliverTo(backEnd.resolve("/hooks/everypay-" + secret("callback key")));
    }

    /** The same back end's address for people: EveryPay wants a name with a dot, and browsers know this one. */
    public URI pages(URI backEnd) {
        return URI.create("http://shop.localhost:" + backEnd.getPort());
    }

    /** The environment variables of a back end that is to be reached at this address. */
    public Map<String, String> environment(URI backEnd, String database) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("SERVER_PORT", "" + backEnd.getPort());
        variables.put("SPRING_DATASOURCE_URL", database);
        variables.put("SHOP_DATABASE", database);
        variables.put("SHOP_PORT", "" + backEnd.getPort());
        variables.put("SHOP_ADDRESS", pages(backEnd).toString());
        variables.put("SHOP_HOOKSADDRESS", backEnd.toString());
        variables.put("SHOP_FLATPAY_APIKEY", flatpay.privateKey());
        variables.put("SHOP_FLATPAY_WEBHOOKSECRET", flatpay.webhookSecret());
        variables.put("SHOP_FLATPAY_API", flatpay.apiUrl().toString());
        variables.put("SHOP_FLATPAY_CHECKOUTAPI", flatpay.checkoutUrl().toString());
        variables.put("SHOP_EVERYPAY_APIUSERNAME", everypay.apiUsername());
        variables.put("SHOP_EVERYPAY_APISECRET", everypay.apiSecret());
        variables.put("SHOP_EVERYPAY_ACCOUNTNAME", "EUR3D1");
        variables.put("SHOP_EVERYPAY_CALLBACKKEY", secret("callback key"));
        variables.put("SHOP_EVERYPAY_API", everypay.apiUrl().toString());
        variables.put("SHOP_WOOCOMMERCE_SITE", woocommerce.url().toString());
        variables.put("SHOP_WOOCOMMERCE_KEY", woocommerce.key().consumerKey());
        variables.put("SHOP_WOOCOMMERCE_SECRET", woocommerce.key().consumerSecret());
        variables.put("SHOP_WOOCOMMERCE_WEBHOOKSECRET", secret("webhook secret"));
        variables.put("SHOP_WOOCOMMERCE_HANDOFFSECRET", handOffSecret());
        variables.put("SHOP_WOOCOMMERCE_PAYMENTMETHOD", woocommerce.plugin().id());
        variables.put("SHOP_SHOPIFY_DOMAIN", shopify.domain());
        variables.put("SHOP_SHOPIFY_ADDRESS", shopify.url().toString());
        variables.put("SHOP_SHOPIFY_CLIENTID", shopify.app().clientId());
        variables.put("SHOP_SHOPIFY_CLIENTSECRET", shopify.app().secret());
        variables.put("SHOP_SHOPIFY_GATEWAY", "everypay");
        variables.put("SHOP_STAFF_PASSWORD", password("mari"));
        variables.put("SHOP_PEOPLE_0_NAME", "mari");
        variables.put("SHOP_PEOPLE_0_PASSWORD", "{noop}" + password("mari"));
        variables.put("SHOP_PEOPLE_0_ROLES", "LOOK,REFUND,MONITOR");
        variables.put("SHOP_PEOPLE_1_NAME", "peeter");
        variables.put("SHOP_PEOPLE_1_PASSWORD", "{noop}" + password("peeter"));
        variables.put("SHOP_PEOPLE_1_ROLES", "LOOK");
        return variables;
    }

    private String secret(String name) {
        String secret = secrets.get(name);
        if (secret == null) {
            throw new IllegalArgumentException("nobody has such a secret here");
        }
        return secret;
    }

    @Override
    public void close() {
        shopify.close();
        woocommerce.close();
        everypay.close();
        flatpay.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "ShopWorld[]";
    }
}
