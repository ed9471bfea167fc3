/** WooCommerce as a shop platform of Maksut. */
module io.maksut.woocommerce {
    requires static org.jspecify;
}
