/** What a gateway implements to stand behind a {@link io.maksut.portal.Portal}. Programs of shops do not need it. */
@NullMarked
package io.maksut.portal.spi;

import org.jspecify.annotations.NullMarked;
