package io.maksut.shopify;

import io.maksut.payment.Money;
import io.maksut.sync.Hold;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A capture or void session as it stands, or a refund session that could not be handed to the engine at once: those that
 * could are in the engine's ledger. Immutable and thread-safe.
 */
public final class ShopifySession {
    /** How far it has come. */
    public enum State {
        /** Nothing was sent to the gateway. */
        RECEIVED,
        /** Something is about to be sent, or was: until the outcome is certain it counts as unknown. */
        INTENDED,
        /** It is done at the gateway. */
        DONE,
        /** It was not done, and will not be. */
        DECLINED,
        /** The engine has it: a refund. */
        HANDED_OVER;

        /** Whether Shopify is to be told an end. */
        boolean ended() {
            return this == DONE || this == DECLINED;
        }

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }

    final long id;
    final long turnId;
    final String shop;
    final String sessionId;
    final SessionKind kind;
    final State state;
    final @Nullable Money amount;
    final Locale language;
    final @Nullable Money capturedBefore;
    final int attempts;
    final @Nullable Instant intendedAt;
    final @Nullable Instant dueAt;
    final int failures;
    final @Nullable Hold hold;
    final @Nullable String reason;
    final @Nullable String rejectCode;
    final @Nullable String answer;
    final @Nullable Instant tellAt;
    final int tellFailures;
    final @Nullable Instant toldAt;
    final @Nullable String decidedBy;
    final @Nullable String decidedBecause;
    final Instant createdAt;

    ShopifySession(SessionDraft from) {
        id = from.id;
        turnId = from.turnId;
        shop = from.shop;
        sessionId = from.sessionId;
        kind = from.kind;
        state = from.state;
        amount = from.amount;
        language = from.language;
        capturedBefore = from.capturedBefore;
        attempts = from.attempts;
        intendedAt = from.intendedAt;
        dueAt = from.dueAt;
        failures = from.failures;
        hold = from.hold;
        reason = from.reason;
        rejectCode = from.rejectCode;
        answer = from.answer;
        tellAt = from.tellAt;
        tellFailures = from.tellFailures;
        toldAt = from.toldAt;
        decidedBy = from.decidedBy;
        decidedBecause = from.decidedBecause;
        createdAt = from.createdAt;
    }

    /** The shop's name. */
    public String shop() {
        return shop;
    }

    /** Shopify's id of it. */
    public String sessionId() {
        return sessionId;
    }

    public SessionKind kind() {
        return kind;
    }

    public State state() {
        return state;
    }

    /** Empty for a void, which has none. */
    public Optional<Money> amount() {
        return Optional.ofNullable(amount);
    }

    /** Why a person has to look, if one has to. */
    public Optional<Hold> hold() {
        return Optional.ofNullable(hold);
    }

    /** What was last found out, in English, for people who look into it; no personal data. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Why it was declined, in the merchant's language; empty if it was not. */
    public Optional<String> answer() {
        return Optional.ofNullable(answer);
    }

    /** Whether Shopify has taken the answer. */
    public boolean isTold() {
        return toldAt != null;
    }

    public Instant createdAt() {
        return createdAt;
    }

    SessionDraft edit() {
        return new SessionDraft(this);
    }

    @Override
    public String toString() {
        return "ShopifySession[" + sessionId + ", " + kind + " " + state + (amount == null ? "" : ", " + amount)
                + (hold == null ? "" : ", waits for a person: " + hold) + "]";
    }
}
