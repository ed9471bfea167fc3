package io.maksut.sandbox.shopify.graphql;

import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableReference;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a document costs by the published rules: an object 1, scalars and enums nothing, a connection as many of its nodes as
 * are asked for, a mutation 10. The real cost is counted over the nodes that were found.
 */
final class QueryCost {
    private static final int MUTATION = 10;

    private final GraphQLSchema schema;
    private final Document document;
    private final OperationDefinition operation;
    private final Map<String, Object> variables;

    QueryCost(GraphQLSchema schema, Document document, OperationDefinition operation, Map<String, Object> variables) {
        this.schema = schema;
        this.document = document;
        this.operation = operation;
        this.variables = variables;
    }

    /** Before it is executed. */
    long requested() {
        return total(null);
    }

    /** After it was executed. */
    long actual(@Nullable Object data) {
        return data instanceof Map<?, ?> map ? total(map) : 0;
    }

    private long total(@Nullable Map<?, ?> data) {
        boolean mutation = operation.getOperation() == OperationDefinition.Operation.MUTATION;
        if (mutation) {
            return (long) MUTATION * operation.getSelectionSet().getSelections().size();
        }
        return selection(operation.getSelectionSet(), schema.getQueryType(), data);
    }

    /** @param data what was found, null while nothing is known */
    private long selection(@Nullable SelectionSet selections, GraphQLType type, @Nullable Map<?, ?> data) {
        if (selections == null) {
            return 0;
        }
        long sum = 0;
        long dearestFragment = 0;
        boolean oneOfThem = type instanceof GraphQLUnionType;
        for (Selection<?> selection : selections.getSelections()) {
            long cost = 0;
            if (selection instanceof Field field) {
                cost = field(field, type, data);
            } else if (selection instanceof InlineFragment fragment) {
                GraphQLType on = fragment.getTypeCondition() == null
                        ? type
                        : schema.getType(fragment.getTypeCondition().getName());
                cost = selection(fragment.getSelectionSet(), on == null ? type : on, data);
            } else if (selection instanceof FragmentSpread spread) {
                FragmentDefinition fragment = document.getDefinitionsOfType(FragmentDefinition.class).stream()
                        .filter(candidate -> candidate.getName().equals(spread.getName()))
                        .findFirst()
                        .orElseThrow();
                GraphQLType on = schema.getType(fragment.getTypeCondition().getName());
                cost = selection(fragment.getSelectionSet(), on == null ? type : on, data);
            }
            if (oneOfThem && !(selection instanceof Field)) {
                dearestFragment = Math.max(dearestFragment, cost);
            } else {
                sum += cost;
            }
        }
        return sum + dearestFragment;
    }

    private long field(Field field, GraphQLType parent, @Nullable Map<?, ?> data) {
        GraphQLFieldDefinition definition = parent instanceof GraphQLFieldsContainer container
                ? container.getFieldDefinition(field.getName())
                : null;
        if (definition == null
                || field.getSelectionSet() == null
                || field.getName().equals("pageInfo")) {
            return 0;
        }
        GraphQLType type = GraphQLTypeUtil.unwrapAll(definition.getType());
        Object found = data == null ? null : data.get(field.getResultKey());
        if (data != null && found == null) {
            return 0;
        }
        String name = GraphQLTypeUtil.simplePrint(type);
        if (name.endsWith("Connection")) {
            return connection(field, type, (Map<?, ?>) found);
        }
        if (found instanceof List<?> list) {
            return list.stream()
                    .mapToLong(one -> object(field, type, (Map<?, ?>) one))
                    .sum();
        }
        long one = object(field, type, (Map<?, ?>) found);
        return found == null && GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(definition.getType()))
                ? one * size(field).orElse(1)
                : one;
    }

    private long object(Field field, GraphQLType type, @Nullable Map<?, ?> data) {
        return 1 + selection(field.getSelectionSet(), type, data);
    }

    /** Nodes count, also those in edges; the wrapping does not. */
    private long connection(Field field, GraphQLType type, @Nullable Map<?, ?> data) {
        SelectionSet selections = field.getSelectionSet();
        if (selections == null) {
            return 0;
        }
        long sum = 0;
        for (Selection<?> selection : selections.getSelections()) {
            if (!(selection instanceof Field inner) || inner.getSelectionSet() == null) {
                continue;
            }
            GraphQLFieldDefinition definition = ((GraphQLFieldsContainer) type).getFieldDefinition(inner.getName());
            if (definition == null || inner.getName().equals("pageInfo")) {
                continue;
            }
            GraphQLType innerType = GraphQLTypeUtil.unwrapAll(definition.getType());
            boolean edges = inner.getName().equals("edges");
            Object found = data == null ? null : data.get(inner.getResultKey());
            if (found instanceof List<?> list) {
                for (Object one : list) {
                    Map<?, ?> node = (Map<?, ?>) one;
                    sum += edges ? selection(inner.getSelectionSet(), innerType, node) : object(inner, innerType, node);
                }
            } else if (data == null) {
                long one = edges ? selection(inner.getSelectionSet(), innerType, null) : object(inner, innerType, null);
                sum += one * size(field).orElse(1);
            }
        }
        return sum;
    }

    /** What {@code first} or {@code last} says. */
    private Optional<Integer> size(Field field) {
        for (Argument argument : field.getArguments()) {
            if (argument.getName().equals("first") || argument.getName().equals("last")) {
                if (argument.getValue() instanceof IntValue number) {
                    return Optional.of(Math.max(0, number.getValue().intValue()));
                }
                if (argument.getValue() instanceof VariableReference reference) {
                    return size(reference.getName());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> size(String variable) {
        if (variables.get(variable) instanceof Number number) {
            return Optional.of(Math.max(0, number.intValue()));
        }
        return operation.getVariableDefinitions().stream()
                .filter(definition -> definition.getName().equals(variable))
                .filter(definition -> definition.getDefaultValue() instanceof IntValue)
                .map(definition -> Math.max(
                        0, ((IntValue) definition.getDefaultValue()).getValue().intValue()))
                .findFirst();
    }
}
