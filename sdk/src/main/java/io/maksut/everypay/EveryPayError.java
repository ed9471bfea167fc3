package io.maksut.everypay;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code error} of an answer: an object with a code and a text, or (404) a text.
 *
 * @param code the gateway's number of the error, as text; null if it gave none
 */
record EveryPayError(@Nullable String code, String message) {
    /** Empty if the answer has no such field, or an empty one. A field of any other form is an error without a code. */
    static Optional<EveryPayError> of(JsonDocument answer) {
        if (!answer.has("error")) {
            return Optional.empty();
        }
        try {
            return answer.object("error")
                    .map(it -> new EveryPayError(
                            it.text("code").orElse(null), it.text("message").orElse("")))
                    .filter(it -> it.code() != null || !it.message().isEmpty());
        } catch (JsonFormatException notAnObject) {
            return Optional.of(new EveryPayError(null, text(answer)));
        }
    }

    /** Whether this is the gateway's own 404: a body that repeats the status and has the text "Not Found". */
    static boolean saysNotFound(JsonDocument answer) {
        try {
            return answer.integer("status").filter(it -> it == 404).isPresent()
                    && text(answer).equals("Not Found");
        } catch (JsonFormatException anotherForm) {
            return false;
        }
    }

    private static String text(JsonDocument answer) {
        try {
            return answer.text("error").orElse("");
        } catch (JsonFormatException neither) {
            return "an error in a form that is not known";
        }
    }
}
