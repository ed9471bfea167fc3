package io.maksut.shop;

import io.maksut.error.MaksutException;
import io.maksut.portal.Attempt;
import io.maksut.portal.AttemptChannel;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import java.util.function.Function;

/**
 * The shop side of one kind of write into its orders, in the same three steps as at a gateway: {@link #prepare} reads the order
 * and writes down what makes the attempt recognisable, the engine stores that, {@link #submit} sends it, and {@link #resolve}
 * finds out what became of it.
 *
 * <p>A {@link MaksutException} of {@code submit} leaves the outcome unknown, one of {@code resolve} leaves it so. {@link
 * Outcome.Processing} does, too: the engine asks {@code resolve} what has become of it.
 */
public interface ShopChannel extends AttemptChannel {
    /** What {@link #prepare} has come to. */
    sealed interface Preparation {
        /** Nothing is there yet, and this is to be sent. */
        record Ready(Attempt attempt) implements Preparation {}

        /**
         * Nothing is to be sent.
         *
         * @param outcome {@link Outcome.Done} if the shop shows it already, {@link Outcome.ByHand} if the merchant has to do it,
         *     {@link Outcome.Declined} if it is not possible, which leaves a record to the merchant, too, {@link Outcome.Unknown} if
         *     it cannot be told now
         */
        record Settled(Outcome outcome) implements Preparation {}
    }

    /**
     * Of a shop that knows our keys: what it was asked to write under one, it writes once, whatever breaks. An own shop with
     * a database of its own can promise that.
     *
     * @param write called again with the same {@link PortalRefund#key} after a crash or an unclear end
     */
    static ShopChannel keyed(Function<PortalRefund, Recording> write) {
        return new KeyedChannel(write);
    }

    /**
     * Looks whether the order shows it already, and prepares an attempt where it does not. Writes nothing.
     *
     * @param options its key names the attempt
     * @throws MaksutException if the order cannot be read
     */
    Preparation prepare(PortalRefund refund, CallOptions options);
}
