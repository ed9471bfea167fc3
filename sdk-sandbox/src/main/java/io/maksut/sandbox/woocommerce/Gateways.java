package io.maksut.sandbox.woocommerce;

import java.util.List;

/** The payment methods of the shop besides the plugin. */
enum Gateways {
    PLUGIN,
    /** WooCommerce's own, for which people refund by hand. */
    WITHOUT_REFUNDS,
    /** Of a plugin that is not there any more. */
    NONE;

    /** Methods of WooCommerce itself. */
    static final List<String> CORE = List.of("bacs", "cheque", "cod");

    static Gateways of(String method, String plugin) {
        if (method.equals(plugin)) {
            return PLUGIN;
        }
        return CORE.contains(method) ? WITHOUT_REFUNDS : NONE;
    }
}
