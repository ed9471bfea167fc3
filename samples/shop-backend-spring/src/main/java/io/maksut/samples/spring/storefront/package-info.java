/** What customers see: a shelf, the way to the gateway's page, and back. */
@NullMarked
package io.maksut.samples.spring.storefront;

import org.jspecify.annotations.NullMarked;
