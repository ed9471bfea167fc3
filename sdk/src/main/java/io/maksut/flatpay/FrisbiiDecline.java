package io.maksut.flatpay;

import io.maksut.error.CallReport;
import io.maksut.error.DeclinedException;
import io.maksut.error.MaksutException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonDocument;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A failure that was answered with HTTP 200. A decline is final; a {@code processing_error} happened between the
 * gateway and the acquirer, so the money may have moved.
 *
 * @param certain whether the gateway says that nothing moved
 * @param reason the gateway's own word for it
 */
record FrisbiiDecline(boolean certain, String reason) {
    // @formatter:off
    /** The gateway's codes of declines, and the keys of our texts. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("insufficient_funds",            "insufficient_funds"),
            Map.entry("settle_blocked",                "settle_blocked"),
            Map.entry("credit_card_expired",           "credit_card_expired"),
            Map.entry("credit_card_lost_or_stolen",    "credit_card_lost_or_stolen"),
            Map.entry("credit_card_suspected_fraud",   "credit_card_suspected_fraud"),
            Map.entry("declined_by_acquirer",          "declined"),
            Map.entry("refund_amount_too_high",        "refund_too_high"),
            Map.entry("authorization_expired",         "authorization_expired"),
            Map.entry("authorization_amount_exceeded", "authorization_amount_exceeded"),
            Map.entry("authorization_voided",          "authorization_voided"),
            Map.entry("sca_required",                  "sca_required"),
            Map.entry("risk_filter_block",             "risk_filter_block"),
            Map.entry("fraud_block",                   "fraud_block"),
            Map.entry("emv_token_deleted",             "card_token"),
            Map.entry("emv_token_suspended",           "card_token"));
    // @formatter:on

    /** The vendor says of these that the money may have moved, whatever state they come with. */
    private static final Pattern PROCESSING = Pattern.compile("acquirer_([a-z]+_)?error|processing_error");

    static Optional<FrisbiiDecline> of(JsonDocument answer) {
        Optional<String> errorState = answer.text("error_state");
        boolean failed =
                answer.text("state").filter(FrisbiiStates.FAILED::equals).isPresent();
        if (!failed && errorState.isEmpty()) {
            return Optional.empty();
        }
        boolean declined = errorState
                .map(it -> it.equals("soft_declined") || it.equals("hard_declined"))
                .orElse(failed);
        String reason = answer.text("error").or(() -> errorState).orElse("failed");
        boolean processing = PROCESSING.matcher(reason).matches();
        return Optional.of(new FrisbiiDecline(declined && !processing, reason));
    }

    MaksutException exception(boolean nothingMoved, CallReport report) {
        if (certain && nothingMoved) {
            return new DeclinedException("declined: " + shortened(), report);
        }
        return new OutcomeUnknownException("the gateway reports an error in processing: " + shortened(), report);
    }

    /** The outcome of an attempt; {@code unchanged}: whether the answer shows that nothing moved. */
    Outcome outcome(boolean unchanged, CallReport report) {
        // An earlier copy of this call may still be on its way.
        boolean afterUnknown = report.attempts() > 1;
        return certain && unchanged
                ? new Outcome.Declined(words(), afterUnknown, report)
                : new Outcome.Unknown(certain ? Texts.reason("processing_error") : words(), report);
    }

    /** Why, in words for the merchant. */
    OutcomeReason words() {
        return Texts.reason(certain ? WORDS.getOrDefault(reason, "declined") : "processing_error");
    }

    /** Error codes are short words; other text is not repeated. */
    private String shortened() {
        return reason.matches("[a-z0-9_]{1,64}") ? reason : "no readable reason";
    }
}
