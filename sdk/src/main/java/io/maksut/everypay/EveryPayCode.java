package io.maksut.everypay;

import static io.maksut.transport.ErrorClass.ACCESS;
import static io.maksut.transport.ErrorClass.DECLINED;
import static io.maksut.transport.ErrorClass.UNKNOWN;

import io.maksut.transport.ErrorClass;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The error codes of the gateway: number, what it means for the call, and the key of the merchant's text. Only a part
 * of the vendor's table is known, and not which HTTP status comes with a code. A code that is not here says nothing
 * about a write. 2xxx is the gateway's own check, 3xxx the issuer, 4xxx gateway or technical.
 */
enum EveryPayCode {
    // @formatter:off
    TECHNICAL_399           ( 399, UNKNOWN,  "technical"),
    BRAND_UNSUPPORTED       (2014, DECLINED, "card_brand"),
    YEAR_TOO_FAR            (2018, DECLINED, "card_data"),
    MONTH_PAST              (2020, DECLINED, "card_data"),
    HOLDER_NAME             (2026, DECLINED, "card_data"),
    CARD_EXPIRED            (2038, DECLINED, "card_expired"),
    ORDER_REFERENCE_USED    (2050, DECLINED, "order_reference_used"),
    MERCHANT_SUSPENDED      (2056, DECLINED, "merchant_suspended"),
    BRAND_OFF               (2090, DECLINED, "card_brand"),
    LINK_DISABLED           (2091, DECLINED, "link_disabled"),
    TOKEN_NOT_ACTIVE        (2093, DECLINED, "card_token"),
    FRAUD_RULE_ACCOUNT      (2094, DECLINED, "configuration"),
    TOKEN_AGREEMENT         (2095, DECLINED, "card_token"),
    DO_NOT_HONOR            (3001, DECLINED, "issuer"),
    MERCHANT_NOT_PERMITTED  (3002, DECLINED, "issuer_forbids"),
    RESTRICTED_CARD         (3003, DECLINED, "card_restricted"),
    CARD_3009               (3009, DECLINED, "card_restricted"),
    CARD_3015               (3015, DECLINED, "card_restricted"),
    CARD_3018               (3018, DECLINED, "card_restricted"),
    ISSUER_TIMED_OUT        (3045, UNKNOWN,  "issuer_silent"),
    ISSUER_SIGNED_OFF       (3057, UNKNOWN,  "issuer_silent"),
    CARD_3058               (3058, DECLINED, "card_restricted"),
    THREE_DS_CANCELLED      (4018, DECLINED, "three_ds"),
    THREE_DS_TECHNICAL      (4028, DECLINED, "three_ds"),
    CAN_NOT_BE_CAPTURED     (4032, DECLINED, "not_capturable"),
    NO_BANK_REFUND          (4037, DECLINED, "no_bank_refund"),
    BAD_TIMESTAMP           (4997, ACCESS,   "clock"),
    TECHNICAL_4999          (4999, UNKNOWN,  "technical");
    // @formatter:on

    private static final Map<String, EveryPayCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(EveryPayCode::code, Function.identity()));

    private final int number;
    private final ErrorClass meaning;
    private final String text;

    EveryPayCode(int number, ErrorClass meaning, String text) {
        this.number = number;
        this.meaning = meaning;
        this.text = text;
    }

    static Optional<EveryPayCode> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    String code() {
        return Integer.toString(number);
    }

    ErrorClass meaning() {
        return meaning;
    }

    /** The key of its text. */
    String text() {
        return text;
    }
}
