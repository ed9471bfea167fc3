package io.maksut.flatpay;

import static io.maksut.transport.ErrorClass.ACCESS;
import static io.maksut.transport.ErrorClass.BY_HAND;
import static io.maksut.transport.ErrorClass.DECLINED;
import static io.maksut.transport.ErrorClass.NOT_FOUND;
import static io.maksut.transport.ErrorClass.TOO_BUSY;
import static io.maksut.transport.ErrorClass.TOO_WIDE;
import static io.maksut.transport.ErrorClass.TRY_AGAIN;
import static io.maksut.transport.ErrorClass.UNKNOWN;
import static io.maksut.transport.ErrorClass.WRONG_ADDRESS;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Answer;
import io.maksut.transport.ErrorClass;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The error codes of the gateway: number, the HTTP status that comes with it, what it means for the call, and the key
 * of the merchant's text. From the vendor's list as far as known ({@code /v1/error_codes}, and the table of the
 * vendor's shop plugin). A code that is not here says nothing about a write.
 */
enum FrisbiiError {
    // @formatter:off
    INVALID_REQUEST         (  1, 400, DECLINED,      "not_accepted"),
    INTERNAL                (  2, 500, UNKNOWN,       "gateway_error"),
    LOGIN                   (  3, 400, ACCESS,        "access"),
    NOT_AUTHENTICATED       (  6, 401, ACCESS,        "access"),
    UNAUTHORIZED            (  7, 403, ACCESS,        "rights"),
    PATH_NOT_FOUND          (  8, 404, WRONG_ADDRESS, "wrong_address"),
    CUSTOMER_NOT_FOUND      (  9, 404, NOT_FOUND,     "customer_not_found"),
    DUPLICATE_HANDLE        ( 11, 400, DECLINED,      "handle_taken"),
    MUST_BE_FUTURE          ( 14, 400, DECLINED,      "not_accepted"),
    CUSTOMER_MISSING        ( 18, 400, DECLINED,      "customer_missing"),
    CARD_NOT_FOUND          ( 19, 404, NOT_FOUND,     "method_not_found"),
    TEST_DATA               ( 20, 400, DECLINED,      "test_and_live"),
    LIVE_DATA               ( 21, 400, DECLINED,      "test_and_live"),
    FROM_AFTER_TO           ( 23, 400, DECLINED,      "not_accepted"),
    AMOUNT_MISSING          ( 24, 400, DECLINED,      "not_accepted"),
    ALREADY_CANCELLED       ( 29, 400, DECLINED,      "already_cancelled"),
    ACTIVE_TRANSACTIONS     ( 30, 400, DECLINED,      "active_transactions"),
    INVOICE_NOT_FOUND       ( 31, 404, NOT_FOUND,     "payment_not_found"),
    LIVE_SUBSCRIPTIONS      ( 32, 400, DECLINED,      "customer_in_use"),
    PENDING_INVOICES        ( 33, 400, DECLINED,      "customer_in_use"),
    BAD_TOKEN               ( 34, 400, DECLINED,      "card_token"),
    METHOD_NOT_FOUND        ( 40, 404, NOT_FOUND,     "method_not_found"),
    METHOD_NOT_INACTIVE     ( 41, 400, DECLINED,      "method_state"),
    METHOD_NOT_ACTIVE       ( 42, 400, DECLINED,      "method_state"),
    NOT_IMPLEMENTED         ( 43, 501, UNKNOWN,       "gateway_error"),
    WEBHOOK_NOT_FOUND       ( 46, 404, NOT_FOUND,     "not_found"),
    EVENT_NOT_FOUND         ( 47, 404, NOT_FOUND,     "not_found"),
    SEARCH                  ( 50, 400, DECLINED,      "not_accepted"),
    NO_LINES                ( 54, 400, DECLINED,      "not_accepted"),
    AGREEMENT_NOT_FOUND     ( 55, 404, NOT_FOUND,     "agreement_missing"),
    NOT_SETTLED             ( 64, 400, DECLINED,      "not_captured"),
    REFUND_TOO_HIGH         ( 65, 400, DECLINED,      "refund_too_high"),
    REFUND_FAILED           ( 66, 500, UNKNOWN,       "processing_error"),
    TRANSACTION_NOT_FOUND   ( 70, 404, NOT_FOUND,     "transaction_not_found"),
    CUSTOMER_DELETED        ( 71, 404, NOT_FOUND,     "customer_deleted"),
    CURRENCY_CHANGE         ( 72, 400, DECLINED,      "currency"),
    CONCURRENT_UPDATE       ( 74, 400, TRY_AGAIN,     "concurrent"),
    NO_METHOD_GIVEN         ( 76, 400, DECLINED,      "method_not_found"),
    TRANSACTION_DECLINED    ( 77, 400, DECLINED,      "declined"),
    PROCESSING_ERROR        ( 78, 500, UNKNOWN,       "processing_error"),
    ALREADY_SETTLED         ( 79, 400, DECLINED,      "already_captured"),
    PROCESSING_TRANSACTION  ( 80, 400, TRY_AGAIN,     "processing"),
    MANUAL_REFUND_ONLY      ( 81, 400, BY_HAND,       "manual_refund_only"),
    INVOICE_STATE           ( 82, 400, DECLINED,      "payment_state"),
    CUSTOMER_CHANGE         ( 99, 400, DECLINED,      "customer_change"),
    AMOUNT_CHANGE           (100, 400, DECLINED,      "amount_change"),
    OTHER_INVOICE           (101, 400, DECLINED,      "other_payment"),
    ABOVE_AUTHORIZED        (102, 400, DECLINED,      "above_authorised"),
    TOKEN_USED              (103, 400, DECLINED,      "card_token"),
    TOKEN_EXPIRED           (104, 400, DECLINED,      "card_token"),
    ALREADY_AUTHORIZED      (105, 400, DECLINED,      "already_authorised"),
    MUST_BE_AUTHORIZED      (106, 400, DECLINED,      "not_authorised"),
    REFUND_NOT_FOUND        (107, 404, NOT_FOUND,     "refund_not_found"),
    CANCEL_FAILED           (108, 500, UNKNOWN,       "processing_error"),
    TRANSACTION_STATE       (109, 400, DECLINED,      "payment_state"),
    SOURCE                  (110, 400, DECLINED,      "method_not_found"),
    INVOICE_TYPE            (112, 400, DECLINED,      "payment_state"),
    RATE_LIMIT              (122, 429, TOO_BUSY,      "too_busy"),
    CONCURRENCY_LIMIT       (123, 429, TOO_BUSY,      "too_busy"),
    METHOD_IN_USE           (124, 400, DECLINED,      "method_state"),
    METHOD_NOT_PENDING      (127, 400, DECLINED,      "method_state"),
    METHOD_PENDING          (128, 400, DECLINED,      "method_state"),
    NO_SEVERAL_SETTLES      (129, 400, DECLINED,      "no_several_captures"),
    NO_PARTIAL_SETTLE       (130, 400, DECLINED,      "no_partial_capture"),
    NO_SEVERAL_REFUNDS      (131, 400, DECLINED,      "no_several_refunds"),
    NO_PARTIAL_REFUND       (132, 400, DECLINED,      "no_partial_refund"),
    PAYOUT_133              (133, 400, DECLINED,      "payout"),
    PAYOUT_134              (134, 400, DECLINED,      "payout"),
    PAYOUT_135              (135, 400, DECLINED,      "payout"),
    PAYOUT_136              (136, 400, DECLINED,      "payout"),
    PAYOUT_NOT_FOUND        (137, 404, NOT_FOUND,     "payout"),
    NO_VERIFICATION         (138, 400, DECLINED,      "method_state"),
    CURRENCY_OF_METHOD      (139, 400, DECLINED,      "currency"),
    METHOD_NOT_REUSABLE     (140, 400, DECLINED,      "method_state"),
    TOO_MANY_SETTLES        (141, 400, DECLINED,      "too_many_captures"),
    QUERY_TOO_LONG          (144, 400, TOO_WIDE,      "query_too_long"),
    ZERO_AMOUNT             (145, 400, DECLINED,      "amount"),
    NON_POSITIVE_AMOUNT     (146, 422, DECLINED,      "amount"),
    METHOD_FAILED           (147, 400, DECLINED,      "declined"),
    DEBTOR_ID_161           (161, 400, DECLINED,      "not_accepted"),
    DEBTOR_ID_166           (166, 400, DECLINED,      "not_accepted"),
    NOT_IN_PLAN             (209, 403, DECLINED,      "not_in_plan"),
    NO_METHODS              (601, 400, DECLINED,      "no_methods"),
    CONFIGURATION_NOT_FOUND (603, 404, DECLINED,      "configuration"),
    CARD_ON_FILE            (604, 400, DECLINED,      "card_token");
    // @formatter:on

    private static final Map<String, FrisbiiError> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(FrisbiiError::code, Function.identity()));

    private final int number;
    private final int status;
    private final ErrorClass meaning;
    private final String text;

    FrisbiiError(int number, int status, ErrorClass meaning, String text) {
        this.number = number;
        this.status = status;
        this.meaning = meaning;
        this.text = text;
    }

    static Optional<FrisbiiError> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    String code() {
        return Integer.toString(number);
    }

    /** The status in the vendor's list; the gateway also answers with other 4xx. */
    int status() {
        return status;
    }

    ErrorClass meaning() {
        return meaning;
    }

    /** The key of its text. */
    String text() {
        return text;
    }

    /**
     * An answer in the gateway's own error form: a JSON object with a code and a text that names no status other than
     * the answer's. Proxies on the way write other forms.
     *
     * @param code as the gateway wrote it; may be unknown
     */
    record Form(String code, String message) {
        static Optional<Form> of(Answer answer) {
            try {
                JsonDocument body = answer.json();
                Optional<Long> code = body.integer("code");
                Optional<String> error = body.text("error");
                boolean otherStatus = body.integer("http_status")
                        .filter(it -> it != answer.status())
                        .isPresent();
                return code.isEmpty() || error.isEmpty() || otherStatus
                        ? Optional.empty()
                        : Optional.of(new Form(
                                Long.toString(code.get()),
                                body.plainText("message").or(() -> error).orElse("")));
            } catch (JsonFormatException notThatForm) {
                return Optional.empty();
            }
        }

        Optional<FrisbiiError> known() {
            return FrisbiiError.of(code);
        }
    }
}
