/** Shopify as a shop platform of Maksut. */
module io.maksut.shopify {
    requires static org.jspecify;
}
