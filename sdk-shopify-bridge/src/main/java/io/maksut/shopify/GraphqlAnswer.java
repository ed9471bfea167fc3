package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.transport.Answer;

/**
 * An answer without errors.
 *
 * @param data of the document
 * @param body all of it
 */
record GraphqlAnswer(JsonDocument data, JsonDocument body, Answer answer) {
    /** Whether the search left out a part of the question as mistaken: then its result says nothing. */
    boolean searchWasMistaken() {
        return body.object("extensions")
                .map(it -> !it.objects("search").isEmpty())
                .orElse(false);
    }

    /** Data may be personal. */
    @Override
    public String toString() {
        return "GraphqlAnswer[" + answer.status() + "]";
    }
}
