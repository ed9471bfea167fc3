/** A shop's back end on Spring Boot. */
@NullMarked
package io.maksut.samples.spring;

import org.jspecify.annotations.NullMarked;
