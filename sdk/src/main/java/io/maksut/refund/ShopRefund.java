package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.text.Identifiers;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One refund of the payment that was made or tried in the shop, known by its id there, never by amount or time. Immutable
 * and thread-safe.
 *
 * @param id the platform's id, or the statement's where the platform keeps no record of failures; not blank, at most 255
 *     characters, no control characters
 * @param amount what the shop was to refund, in the currency in which money would have moved; not negative
 * @param at when it came to this state
 * @param attribution what the gateway, read for this decision, shows of a failed refund's money; of no account otherwise
 * @param used whether a direct refund has been made because this one failed
 * @param statement the merchant's statement that proves it; null if the platform's own record does
 * @param byHand whether the shop recorded it without asking anybody to pay it
 * @param anotherThan ids of shop refunds, statements and direct refunds that a person said on record to be others than this
 *     one
 */
public record ShopRefund(
        String id,
        Money amount,
        State state,
        Instant at,
        Attribution attribution,
        boolean used,
        @Nullable Statement statement,
        boolean byHand,
        Set<String> anotherThan) {
    /** How far the refund has come in the shop. */
    public enum State {
        SUCCEEDED,
        /** The platform, or the merchant on record, says that it failed. */
        FAILED,
        /** The shop's payment plugin cannot refund at all: counts as failed. */
        NOT_SUPPORTED,
        /** Not finished. */
        PENDING,
        /** The platform said something we do not know: counts as not finished. */
        UNKNOWN
    }

    /** Whether money of a failed shop refund left the gateway all the same. */
    public enum Attribution {
        /** It is certain that none did. */
        NONE_CERTAIN,
        /** It did. */
        MOVED,
        /** It cannot be told. */
        UNCERTAIN
    }

    /**
     * @throws IllegalArgumentException if the id breaks the rules above or the amount is negative
     */
    public ShopRefund {
        Identifiers.require("Shop refund id", id);
        if (amount.isNegative()) {
            throw new IllegalArgumentException("Shop refund amount is negative");
        }
        anotherThan = Set.copyOf(anotherThan);
    }

    /** One that was not recorded by hand, and of which nobody said that it is another than some. */
    public ShopRefund(
            String id,
            Money amount,
            State state,
            Instant at,
            Attribution attribution,
            boolean used,
            @Nullable Statement statement) {
        this(id, amount, state, at, attribution, used, statement, false, Set.of());
    }

    /** A refund that the platform's record proves, unused, and with money {@link Attribution#UNCERTAIN}. */
    public static ShopRefund of(String id, Money amount, State state, Instant at) {
        return new ShopRefund(id, amount, state, at, Attribution.UNCERTAIN, false, null);
    }

    /** The same with what the gateway shows of its money. */
    public ShopRefund attributed(Attribution shown) {
        return new ShopRefund(id, amount, state, at, shown, used, statement, byHand, anotherThan);
    }

    /** The same after a direct refund was made in its place. */
    public ShopRefund usedUp() {
        return new ShopRefund(id, amount, state, at, attribution, true, statement, byHand, anotherThan);
    }

    /** The same, proved by a statement. */
    public ShopRefund statedIn(Statement proof) {
        return new ShopRefund(id, amount, state, at, attribution, used, proof, byHand, anotherThan);
    }

    /** The same under another id, where two shops use one. */
    public ShopRefund called(String otherId) {
        return new ShopRefund(otherId, amount, state, at, attribution, used, statement, byHand, anotherThan);
    }

    /** The same, recorded in the shop without asking anybody to pay it. */
    public ShopRefund recordedByHand() {
        return new ShopRefund(id, amount, state, at, attribution, used, statement, true, anotherThan);
    }

    /** The same, and a person said on record that it is another than these. */
    public ShopRefund anotherThan(Set<String> others) {
        return new ShopRefund(id, amount, state, at, attribution, used, statement, byHand, others);
    }

    /** Whether it did not succeed in the shop. */
    public boolean failed() {
        return state == State.FAILED || state == State.NOT_SUPPORTED;
    }

    boolean unfinished() {
        return state == State.PENDING || state == State.UNKNOWN;
    }

    /** From when the settle delay runs: a time that only the merchant states counts from when it was recorded. */
    Instant knownSince() {
        return statement != null && statement.at().isAfter(at) ? statement.at() : at;
    }
}
