/** Digests and signatures. Not for users. */
@NullMarked
package io.maksut.internal.crypto;

import org.jspecify.annotations.NullMarked;
