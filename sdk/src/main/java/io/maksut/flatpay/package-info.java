/**
 * Flatpay's portal, on the gateway behind it: the Frisbii API (formerly Billwerk+ and Reepay). Open {@link
 * io.maksut.flatpay.FlatpayPortal} first; {@code FrisbiiCall} carries out its calls, {@code FrisbiiChannel} what moves
 * money, and {@code FrisbiiStates}, {@code FrisbiiMethods} and {@code FrisbiiError} are the tables.
 */
@NullMarked
package io.maksut.flatpay;

import org.jspecify.annotations.NullMarked;
