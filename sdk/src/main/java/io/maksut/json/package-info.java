/** Reading JSON that somebody else wrote: exact numbers, no surprises, one exception for all that does not fit. */
@NullMarked
package io.maksut.json;

import org.jspecify.annotations.NullMarked;
