/** What the program is told from outside; checked when it starts. */
@NullMarked
package io.maksut.samples.spring.settings;

import org.jspecify.annotations.NullMarked;
