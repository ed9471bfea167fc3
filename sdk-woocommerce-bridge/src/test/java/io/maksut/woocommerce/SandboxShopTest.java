package io.maksut.woocommerce;

import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract against the stand-in shop. */
@ParameterizedClass
@ValueSource(strings = {"10.9.1", "9.0.2", "8.9.3", "7.9.0", "6.9.4", "5.9.0"})
class SandboxShopTest extends ShopContract {
    private static WooCommerceSandbox shop;

    @Parameter
    String release;

    @Override
    WooCommerceShopBuilder builder() {
        if (shop == null || !shop.version().toString().equals(release)) {
            stop();
            shop = WooCommerceSandbox.builder().version(release).start();
        }
        return WooCommerceShop.builder("sandbox", shop.httpsUrl(), Sqlite.fresh())
                .key(shop.key().consumerKey(), shop.key().consumerSecret())
                .trust(shop.tls().trustingContext());
    }

    @AfterAll
    static void stop() {
        if (shop != null) {
            shop.close();
            shop = null;
        }
    }
}
