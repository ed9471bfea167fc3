package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.text.Identifiers;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One refund as an order shows it. Where a refund of the platform touches several payments, it is one of these for each.
 * Immutable and thread-safe.
 *
 * @param id the platform's id, by which it is known for ever; not blank, at most 255 characters, no control characters
 * @param names other ids by which the platform calls it, at most 20; the same rules
 * @param payment whose money it is; null if it is none of a gateway of ours (a gift card, cash, a restock only)
 * @param amount in the currency in which money would move; not negative
 * @param at when it came to this state
 * @param money what the platform says of its money
 * @param portalKey the {@link PortalRefund#key} that it carries: it is the record of a refund made at the gateway, written by
 *     us or by a person; where the platform says that its money {@linkplain Payout#SUCCEEDED moved}, it is no record, and the
 *     customer was paid twice. Null if it carries none.
 */
public record OrderRefund(
        String id,
        Set<String> names,
        @Nullable PaymentId payment,
        Money amount,
        ShopRefund.State state,
        Instant at,
        Payout money,
        @Nullable String portalKey) {
    private static final int MOST_NAMES = 20;

    /** What the platform says of the money; never a proof. */
    public enum Payout {
        /** A payment plugin or app reported success to the platform. */
        SUCCEEDED,
        /** It was recorded without asking anybody to pay: by hand, by a plugin that had seen the money, by us. */
        NONE,
        /** The platform does not tell. */
        NOT_TOLD
    }

    /**
     * @throws IllegalArgumentException if a part breaks the rules above
     */
    public OrderRefund {
        Identifiers.require("Shop refund id", id);
        names = Set.copyOf(names);
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException("A shop refund has too many names");
        }
        names.forEach(name -> Identifiers.require("Shop refund name", name));
        if (amount.isNegative()) {
            throw new IllegalArgumentException("Shop refund amount is negative");
        }
        if (portalKey != null) {
            Identifiers.require("Portal key", portalKey);
        }
    }

    /** Whether the platform counts it as refunded. */
    public boolean succeeded() {
        return state == ShopRefund.State.SUCCEEDED;
    }
}
