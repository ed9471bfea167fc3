package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Reply;

/**
 * The gateway's errors. Only few numbers have been seen on the wire; the vendor's table was not found, so those from
 * 9000 are ours and no client should know them. Which of 400 and 422 goes with each is assumed too.
 */
enum ErrorCode {
    // @formatter:off
    CAN_NOT_BE_CAPTURED(422, 4032, "Can not be captured"),
    BANK_REFUNDS_REFUSED(422, 4037, "Open banking payments cannot be refunded"),
    TIMESTAMP(401, 4997, "The timestamp is not valid"),
    THREE_DS_CANCELLED(422, 4018, "3D secure cancelled by issuing bank"),
    THREE_DS_TECHNICAL(422, 4028, "3DS failure due to technical errors"),
    MALFORMED(400, 9000, "The request can not be read"),
    NONCE(401, 9001, "The nonce is not valid"),
    INVALID_FIELD(422, 9002, "The request is not valid"),
    UNKNOWN_ACCOUNT(422, 9003, "There is no such processing account"),
    ORDER_PAID(422, 9004, "The order reference has been paid already"),
    CAN_NOT_BE_VOIDED(422, 9005, "Can not be voided"),
    CAN_NOT_BE_REFUNDED(422, 9006, "Can not be refunded"),
    AMOUNT_TOO_HIGH(422, 9007, "The amount is more than what stands"),
    ISSUER_DECLINED(422, 9008, "Declined by the issuer"),
    BANK_REFUSED(422, 9009, "Refused by the bank");
    // @formatter:on

    final int status;
    final int number;
    final String message;

    ErrorCode(int status, int number, String message) {
        this.status = status;
        this.number = number;
        this.message = message;
    }

    Refusal refusal() {
        return because(message);
    }

    Refusal because(String detail) {
        return new Refusal(EveryPayFaults.error(status, number, detail));
    }

    /** Without a body, as recorded. */
    static Refusal notAuthenticated() {
        return new Refusal(
                Reply.of(401, "text/plain", "").with("WWW-Authenticate", "Basic realm=\"API Authorization\""));
    }

    /** Its {@code error} is a text, unlike all others. */
    static Refusal notFound() {
        return new Refusal(Reply.json(404, "{\"status\":404,\"error\":\"Not Found\"}"));
    }
}
