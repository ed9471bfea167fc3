package io.maksut.shopify;

import io.maksut.payment.Money;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.ReviewReason;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session and its state: from the engine's ledger or, where the engine does not have it, from the bridge, which looks
 * for its payment or has declined it. Immutable and thread-safe.
 */
public final class ShopifySession {
    private final String sessionId;
    private final SessionKind kind;
    private final @Nullable LedgerOperation operation;
    private final @Nullable UnmatchedSession unmatched;

    private ShopifySession(
            String sessionId,
            SessionKind kind,
            @Nullable LedgerOperation operation,
            @Nullable UnmatchedSession unmatched) {
        this.sessionId = sessionId;
        this.kind = kind;
        this.operation = operation;
        this.unmatched = unmatched;
    }

    static ShopifySession of(UnmatchedSession session) {
        return new ShopifySession(session.sessionId(), session.kind(), null, session);
    }

    static ShopifySession of(String sessionId, LedgerOperation operation) {
        SessionKind kind = switch (operation.action()) {
            case REFUND -> SessionKind.REFUND;
            case CAPTURE -> SessionKind.CAPTURE;
            case VOID -> SessionKind.VOID;
            case RECORD, START_REFUND -> throw new IllegalArgumentException("no session asks for " + operation);
        };
        return new ShopifySession(sessionId, kind, operation, null);
    }

    /** The shop's name. */
    public String shop() {
        return operation != null ? operation.shop().orElse("") : row().shop();
    }

    /** Shopify's id of the session. */
    public String sessionId() {
        return sessionId;
    }

    /** What Shopify asks for by it. */
    public SessionKind kind() {
        return kind;
    }

    /** The engine's operation; empty while the payment is not known, or if the session was declined before. */
    public Optional<LedgerOperation> operation() {
        return Optional.ofNullable(operation);
    }

    /** The session's state. */
    public State state() {
        if (operation != null) {
            return operation.state();
        }
        return row().state() == UnmatchedSession.State.DECLINED ? State.DECLINED : State.PENDING;
    }

    /**
     * Empty for a void, and where Shopify asked for an amount that the currency cannot have: such a session is
     * declined.
     */
    public Optional<Money> amount() {
        if (operation != null) {
            return kind == SessionKind.VOID ? Optional.empty() : Optional.of(operation.amount());
        }
        return Optional.ofNullable(row().amount());
    }

    /** In which the merchant reads the answer; English if Shopify names no language. */
    public Locale language() {
        return operation != null ? operation.language() : row().language();
    }

    /** Why a person has to look; empty if none has to. */
    public Optional<ReviewReason> reviewReason() {
        return operation != null ? operation.reviewReason() : Optional.ofNullable(row().reviewReason());
    }

    /** What was last found out, for people; no personal data. */
    public Optional<String> reason() {
        if (operation == null) {
            return Optional.ofNullable(row().reason());
        }
        return state() == State.SUCCEEDED && operation.reason().isEmpty()
                ? Optional.of("the gateway has done it")
                : operation.reason();
    }

    /** Why it was declined, in the merchant's language; empty if it was not declined. */
    public Optional<String> answer() {
        return operation != null ? operation.answer() : Optional.ofNullable(row().answer());
    }

    /** Whether Shopify has accepted the answer. */
    public boolean isTold() {
        return operation != null ? !operation.state().inFlight() && !operation.shopWaits() : row().toldAt() != null;
    }

    /** When it came in; once the engine has it, when its operation came into the engine's ledger. */
    public Instant createdAt() {
        return operation != null ? operation.createdAt() : row().createdAt();
    }

    private UnmatchedSession row() {
        if (unmatched == null) {
            throw new IllegalStateException("the engine has it");
        }
        return unmatched;
    }

    @Override
    public String toString() {
        return "ShopifySession[" + sessionId + ", " + kind + " " + state()
                + amount().map(it -> ", " + it).orElse("")
                + reviewReason().map(it -> ", waits for a person: " + it).orElse("") + "]";
    }
}
