package io.maksut.shopify;

/** Is told what happens, on the thread where it happens: must not block. What it throws is logged and harms nobody. */
@FunctionalInterface
public interface ShopifyListener {
    void on(ShopifyEvent event);
}
