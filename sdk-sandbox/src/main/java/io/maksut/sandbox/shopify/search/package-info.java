/** Shopify's search syntax: terms, comparators, connectives. */
@NullMarked
package io.maksut.sandbox.shopify.search;

import org.jspecify.annotations.NullMarked;
