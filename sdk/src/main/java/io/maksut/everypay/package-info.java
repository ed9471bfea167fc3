/** The portal of merchants at EveryPay, SEB and LHV: the EveryPay API, version 4. */
@NullMarked
package io.maksut.everypay;

import org.jspecify.annotations.NullMarked;
