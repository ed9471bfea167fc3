package io.maksut.samples.woocommerce;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tells the story of a teashop on sandboxes, or looks at the real shop that {@code WOOCOMMERCE_URL} names. */
public final class WooCommerce {
    private WooCommerce() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, String> environment = System.getenv();
        if (environment.containsKey(RealShop.URL)) {
            RealShop.lookAt(environment, out);
        } else {
            TeashopStory.tell(out);
        }
    }
}
