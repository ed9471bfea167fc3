/** Where gateways and shops send word. */
@NullMarked
package io.maksut.samples.spring.hooks;

import org.jspecify.annotations.NullMarked;
