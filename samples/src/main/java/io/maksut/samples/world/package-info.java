/** What the shop back ends talk to, in one process: for trying them, and for their tests. */
@NullMarked
package io.maksut.samples.world;

import org.jspecify.annotations.NullMarked;
