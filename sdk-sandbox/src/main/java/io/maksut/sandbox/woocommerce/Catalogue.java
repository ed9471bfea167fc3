package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The products that orders can be made of. Guarded by the shop's monitor. */
final class Catalogue {
    /** A product with its price, tax included, and its stock. */
    static final class Product {
        final long id;
        final String name;
        final String sku;
        final BigDecimal price;
        long stock = 100;

        Product(long id, String name, String sku, String price) {
            this.id = id;
            this.name = name;
            this.sku = sku;
            this.price = new BigDecimal(price);
        }
    }

    private final Map<Long, Product> products = new LinkedHashMap<>();

    Catalogue() {
        add(new Product(3, "Teapot", "teapot", "24.80"));
        add(new Product(4, "Spoon", "spoon", "9.99"));
    }

    private void add(Product product) {
        products.put(product.id, product);
    }

    @Nullable
    Product product(long id) {
        return products.get(id);
    }

    @Nullable
    Product bySku(String sku) {
        return products.values().stream()
                .filter(product -> product.sku.equals(sku))
                .findFirst()
                .orElse(null);
    }
}
