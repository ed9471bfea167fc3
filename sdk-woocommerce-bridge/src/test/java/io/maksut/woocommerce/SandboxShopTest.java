package io.maksut.woocommerce;

import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import io.maksut.testkit.TestDatabases;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract against the stand-in shop, in several releases and by each way to sign in. */
@ParameterizedClass
@CsvSource({
    "10.9.1,HEADER",
    "10.9.1,ADDRESS",
    "10.9.1,OAUTH",
    "9.0.2,HEADER",
    "8.9.3,HEADER",
    "7.9.0,HEADER",
    "6.9.4,HEADER",
    "5.9.0,OAUTH"
})
class SandboxShopTest extends ShopContract {
    private static WooCommerceSandbox shop;

    enum Access {
        HEADER,
        ADDRESS,
        OAUTH
    }

    @Parameter(0)
    String release;

    @Parameter(1)
    Access access;

    @Override
    WooCommerceShopBuilder builder() {
        if (shop == null || !shop.version().toString().equals(release)) {
            stop();
            shop = WooCommerceSandbox.builder().version(release).start();
        }
        shop.stripsAuthorization(access != Access.HEADER);
        URI site = access == Access.OAUTH ? shop.url() : shop.httpsUrl();
        WooCommerceShopBuilder builder = WooCommerceShop.builder("sandbox", site, TestDatabases.SQLITE.fresh())
                .key(shop.key().consumerKey(), shop.key().consumerSecret())
                .trust(shop.tls().trustingContext())
                .limits(1_000, 1_000, 4, 1);
        return access == Access.ADDRESS ? builder.keyInQuery() : builder;
    }

    @AfterAll
    static void stop() {
        if (shop != null) {
            shop.close();
            shop = null;
        }
    }
}
