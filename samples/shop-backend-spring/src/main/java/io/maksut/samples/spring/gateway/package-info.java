/** The accounts in which customers pay. */
@NullMarked
package io.maksut.samples.spring.gateway;

import org.jspecify.annotations.NullMarked;
