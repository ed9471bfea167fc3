package io.maksut.sandbox.shopify.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.language.FieldDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.UnionTypeDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A schema that documents are executed over. Thread-safe. */
final class CompiledSchema {
    /** How many different documents are kept parsed. */
    private static final int DOCUMENTS = 500;

    private final GraphQLSchema schema;
    private final GraphQL graphQl;
    private final Map<String, PreparsedDocumentEntry> documents = new ConcurrentHashMap<>();

    /**
     * Compiles a schema. Types without a table have maps as their sources, connections have pages.
     *
     * @param typeOf which type a source has where a field may give several
     */
    CompiledSchema(String text, List<Fields<?>> tables, FieldFaults faults, Function<Object, String> typeOf) {
        TypeDefinitionRegistry types = new SchemaParser().parse(text);
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
        Scalars.all().stream()
                .filter(scalar -> types.scalars().containsKey(scalar.getName()))
                .forEach(wiring::scalar);
        Map<String, Fields<?>> byType = tables.stream().collect(Collectors.toMap(Fields::type, table -> table));
        for (ObjectTypeDefinition type : types.getTypes(ObjectTypeDefinition.class)) {
            Fields<?> table = byType.getOrDefault(type.getName(), implied(type));
            for (FieldDefinition field : type.getFieldDefinitions()) {
                if (!table.names().contains(field.getName())) {
                    throw new IllegalStateException("no row for " + type.getName() + "." + field.getName());
                }
            }
            table.addTo(wiring, faults);
        }
        TypeResolver resolver = environment -> {
            GraphQLObjectType type = environment.getSchema().getObjectType(typeOf.apply(environment.getObject()));
            return type;
        };
        types.getTypes(InterfaceTypeDefinition.class)
                .forEach(type -> wiring.type(type.getName(), builder -> builder.typeResolver(resolver)));
        types.getTypes(UnionTypeDefinition.class)
                .forEach(type -> wiring.type(type.getName(), builder -> builder.typeResolver(resolver)));
        schema = new SchemaGenerator().makeExecutableSchema(types, wiring.build());
        graphQl = GraphQL.newGraphQL(schema)
                .defaultDataFetcherExceptionHandler(new ErrorsOfFields())
                .preparsedDocumentProvider(
                        (input, parse) -> CompletableFuture.completedFuture(prepared(input.getQuery())))
                .build();
    }

    private static Fields<?> implied(ObjectTypeDefinition type) {
        if (type.getName().endsWith("Connection")) {
            return Fields.<Page<Object>>of(type.getName(), Page.class)
                    .row("nodes", Page::nodes)
                    .row("edges", Page::edges)
                    .row("pageInfo", page -> page);
        }
        if (type.getName().endsWith("Edge")) {
            return Fields.<Page.Edge>of(type.getName(), Page.Edge.class)
                    .row("cursor", Page.Edge::cursor)
                    .row("node", Page.Edge::node);
        }
        if (type.getName().equals("PageInfo")) {
            return Fields.<Page<Object>>of("PageInfo", Page.class)
                    .row("hasNextPage", Page::hasNextPage)
                    .row("hasPreviousPage", Page::hasPreviousPage)
                    .row("startCursor", Page::startCursor)
                    .row("endCursor", Page::endCursor);
        }
        Fields<Map<String, Object>> ofMap = Fields.of(type.getName(), Map.class);
        for (FieldDefinition field : type.getFieldDefinitions()) {
            ofMap.row(field.getName(), map -> map.get(field.getName()));
        }
        return ofMap;
    }

    GraphQLSchema schema() {
        return schema;
    }

    /** The document, or why it is none of this schema. */
    PreparsedDocumentEntry prepared(String query) {
        if (documents.size() > DOCUMENTS) {
            documents.clear();
        }
        return documents.computeIfAbsent(query, this::parse);
    }

    private PreparsedDocumentEntry parse(String query) {
        ParseAndValidateResult parsed = ParseAndValidate.parseAndValidate(
                schema, ExecutionInput.newExecutionInput(query).build());
        Document document = parsed.getDocument();
        return parsed.isFailure() || document == null
                ? new PreparsedDocumentEntry(parsed.getErrors())
                : new PreparsedDocumentEntry(document);
    }

    ExecutionResult execute(GraphqlRequest request, Caller caller) {
        return graphQl.execute(ExecutionInput.newExecutionInput(request.query())
                .operationName(request.operationName())
                .variables(request.variables())
                .graphQLContext(context -> context.of(Caller.class, caller))
                .build());
    }
}
