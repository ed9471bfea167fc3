/**
 * The portal of merchants at EveryPay, SEB and LHV: the EveryPay API, version 4. Open {@link
 * io.maksut.everypay.EveryPayPortal} first; {@code EveryPayCall} carries out its calls, {@code EveryPayRefunds} the
 * refunds, and {@code EveryPayStates}, {@code EveryPayMethods} and {@code EveryPayCode} are the tables.
 */
@NullMarked
package io.maksut.everypay;

import org.jspecify.annotations.NullMarked;
