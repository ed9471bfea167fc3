/** Payments, their amounts, and what each status means and allows: no JSON, no HTTP, no SQL. */
@NullMarked
package io.maksut.payment;

import org.jspecify.annotations.NullMarked;
