/** What a Shopify shop knows of its orders: immutable snapshots, their sums, and the books they are kept in. */
@NullMarked
package io.maksut.sandbox.shopify.order;

import org.jspecify.annotations.NullMarked;
