package io.maksut.woocommerce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maksut.testkit.TestDatabases;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract against a real shop: {@code WOOCOMMERCE_URL}, {@code WOOCOMMERCE_KEY} and {@code WOOCOMMERCE_SECRET} name it,
 * and {@code WOOCOMMERCE_CERTIFICATE} a file with its certificate if it has one of its own. Only {@code WOOCOMMERCE_WRITE=yes}
 * allows orders to be made in it, recorded refunds of them included; without it the shop is only read.
 */
class RealShopTest extends ShopContract {
    @BeforeAll
    static void aShopIsGiven() {
        assumeTrue(
                System.getenv("WOOCOMMERCE_URL") != null
                        && System.getenv("WOOCOMMERCE_KEY") != null
                        && System.getenv("WOOCOMMERCE_SECRET") != null,
                "no shop is given by WOOCOMMERCE_URL, WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET: skipped");
    }

    @Override
    WooCommerceShopBuilder builder() throws Exception {
        WooCommerceShopBuilder builder = WooCommerceShop.builder(
                        "real", URI.create(System.getenv("WOOCOMMERCE_URL")), TestDatabases.SQLITE.fresh())
                .key(System.getenv("WOOCOMMERCE_KEY"), System.getenv("WOOCOMMERCE_SECRET"));
        String certificate = System.getenv("WOOCOMMERCE_CERTIFICATE");
        return certificate == null ? builder : builder.trust(Trust.in(Files.readAllBytes(Path.of(certificate))));
    }

    @Override
    boolean mayWrite() {
        return "yes".equals(System.getenv("WOOCOMMERCE_WRITE"));
    }
}
