@NullMarked
package io.maksut.samples.plain;

import org.jspecify.annotations.NullMarked;
