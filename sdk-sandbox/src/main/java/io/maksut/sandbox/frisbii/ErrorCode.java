package io.maksut.sandbox.frisbii;

/**
 * The gateway's errors. Numbers and texts are those of the vendor's own shop plugin (reepay-woocommerce-payment, Api.php);
 * which HTTP status goes with each is documented only for some, the rest follows their pattern.
 */
enum ErrorCode {
    // @formatter:off
    INVALID_REQUEST(400, 1, "Invalid request"),
    NOT_AUTHENTICATED(401, 6, "Not authenticated"),
    UNAUTHORIZED(403, 7, "Unauthorized"),
    NOT_FOUND(404, 8, "Not found"),
    METHOD_NOT_ALLOWED(405, 1, "Invalid request"),
    UNSUPPORTED_TYPE(415, 1, "Invalid request"),
    CUSTOMER_NOT_FOUND(404, 9, "Customer not found"),
    MISSING_CUSTOMER(400, 18, "Missing customer"),
    FROM_AFTER_TO(400, 23, "From date after to date"),
    MISSING_AMOUNT(400, 24, "Missing amount"),
    ALREADY_CANCELLED(400, 29, "Invoice already cancelled"),
    INVOICE_NOT_FOUND(404, 31, "Invoice not found"),
    WEBHOOK_NOT_FOUND(404, 46, "Webhook not found"),
    NOT_SETTLED(400, 64, "Invoice not settled"),
    REFUND_TOO_HIGH(400, 65, "Refund amount too high"),
    TRANSACTION_NOT_FOUND(404, 70, "Transaction not found"),
    CURRENCY_CHANGE(400, 72, "Currency change not allowed"),
    ALREADY_SETTLED(400, 79, "Invoice already settled"),
    PROCESSING_TRANSACTION(400, 80, "Invoice has processing transaction"),
    WRONG_STATE(400, 82, "Invoice wrong state"),
    AMOUNT_TOO_HIGH(400, 102, "Amount higher than authorized amount"),
    ALREADY_AUTHORIZED(400, 105, "Invoice already authorized"),
    MUST_BE_AUTHORIZED(400, 106, "Invoice must be authorized"),
    REFUND_NOT_FOUND(404, 107, "Refund not found"),
    CANCEL_FAILED(400, 108, "Transaction cancel failed"),
    UNKNOWN_SOURCE(400, 110, "Unknown or missing source"),
    RATE_LIMIT(429, 122, "Request rate limit exceeded"),
    CONCURRENCY_LIMIT(429, 123, "Concurrent request limit exceeded"),
    PARTIAL_SETTLE(400, 130, "Partial settle not allowed for payment method"),
    NON_POSITIVE_AMOUNT(400, 146, "Non positive amount");
    // @formatter:on

    final int status;
    final int code;
    final String error;

    ErrorCode(int status, int code, String error) {
        this.status = status;
        this.code = code;
        this.error = error;
    }

    Refusal because(String message) {
        return new Refusal(this, message);
    }

    Refusal refusal() {
        return new Refusal(this, null);
    }
}
