/** Changes on their way to open pages. */
@NullMarked
package io.maksut.samples.page.live;

import org.jspecify.annotations.NullMarked;
