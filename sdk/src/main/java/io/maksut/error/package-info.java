/**
 * What can go wrong, as one sealed family of unchecked exceptions. Each says what happened, what it means for the money,
 * which call it was, and what to do next.
 */
@NullMarked
package io.maksut.error;

import org.jspecify.annotations.NullMarked;
