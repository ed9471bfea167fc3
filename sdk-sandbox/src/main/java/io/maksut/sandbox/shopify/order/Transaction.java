package io.maksut.sandbox.shopify.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to move or reserve money. Kind, status and error code are the names of the GraphQL enums; they are texts
 * so that a test can set one that no client knows. Immutable.
 *
 * @param amount in the customer's currency
 * @param parentId the transaction it captures, voids or gives back, or null
 * @param paymentId what the shop told the provider to recognise the payment by, or null
 * @param authorization the provider's own reference, or null
 * @param authorizationExpiresAt null unless the provider said so
 * @param multiCapturable whether an authorisation can be captured in parts; else the first capture releases the rest
 */
public record Transaction(
        long id,
        String kind,
        String status,
        String gateway,
        Money amount,
        @Nullable Long parentId,
        @Nullable String paymentId,
        @Nullable String errorCode,
        @Nullable String message,
        @Nullable String authorization,
        boolean test,
        Instant createdAt,
        Instant processedAt,
        @Nullable Instant authorizationExpiresAt,
        boolean multiCapturable) {
    public static final String AUTHORIZATION = "AUTHORIZATION";
    public static final String CAPTURE = "CAPTURE";
    public static final String SALE = "SALE";
    public static final String REFUND = "REFUND";
    public static final String VOID = "VOID";

    public static final String SUCCESS = "SUCCESS";
    public static final String PENDING = "PENDING";
    public static final String FAILURE = "FAILURE";
    public static final String ERROR = "ERROR";

    public boolean is(String otherKind) {
        return kind.equals(otherKind);
    }

    public boolean succeeded() {
        return status.equals(SUCCESS);
    }

    /** Neither moved nor refused: the money may still move. */
    public boolean inFlight() {
        return !succeeded() && !refused();
    }

    public boolean refused() {
        return status.equals(FAILURE) || status.equals(ERROR);
    }

    /** A payment by the customer, which a refund can give back. */
    public boolean pays() {
        return is(SALE) || is(CAPTURE);
    }

    /** The transaction after its end became known. */
    public Transaction ended(String newStatus, @Nullable String newError, @Nullable String newMessage, Instant at) {
        return new Transaction(
                id,
                kind,
                newStatus,
                gateway,
                amount,
                parentId,
                paymentId,
                newError,
                newMessage,
                authorization,
                test,
                createdAt,
                at,
                authorizationExpiresAt,
                multiCapturable);
    }

    /** An authorisation of which nothing more can be captured. */
    public Transaction released() {
        return new Transaction(
                id,
                kind,
                status,
                gateway,
                amount,
                parentId,
                paymentId,
                errorCode,
                message,
                authorization,
                test,
                createdAt,
                processedAt,
                authorizationExpiresAt,
                false);
    }
}
