package io.maksut.flatpay;

import io.maksut.error.CallReport;
import io.maksut.error.DeclinedException;
import io.maksut.error.MaksutException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonDocument;
import java.util.Optional;

/**
 * A failure that came with HTTP 200. A decline is final; a {@code processing_error} happened somewhere between the gateway
 * and the acquirer, so the money may have moved all the same.
 *
 * @param certain whether the gateway says that nothing moved
 * @param reason the gateway's own word for it
 */
record FrisbiiDecline(boolean certain, String reason) {
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
        return Optional.of(new FrisbiiDecline(declined, reason));
    }

    MaksutException exception(boolean nothingMoved, CallReport report) {
        if (certain && nothingMoved) {
            return new DeclinedException("declined: " + shortened(), report);
        }
        return new OutcomeUnknownException("the gateway reports an error in processing: " + shortened(), report);
    }

    /** Error codes are short words; anything else is not repeated. */
    String shortened() {
        return reason.matches("[a-z0-9_]{1,64}") ? reason : "no readable reason";
    }
}
