/** A WooCommerce shop, a gateway and the bridge between them: as a story on sandboxes, or against a real shop. */
@NullMarked
package io.maksut.samples.woocommerce;

import org.jspecify.annotations.NullMarked;
