package io.maksut.samples.woocommerce;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.woocommerce.ShopFailure;
import io.maksut.woocommerce.ShopProfile;
import io.maksut.woocommerce.WooCommerceShop;
import io.maksut.woocommerce.WooCommerceShopBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A shop that is really there. It is only read, unless {@code WOOCOMMERCE_WRITE_ORDER} names one of its orders: into that one a
 * refund of the smallest amount is recorded, which moves no money.
 */
final class RealShop {
    static final String URL = "WOOCOMMERCE_URL";
    static final String KEY = "WOOCOMMERCE_KEY";
    static final String SECRET = "WOOCOMMERCE_SECRET";
    /** A file with the shop's certificate, if nobody else vouches for it. */
    static final String CERTIFICATE = "WOOCOMMERCE_CERTIFICATE";
    /** The id of the payment plugin whose orders are ours. */
    static final String METHOD = "WOOCOMMERCE_METHOD";

    static final String WRITE_ORDER = "WOOCOMMERCE_WRITE_ORDER";

    private static final Duration LATELY = Duration.ofDays(30);
    private static final int MOST_PAGES = 10;
    private static final int MOST_LINES = 20;

    private final WooCommerceShop shop;
    private final PrintStream out;

    private RealShop(WooCommerceShop shop, PrintStream out) {
        this.shop = shop;
        this.out = out;
    }

    static void lookAt(Map<String, String> environment, PrintStream out) throws IOException, GeneralSecurityException {
        Optional<String> order = Optional.ofNullable(environment.get(WRITE_ORDER));
        try (SampleLedger ledger = new SampleLedger();
                WooCommerceShop shop = connected(environment, ledger)) {
            RealShop real = new RealShop(shop, out);
            real.tellWhoItIs();
            real.showLatestRefunds();
            if (order.isPresent()) {
                new DirectRefundOfACent(shop, ledger, out).into(order.get());
            } else {
                out.println();
                out.println("Nothing was written. " + WRITE_ORDER + " names an order into which a refund of the"
                        + " smallest amount is recorded without moving money.");
            }
        } catch (MaksutException e) {
            out.println(e.getMessage());
            ShopFailure.of(e).ifPresent(failure -> out.println(failure + ": " + failure.advice(Locale.ENGLISH)));
        }
    }

    private static WooCommerceShop connected(Map<String, String> environment, SampleLedger ledger)
            throws IOException, GeneralSecurityException {
        WooCommerceShopBuilder builder = WooCommerceShop.builder(
                        "shop", URI.create(required(environment, URL)), ledger.source())
                .key(required(environment, KEY), required(environment, SECRET))
                .paymentMethod(environment.getOrDefault(METHOD, "everypay"), DirectRefundOfACent.ACCOUNT);
        if (!environment.containsKey(WRITE_ORDER)) {
            builder.readOnly();
        }
        String certificate = environment.get(CERTIFICATE);
        return certificate == null
                ? builder.build()
                : builder.trust(trusting(Path.of(certificate))).build();
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is not set"));
    }

    private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "shop", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private void tellWhoItIs() {
        ShopProfile profile = shop.check();
        out.println(
                "WooCommerce " + profile.version() + ", orders in " + profile.storage() + ", " + profile.currency());
    }

    private void showLatestRefunds() {
        int orders = 0;
        int refunds = 0;
        int pages = 0;
        @Nullable String cursor = null;
        do {
            OrderPage page = shop.changedSince(Instant.now().minus(LATELY), cursor);
            for (ShopOrder order : page.orders()) {
                orders++;
                for (OrderRefund refund : order.refunds()) {
                    if (++refunds <= MOST_LINES) {
                        show(order, refund);
                    }
                }
            }
            cursor = page.next();
            pages++;
        } while (cursor != null && pages < MOST_PAGES);
        out.println(orders + " orders and " + refunds + " refunds in what changed in the last " + LATELY.toDays()
                + " days" + (cursor == null ? "" : ", and more"));
    }

    private void show(ShopOrder order, OrderRefund refund) {
        out.println("order " + order.number() + " of "
                + order.total().map(Money::toString).orElse("?") + ": refund " + refund.id() + " of "
                + refund.amount() + ", money " + refund.money()
                + (order.payments().isEmpty() ? "" : ", payment " + order.payments()));
    }
}
