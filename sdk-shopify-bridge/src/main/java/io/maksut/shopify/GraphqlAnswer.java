package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.transport.Answer;

/**
 * An answer without errors.
 *
 * @param data the result of the document
 * @param body the whole body
 */
record GraphqlAnswer(JsonDocument data, JsonDocument body, Answer answer) {
    /** Whether the search ignored a part of the query as mistaken: then its result means nothing. */
    boolean searchWasMistaken() {
        return body.object("extensions")
                .map(it -> !it.objects("search").isEmpty())
                .orElse(false);
    }

    /** Shows no data, which may be personal. */
    @Override
    public String toString() {
        return "GraphqlAnswer[" + answer.status() + "]";
    }
}
