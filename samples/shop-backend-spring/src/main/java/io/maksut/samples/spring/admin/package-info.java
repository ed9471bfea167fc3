/** What staff see and do, and who may. */
@NullMarked
package io.maksut.samples.spring.admin;

import org.jspecify.annotations.NullMarked;
