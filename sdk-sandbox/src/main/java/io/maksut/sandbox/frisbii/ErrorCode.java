package io.maksut.sandbox.frisbii;

/**
 * The gateway's errors. Numbers and texts are those of the vendor's own shop plugin (reepay-woocommerce-payment, Api.php),
 * statuses those of the vendor's list of error codes; of 1 under 405 and 415 nothing is known.
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
    DISPUTE_NOT_FOUND(404, 8, "Not found"),
    NOT_SETTLED(400, 64, "Invoice not settled"),
    REFUND_TOO_HIGH(400, 65, "Refund amount too high"),
    REFUND_FAILED(500, 66, "Refund failed"),
    TRANSACTION_NOT_FOUND(404, 70, "Transaction not found"),
    CURRENCY_CHANGE(400, 72, "Currency change not allowed"),
    CONCURRENT_UPDATE(400, 74, "Concurrent resource update error"),
    TRANSACTION_PROCESSING_ERROR(500, 78, "Transaction processing error"),
    ALREADY_SETTLED(400, 79, "Invoice already settled"),
    PROCESSING_TRANSACTION(400, 80, "Invoice has processing transaction"),
    MANUAL_REFUND_ONLY(400, 81, "Online refund not possible for payment method, use manual refund"),
    WRONG_STATE(400, 82, "Invoice wrong state"),
    AMOUNT_TOO_HIGH(400, 102, "Amount higher than authorized amount"),
    ALREADY_AUTHORIZED(400, 105, "Invoice already authorized"),
    MUST_BE_AUTHORIZED(400, 106, "Invoice must be authorized"),
    REFUND_NOT_FOUND(404, 107, "Refund not found"),
    CANCEL_FAILED(500, 108, "Transaction cancel failed"),
    UNKNOWN_SOURCE(400, 110, "Unknown or missing source"),
    RATE_LIMIT(429, 122, "Request rate limit exceeded"),
    CONCURRENCY_LIMIT(429, 123, "Concurrent request limit exceeded"),
    SEVERAL_SETTLES(400, 129, "Multiple settles not allowed for payment method"),
    PARTIAL_SETTLE(400, 130, "Partial settle not allowed for payment method"),
    SEVERAL_REFUNDS(400, 131, "Multiple refunds not allowed for payment method"),
    PARTIAL_REFUND(400, 132, "Partial refund not allowed for payment method"),
    TOO_MANY_SETTLES(400, 141, "Too many settles for invoice"),
    QUERY_TOO_LONG(400, 144, "Query took too long, adjust the time range"),
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

    /** The first with this number; those that share one have the same text. */
    static ErrorCode numbered(int number) {
        for (ErrorCode code : values()) {
            if (code.code == number) {
                return code;
            }
        }
        throw new IllegalArgumentException("no code " + number);
    }

    Refusal because(String message) {
        return new Refusal(this, message, null);
    }

    /** The acquirer's word goes with it. */
    Refusal of(String transactionError) {
        return new Refusal(this, null, transactionError);
    }

    Refusal refusal() {
        return new Refusal(this, null, null);
    }
}
