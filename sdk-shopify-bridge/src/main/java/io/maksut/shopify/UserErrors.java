package io.maksut.shopify;

import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Redaction;
import java.util.Optional;

/** The errors that a mutation reports with status 200, within its result. */
final class UserErrors {
    private static final Redaction REDACTION = Redaction.standard();

    private UserErrors() {}

    /**
     * The words of the first one, not redacted; empty if there is none.
     *
     * @throws OutcomeUnknownException if the answer cannot be understood: the mutation was carried out
     */
    static Optional<String> first(GraphqlAnswer answer, Operation operation) {
        return find(answer, operation).map(error -> error.plainText("message").orElse(""));
    }

    /** The code of the first one; empty if it has none. */
    static Optional<String> code(GraphqlAnswer answer, Operation operation) {
        return find(answer, operation).flatMap(error -> error.plainText("code")).filter(code -> code.length() <= 100);
    }

    private static Optional<JsonDocument> find(GraphqlAnswer answer, Operation operation) {
        try {
            return answer.data()
                    .object(operation.root())
                    .flatMap(payload -> payload.objects("userErrors").stream().findFirst());
        } catch (JsonFormatException e) {
            throw new OutcomeUnknownException(
                    "the shop's answer cannot be understood", answer.answer().report());
        }
    }

    /** The words as they may be logged and shown. */
    static String redacted(String words) {
        return REDACTION.redact(words);
    }
}
