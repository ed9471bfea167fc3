/** Where a refund may be made: facts in, a decision out. No JSON, no HTTP, no SQL, no clock. */
@NullMarked
package io.maksut.refund;

import org.jspecify.annotations.NullMarked;
