/** The sessions of a payments app: what the shop asks of it, and how it answers. */
@NullMarked
package io.maksut.sandbox.shopify.session;

import org.jspecify.annotations.NullMarked;
