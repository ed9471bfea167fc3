/** Flatpay's portal, through the gateway behind it: the Frisbii API (formerly Billwerk+ and Reepay). */
@NullMarked
package io.maksut.flatpay;

import org.jspecify.annotations.NullMarked;
