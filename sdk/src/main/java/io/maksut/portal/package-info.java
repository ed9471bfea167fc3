/**
 * What a shop's program calls: find payments, look at them, capture, void, and start new ones. The same for every gateway.
 *
 * <p>There is no refund here on purpose: money goes back only by the rules of the refund desk and the sync engine.
 */
@NullMarked
package io.maksut.portal;

import org.jspecify.annotations.NullMarked;
