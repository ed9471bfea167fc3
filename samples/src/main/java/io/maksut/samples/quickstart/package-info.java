/** Find a customer's payments, understand them, act on them. */
@NullMarked
package io.maksut.samples.quickstart;

import org.jspecify.annotations.NullMarked;
