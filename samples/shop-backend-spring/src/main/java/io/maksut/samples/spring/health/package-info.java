/** How everything is, in words, for Spring's health endpoint. */
@NullMarked
package io.maksut.samples.spring.health;

import org.jspecify.annotations.NullMarked;
