/** Threads that send what is due. */
@NullMarked
package io.maksut.sandbox.shopify.outbox;

import org.jspecify.annotations.NullMarked;
