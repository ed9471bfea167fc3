/** Searches as files. */
@NullMarked
package io.maksut.samples.page.export;

import org.jspecify.annotations.NullMarked;
