/** The SDK, put together for one merchant. */
@NullMarked
package io.maksut.samples.page.merchant;

import org.jspecify.annotations.NullMarked;
