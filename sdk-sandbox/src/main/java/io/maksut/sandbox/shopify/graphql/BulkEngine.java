package io.maksut.sandbox.shopify.graphql;

import graphql.ExecutionResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.maksut.sandbox.shopify.shop.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries in bulk: one query, with one to five connections, nested at most two deep.
 *
 * @param schemas by version
 */
record BulkEngine(Function<String, CompiledSchema> schemas) implements BulkOperations.Engine {
    private static final int CONNECTIONS = 5;
    private static final int NESTED = 2;

    @Override
    public BulkResult run(String query, Caller caller) {
        ExecutionResult result =
                schemas.apply(caller.version()).execute(new GraphqlRequest(query, null, Map.of()), caller);
        return BulkResult.of(result.getData());
    }

    @Override
    public void check(String query, Caller caller) {
        CompiledSchema schema = schemas.apply(caller.version());
        PreparsedDocumentEntry prepared = schema.prepared(query);
        Document document = prepared.getDocument();
        if (prepared.hasErrors() || document == null) {
            throw new Refusal(
                    "Invalid bulk query: " + prepared.getErrors().get(0).getMessage(), "query");
        }
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        if (operations.size() != 1 || operations.get(0).getOperation() != OperationDefinition.Operation.QUERY) {
            throw new Refusal("Bulk queries must be one query", "query");
        }
        List<Integer> depths = new ArrayList<>();
        connections(operations.get(0).getSelectionSet(), schema.schema().getQueryType(), 0, depths);
        if (depths.isEmpty()) {
            throw new Refusal("Bulk queries must contain at least one connection.", "query");
        }
        if (depths.size() > CONNECTIONS || depths.stream().anyMatch(depth -> depth > NESTED)) {
            throw new Refusal("Bulk queries have at most five connections, nested at most two deep.", "query");
        }
    }

    /** The depth of each connection, counting those around it; fragments are not looked into. */
    private static void connections(
            @Nullable SelectionSet selections, GraphQLType type, int depth, List<Integer> depths) {
        if (selections == null || !(type instanceof GraphQLFieldsContainer container)) {
            return;
        }
        for (Selection<?> selection : selections.getSelections()) {
            if (!(selection instanceof Field field)) {
                continue;
            }
            GraphQLFieldDefinition definition = container.getFieldDefinition(field.getName());
            if (definition == null) {
                continue;
            }
            GraphQLType inner = GraphQLTypeUtil.unwrapAll(definition.getType());
            boolean connection = GraphQLTypeUtil.simplePrint(inner).endsWith("Connection");
            if (connection) {
                depths.add(depth);
            }
            connections(field.getSelectionSet(), inner, connection ? depth + 1 : depth, depths);
        }
    }
}
