/** The shops and the engine that keeps their refunds in step with the gateways. */
@NullMarked
package io.maksut.samples.spring.shops;

import org.jspecify.annotations.NullMarked;
