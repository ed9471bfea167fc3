/** Where a refund may be made, and refunds that move money at most once, told as a story on a sandbox. */
@NullMarked
package io.maksut.samples.refunds;

import org.jspecify.annotations.NullMarked;
