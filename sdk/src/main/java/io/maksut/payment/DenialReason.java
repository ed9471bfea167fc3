package io.maksut.payment;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why something may not be done to a payment, in words that help the merchant. Immutable and thread-safe. */
public final class DenialReason {
    /** The kinds of denial, for programs; {@link #explain} is for people. */
    public enum Code {
        /** No payment in this status allows the action, whatever its method. */
        STATUS_DOES_NOT_ALLOW,
        /** In this status other methods allow the action, this one does not. */
        METHOD_DOES_NOT_ALLOW,
        /** The status would allow the action, the gateway account cannot do it for this payment. */
        GATEWAY_CANNOT,
        /** Nothing is left to capture, void or refund. */
        NOTHING_LEFT,
        /** More than is left. */
        ABOVE_LIMIT,
        /** Zero or less. */
        NOT_POSITIVE,
        /** Another currency than the payment's. */
        CURRENCY_MISMATCH,
        /** A PayPal authorisation is reviewed in the PayPal account (EveryPay table, row Autorizēts, PayPal). */
        REVIEW_IN_PAYPAL,
        /** A PayPal payment is refunded in the PayPal account. */
        REFUND_IN_PAYPAL,
        /** The bank is already taking the money back: a refund would pay twice. */
        CHARGEBACK_OPEN,
        /** The money was taken: neither captured again nor voided. */
        ALREADY_CAPTURED,
        /** A part was taken; the rest is still reserved, and is released at the gateway itself, not through us. */
        REST_RESERVED,
        /** Neither document nor we know this status for this method. */
        NOT_DOCUMENTED,
        /** The gateway said a status that we do not know. */
        STATUS_UNKNOWN,
        /** The gateway would only change the status: a person has to transfer the money. */
        REFUND_BY_HAND,
        /** A partial action for everything that is left. */
        NOT_PARTIAL,
        /** A full action for less than everything that is left. */
        NOT_FULL
    }

    private final Code code;
    private final PaymentAction action;
    private final PaymentStatus status;
    private final PaymentMethod method;
    private final String gateway;
    private final String guidance;
    private final @Nullable Money limit;
    private final Payment payment;

    DenialReason(
            Code code, PaymentAction action, Payment payment, String gateway, String guidance, @Nullable Money limit) {
        this.code = code;
        this.action = action;
        this.payment = payment;
        this.status = payment.status();
        this.method = payment.method();
        this.gateway = gateway;
        this.guidance = guidance;
        this.limit = limit;
    }

    /** For programs; {@link #explain} says it to people. */
    public Code code() {
        return code;
    }

    /** What is denied. */
    public PaymentAction action() {
        return action;
    }

    /** Why, and what to do instead, in English, Finnish or Latvian; any other language reads English. */
    public String explain(Locale locale) {
        Locale language = Texts.languageOf(locale);
        Optional<String> until =
                code == Code.REST_RESERVED ? ReservedWording.reservedUntil(payment, language) : Optional.empty();
        return Texts.text(
                language,
                "denial." + code + (until.isPresent() ? ".until" : ""),
                action.label(language),
                status.label(language),
                method.label(language),
                gateway,
                Texts.text(language, "guidance." + guidance),
                limit == null ? "" : limit.format(language),
                until.orElse(""));
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof DenialReason other
                && code == other.code
                && action == other.action
                && status == other.status
                && method == other.method
                && gateway.equals(other.gateway)
                && Objects.equals(limit, other.limit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, action, status, method, gateway, limit);
    }

    /** The English explanation. */
    @Override
    public String toString() {
        return explain(Locale.ENGLISH);
    }
}
