package io.maksut.shopify;

import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;

/**
 * What a document costs by the rules that Shopify publishes: an object 1, scalars and enums nothing, a mutation 10, a
 * connection as often as nodes are asked for. A list that is no connection counts as often as its {@code first} says, which
 * nobody publishes; taken so, no real price is higher.
 *
 * @see <a href="https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits">Shopify on rate limits</a>
 */
final class PublishedCost {
    private static final int MUTATION = 10;

    private final GraphQLSchema schema;
    private final OperationDefinition operation;

    PublishedCost(GraphQLSchema schema, Document document) {
        this.schema = schema;
        this.operation =
                document.getFirstDefinitionOfType(OperationDefinition.class).orElseThrow();
    }

    int points() {
        boolean mutation = operation.getOperation() == OperationDefinition.Operation.MUTATION;
        GraphQLFieldsContainer root = mutation ? schema.getMutationType() : schema.getQueryType();
        int selected = of(operation.getSelectionSet(), root);
        return mutation ? MUTATION * operation.getSelectionSet().getSelections().size() + selected : selected;
    }

    private int of(SelectionSet selections, GraphQLFieldsContainer parent) {
        int sum = 0;
        for (Selection<?> selection : selections.getSelections()) {
            sum += field((Field) selection, parent);
        }
        return sum;
    }

    private int field(Field field, GraphQLFieldsContainer parent) {
        if (field.getSelectionSet() == null) {
            return 0;
        }
        GraphQLFieldDefinition definition = parent.getFieldDefinition(field.getName());
        GraphQLType type = GraphQLTypeUtil.unwrapAll(definition.getType());
        GraphQLFieldsContainer container = (GraphQLFieldsContainer) type;
        int first = field.getArguments().stream()
                .filter(argument -> argument.getName().equals("first"))
                .map(Argument::getValue)
                .filter(IntValue.class::isInstance)
                .map(value -> ((IntValue) value).getValue().intValueExact())
                .findFirst()
                .orElse(1);
        String name = container.getName();
        if (name.equals("PageInfo")) {
            return 0;
        }
        int inside = of(field.getSelectionSet(), container);
        boolean wrapper = name.endsWith("Connection");
        return wrapper ? first * inside : first * (1 + inside);
    }
}
