/** The shop's own orders, as a table and as a platform of the refund engine. */
@NullMarked
package io.maksut.samples.spring.order;

import org.jspecify.annotations.NullMarked;
