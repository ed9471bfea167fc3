/** A stand-in for Flatpay's gateway: the Frisbii (formerly Billwerk+, Reepay) API and hosted checkout. */
@NullMarked
package io.maksut.sandbox.frisbii;

import org.jspecify.annotations.NullMarked;
