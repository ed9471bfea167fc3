package io.maksut.samples.shopify;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tells the story of a bookshop on sandboxes, or looks at the real shop that {@code SHOPIFY_SHOP} names. */
public final class Shopify {
    private Shopify() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, String> environment = System.getenv();
        if (environment.containsKey(RealShop.SHOP)) {
            RealShop.lookAt(environment, out);
        } else {
            BookshopStory.tell(out);
        }
    }
}
