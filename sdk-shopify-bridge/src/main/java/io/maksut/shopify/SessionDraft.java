package io.maksut.shopify;

import io.maksut.payment.Money;
import io.maksut.shopify.ShopifySession.State;
import io.maksut.sync.Hold;
import io.maksut.text.StorableText;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A session's next state in the making. Not thread-safe. */
final class SessionDraft {
    private static final int LONGEST = 500;

    long id;
    final long turnId;
    final String shop;
    final String sessionId;
    final SessionKind kind;
    State state;
    final @Nullable Money amount;
    final Locale language;

    @Nullable
    Money capturedBefore;

    int attempts;

    @Nullable
    Instant intendedAt;

    @Nullable
    Instant dueAt;

    int failures;

    @Nullable
    Hold hold;

    @Nullable
    String reason;

    @Nullable
    String rejectCode;

    @Nullable
    String answer;

    @Nullable
    Instant tellAt;

    int tellFailures;

    @Nullable
    Instant toldAt;

    @Nullable
    String decidedBy;

    @Nullable
    String decidedBecause;

    final Instant createdAt;

    /** One that has just come in. */
    SessionDraft(long turnId, SessionRequest request, State state, Instant now) {
        this.turnId = turnId;
        this.shop = request.shop();
        this.sessionId = request.id();
        this.kind = request.kind();
        this.state = state;
        this.amount = request.amount();
        this.language = request.language();
        this.dueAt = now;
        this.createdAt = now;
    }

    SessionDraft(ShopifySession from) {
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

    /** For a row as it lies on disk. */
    SessionDraft(
            long id,
            long turnId,
            String shop,
            String sessionId,
            SessionKind kind,
            State state,
            @Nullable Money amount,
            Locale language,
            Instant createdAt) {
        this.id = id;
        this.turnId = turnId;
        this.shop = shop;
        this.sessionId = sessionId;
        this.kind = kind;
        this.state = state;
        this.amount = amount;
        this.language = language;
        this.createdAt = createdAt;
    }

    /** It is about to be sent. */
    SessionDraft intended(Money captured, Instant now) {
        state = State.INTENDED;
        capturedBefore = captured;
        intendedAt = now;
        attempts++;
        dueAt = now;
        hold = null;
        return this;
    }

    SessionDraft done(String how, Instant now) {
        return ended(State.DONE, how, now);
    }

    /** @param told to the merchant, in the session's language */
    SessionDraft declined(String code, String told, String why, Instant now) {
        rejectCode = code;
        answer = shortened(told);
        return ended(State.DECLINED, why, now);
    }

    private SessionDraft ended(State end, String why, Instant now) {
        state = end;
        reason = shortened(why);
        dueAt = null;
        hold = null;
        failures = 0;
        tellAt = now;
        return this;
    }

    /** It certainly moved nothing, and begins anew, or goes on being found out. */
    SessionDraft later(State at, String why, Instant next) {
        state = at;
        reason = shortened(why);
        failures++;
        dueAt = next;
        return this;
    }

    /** @param next when to look again all the same; null for not */
    SessionDraft held(Hold why, String details, @Nullable Instant next) {
        hold = why;
        reason = shortened(details);
        dueAt = next;
        return this;
    }

    SessionDraft told(Instant now) {
        toldAt = now;
        tellAt = null;
        hold = null;
        return this;
    }

    SessionDraft notTold(String why, @Nullable Instant next, @Nullable Hold giveUp) {
        tellFailures++;
        reason = shortened(why);
        tellAt = next;
        hold = giveUp;
        return this;
    }

    ShopifySession finished() {
        return new ShopifySession(this);
    }

    private static String shortened(String text) {
        return StorableText.cut(text, LONGEST);
    }
}
