/** A stand-in for EveryPay: API v4, the pages its customers pay on, payment links and callbacks. */
@NullMarked
package io.maksut.sandbox.everypay;

import org.jspecify.annotations.NullMarked;
