package io.maksut.portal;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import java.time.Duration;

/**
 * The gateway side of one kind of operation (refunds, captures or voids) in three steps, so that what is about to be
 * done can be stored before it is done.
 *
 * <ol>
 *   <li>{@link #prepare} reads the payment afresh and returns all that makes the attempt recognisable later.
 *   <li>The caller stores the {@link Attempt}.
 *   <li>{@link #submit} sends it. After a crash, or when the outcome is {@link Outcome.Unknown}, {@link #resolve} finds
 *       out what became of it.
 * </ol>
 *
 * <p>An attempt is never renewed: its key, or its nonce and timestamp, stay what they were. Methods block; they are
 * thread-safe. Only the engine calls them, after its rules have allowed the operation.
 */
public interface OperationChannel extends AttemptChannel {
    /**
     * Reads the payment and prepares an attempt of {@code amount}, which for a void is all that was authorised. Moves
     * no money.
     *
     * @param reference the gateway's reference of the payment
     * @throws io.maksut.error.ActionNotAllowedException if the payment's status, method or amounts do not allow it
     * @throws io.maksut.error.MaksutException if the payment cannot be read
     */
    Attempt prepare(String reference, Money amount, CallOptions options);

    /**
     * Prepares an attempt on a payment that the caller has just read with all its details, and since then has asked
     * neither gateway nor shop anything else. An adapter may read the payment again, as the default does.
     *
     * @throws io.maksut.error.ActionNotAllowedException if the payment's status, method or amounts do not allow it
     * @throws io.maksut.error.MaksutException if the payment is read again and cannot be read
     */
    default Attempt prepare(Payment fresh, Money amount, CallOptions options) {
        return prepare(fresh.id().reference(), amount, options);
    }

    /**
     * How long after an attempt was prepared its request may still be carried out and show, where the gateway's rules
     * tell. Before that, an unchanged payment proves nothing. The engine's settle delay is never shorter. At most a
     * day; zero, the default, where nothing is known.
     */
    default Duration latestArrival() {
        return Duration.ZERO;
    }
}
