package io.maksut.sandbox.shopify.graphql;

import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import io.maksut.sandbox.WireRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The idempotency key in a request, for the journal. */
public final class IdempotencyDirective {
    private static final String NAME = "idempotent";

    private IdempotencyDirective() {}

    /** The key of the first field that has one, or null. */
    public static @Nullable String of(WireRequest wire) {
        if (!wire.body().contains("@" + NAME)) {
            return null;
        }
        Optional<GraphqlRequest> request = GraphqlRequest.of(wire);
        if (request.isEmpty()) {
            return null;
        }
        try {
            return key(Parser.parse(request.get().query()), request.get().variables());
        } catch (InvalidSyntaxException e) {
            // The endpoint says what is wrong with it; it has no key.
            return null;
        }
    }

    private static @Nullable String key(Document document, Map<String, Object> variables) {
        for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            for (Selection<?> selection : operation.getSelectionSet().getSelections()) {
                if (selection instanceof Field field) {
                    for (Directive directive : field.getDirectives(NAME)) {
                        Argument key = directive.getArgument("key");
                        if (key != null) {
                            return text(key.getValue(), variables);
                        }
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable String text(Value<?> value, Map<String, Object> variables) {
        if (value instanceof StringValue string) {
            return string.getValue();
        }
        Object given = value instanceof VariableReference reference ? variables.get(reference.getName()) : null;
        return given == null ? null : given.toString();
    }
}
