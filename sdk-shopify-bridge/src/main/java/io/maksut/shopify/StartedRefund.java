package io.maksut.shopify;

import io.maksut.payment.Money;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refund that a caller started in a shop. Immutable and thread-safe. */
public final class StartedRefund {
    /** What became of it in the shop; the money is the payment provider's matter, and comes later. */
    public enum State {
        /** It was sent, or is about to be, and it is not known what came of it. {@link ShopifyRefunds#start} finds out. */
        SENT,
        /** The shop has made it. */
        CREATED,
        /** The shop has not made it, and will not. */
        REFUSED;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }

    final String shop;
    final String wish;
    final String orderId;
    final String parentId;
    final String gateway;
    final Money amount;
    final String note;
    final String key;
    final State state;
    final Instant sentAt;
    final @Nullable String refundId;
    final @Nullable String reason;

    StartedRefund(
            String shop,
            String wish,
            String orderId,
            String parentId,
            String gateway,
            Money amount,
            String note,
            String key,
            State state,
            Instant sentAt,
            @Nullable String refundId,
            @Nullable String reason) {
        this.shop = shop;
        this.wish = wish;
        this.orderId = orderId;
        this.parentId = parentId;
        this.gateway = gateway;
        this.amount = amount;
        this.note = note;
        this.key = key;
        this.state = state;
        this.sentAt = sentAt;
        this.refundId = refundId;
        this.reason = reason;
    }

    /** The caller's id of it. */
    public String wishId() {
        return wish;
    }

    public String orderId() {
        return orderId;
    }

    public Money amount() {
        return amount;
    }

    public State state() {
        return state;
    }

    /** The shop's id of it, once it has made it. */
    public Optional<String> refundId() {
        return Optional.ofNullable(refundId);
    }

    /** Why it was refused, or is not known; no personal data. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    StartedRefund created(String id) {
        return with(State.CREATED, id, null);
    }

    StartedRefund refused(String why) {
        return with(State.REFUSED, null, why);
    }

    StartedRefund unknown(String why) {
        return with(State.SENT, null, why);
    }

    private StartedRefund with(State next, @Nullable String id, @Nullable String why) {
        return new StartedRefund(shop, wish, orderId, parentId, gateway, amount, note, key, next, sentAt, id, why);
    }

    /** Leaves out the note, which a person wrote. */
    @Override
    public String toString() {
        return "StartedRefund[" + wish + ", " + state + ", " + orderId + ", " + amount + "]";
    }
}
