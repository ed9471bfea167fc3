/** What somebody looks for. */
@NullMarked
package io.maksut.samples.page.search;

import org.jspecify.annotations.NullMarked;
