package io.maksut.shopify;

import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.observe.LogKey;
import io.maksut.payment.Money;
import io.maksut.sync.ReviewReason;
import io.maksut.text.StorableText;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session that the engine does not have: its payment is not known yet, or the session was declined without one. No
 * money moves for it.
 *
 * @param paymentId Shopify's id of the payment
 * @param amount null for a void, or if the currency cannot have this amount
 * @param failures how often looking for its payment, or telling Shopify, failed
 * @param reason what was last found out, in English
 * @param answer why it was declined, in the merchant's language
 */
record UnmatchedSession(
        long id,
        String shop,
        String sessionId,
        String paymentId,
        SessionKind kind,
        State state,
        @Nullable Money amount,
        Locale language,
        int failures,
        @Nullable ReviewReason reviewReason,
        @Nullable String reason,
        @Nullable String answer,
        @Nullable Instant toldAt,
        Instant createdAt,
        CorrelationId correlationId) {
    private static final int LONGEST = 500;

    /** The states of such a session. */
    enum State {
        /** Its payment is being looked for. */
        WAITING,
        /** It will never be carried out, and Shopify is told so. */
        DECLINED
    }

    static UnmatchedSession of(SessionRequest asked, CorrelationId correlationId, Instant now) {
        return new UnmatchedSession(
                0,
                asked.shop(),
                asked.id(),
                asked.paymentId(),
                asked.kind(),
                State.WAITING,
                asked.amount(),
                asked.language(),
                0,
                null,
                null,
                null,
                null,
                now,
                correlationId);
    }

    /** {@code text} is the key of the merchant's text. */
    UnmatchedSession declined(String text) {
        return with(State.DECLINED, 0, null, Texts.text(Locale.ENGLISH, text), Texts.text(language, text), null);
    }

    /** This attempt had no result. */
    UnmatchedSession later(String why) {
        return with(state, failures + 1, reviewReason, why, answer, toldAt);
    }

    /** As {@link #later}, and a person has to look. */
    UnmatchedSession notTold(String why) {
        return with(state, failures + 1, ReviewReason.SHOP_NOT_TOLD, why, answer, toldAt);
    }

    UnmatchedSession told(Instant now) {
        return with(state, failures, null, reason, answer, now);
    }

    /** A person makes it due again, with all attempts. */
    UnmatchedSession anew() {
        return with(state, 0, null, reason, answer, toldAt);
    }

    private UnmatchedSession with(
            State next,
            int failed,
            @Nullable ReviewReason held,
            @Nullable String why,
            @Nullable String told,
            @Nullable Instant at) {
        return new UnmatchedSession(
                id,
                shop,
                sessionId,
                paymentId,
                kind,
                next,
                amount,
                language,
                failed,
                held,
                cut(why),
                cut(told),
                at,
                createdAt,
                correlationId);
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : StorableText.cut(text, LONGEST);
    }

    /** Whether Shopify requested the same. */
    boolean same(SessionRequest asked) {
        return kind == asked.kind() && paymentId.equals(asked.paymentId()) && Objects.equals(amount, asked.amount());
    }

    LogContext logContext() {
        return LogContext.of(correlationId).with(LogKey.SHOP, shop);
    }

    @Override
    public String toString() {
        return "UnmatchedSession[" + sessionId + ", " + kind + " " + state + "]";
    }
}
