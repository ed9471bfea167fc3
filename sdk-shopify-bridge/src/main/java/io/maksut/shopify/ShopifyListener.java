package io.maksut.shopify;

/** Receives events on the thread where they happen, so it must not block. What it throws is logged only. */
@FunctionalInterface
public interface ShopifyListener {
    void on(ShopifyEvent event);
}
