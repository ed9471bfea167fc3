package io.maksut.sandbox.shopify.graphql;

import com.google.gson.JsonObject;
import graphql.ErrorClassification;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.AbortExecutionException;
import graphql.execution.NonNullableValueCoercedAsNullException;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.schema.CoercingParseValueException;
import graphql.validation.ValidationError;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.access.ShopStatus;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One GraphQL endpoint: who asks is known already, here the document is checked, priced, paid for and executed. Errors of
 * documents come with status 200. Thread-safe.
 */
final class GraphqlEndpoint {
    private static final long DEAREST = 1000;
    private static final int MAX_BODY = 1_000_000;

    private final Function<String, CompiledSchema> schemas;
    private final CostBucket bucket;
    private final Clock clock;

    /** @param schemas by version */
    GraphqlEndpoint(Function<String, CompiledSchema> schemas, CostBucket bucket, Clock clock) {
        this.schemas = schemas;
        this.bucket = bucket;
        this.clock = clock;
    }

    Reply answer(WireRequest wire, App app, String version, ShopStatus status) {
        Optional<GraphqlRequest> read = wire.body().length() > MAX_BODY ? Optional.empty() : GraphqlRequest.of(wire);
        if (read.isEmpty()) {
            return Reply.json(400, "{\"errors\":{\"query\":\"Required parameter missing or invalid\"}}");
        }
        if (status == ShopStatus.INACTIVE) {
            return reply(errors(error("SHOP_INACTIVE", "The shop is inactive.", Map.of())));
        }
        GraphqlRequest request = read.get();
        CompiledSchema schema = schemas.apply(version);
        PreparsedDocumentEntry prepared = schema.prepared(request.query());
        Document document = prepared.getDocument();
        if (prepared.hasErrors() || document == null) {
            return reply(Map.of(
                    "errors",
                    prepared.getErrors().stream().map(GraphqlEndpoint::error).toList()));
        }
        Optional<OperationDefinition> operation = operation(document, request.operationName());
        if (operation.isEmpty()) {
            return reply(errors(error("missingOperation", "An operation name is required", Map.of())));
        }
        QueryCost cost = new QueryCost(schema.schema(), document, operation.get(), request.variables());
        return priced(request, schema, cost, new Caller(app, version, clock.instant(), false));
    }

    private Reply priced(GraphqlRequest request, CompiledSchema schema, QueryCost cost, Caller caller) {
        long requested = cost.requested();
        if (requested > DEAREST) {
            return reply(errors(error(
                    "MAX_COST_EXCEEDED",
                    "Query cost is " + requested + ", which exceeds the single query max cost limit (" + DEAREST + ").",
                    Map.of("cost", requested, "maxCost", DEAREST))));
        }
        if (!bucket.take(requested)) {
            Map<String, @Nullable Object> throttled = errors(error(
                    "THROTTLED", "Throttled", Map.of("documentation", "https://shopify.dev/api/usage/rate-limits")));
            throttled.put("extensions", extensions(requested, null, caller));
            return reply(throttled);
        }
        ExecutionResult result = schema.execute(request, caller);
        long actual = Math.min(requested, cost.actual(result.getData()));
        bucket.giveBack(requested - actual);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        if (!result.getErrors().isEmpty()) {
            answer.put(
                    "errors",
                    result.getErrors().stream().map(GraphqlEndpoint::error).toList());
        }
        if (result.isDataPresent()) {
            answer.put("data", result.getData());
        }
        answer.put("extensions", extensions(requested, actual, caller));
        return reply(answer);
    }

    private static Optional<OperationDefinition> operation(Document document, @Nullable String name) {
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        if (name == null || name.isEmpty()) {
            return operations.size() == 1 ? Optional.of(operations.get(0)) : Optional.empty();
        }
        return operations.stream()
                .filter(operation -> name.equals(operation.getName()))
                .findFirst();
    }

    private Map<String, Object> extensions(long requested, @Nullable Long actual, Caller caller) {
        Map<String, @Nullable Object> cost = new LinkedHashMap<>();
        cost.put("requestedQueryCost", requested);
        cost.put("actualQueryCost", actual);
        Map<String, Object> throttle = new LinkedHashMap<>();
        throttle.put("maximumAvailable", (double) bucket.capacity());
        throttle.put("currentlyAvailable", bucket.available());
        throttle.put("restoreRate", (double) bucket.restoredPerSecond());
        cost.put("throttleStatus", throttle);
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("cost", cost);
        if (!caller.warnings().isEmpty()) {
            extensions.put(
                    "search",
                    caller.warnings().stream()
                            .map(found -> Map.of(
                                    "path", List.of(found.path()),
                                    "query", found.query(),
                                    "warnings",
                                            found.warnings().stream()
                                                    .map(warning -> Map.of(
                                                            "field", warning.field(), "message", warning.message()))
                                                    .toList()))
                            .toList());
        }
        return extensions;
    }

    // Errors

    private static Map<String, @Nullable Object> errors(Map<String, Object> error) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("errors", List.of(error));
        return answer;
    }

    private static Map<String, Object> error(String code, String message, Map<String, Object> more) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code);
        extensions.putAll(more);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("extensions", extensions);
        return error;
    }

    private static Map<String, @Nullable Object> error(GraphQLError found) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", found.getMessage());
        if (found.getLocations() != null) {
            error.put(
                    "locations",
                    found.getLocations().stream()
                            .map(location -> Map.of("line", location.getLine(), "column", location.getColumn()))
                            .toList());
        }
        Map<String, Object> extensions = new LinkedHashMap<>();
        if (found.getExtensions() != null) {
            extensions.putAll(found.getExtensions());
        }
        extensions.remove("classification");
        extensions.putIfAbsent("code", code(found));
        error.put("extensions", extensions);
        if (found.getPath() != null) {
            error.put("path", found.getPath());
        }
        return error;
    }

    /** As the real API names them, where it has a name. */
    private static String code(GraphQLError error) {
        if (error instanceof ValidationError invalid) {
            String type = String.valueOf(invalid.getValidationErrorType());
            return switch (type) {
                case "FieldUndefined" -> "undefinedField";
                case "MissingFieldArgument" -> "missingRequiredArguments";
                case "WrongType" -> "argumentLiteralsIncompatible";
                case "UnknownArgument" -> "argumentNotAccepted";
                case "UnknownType" -> "undefinedType";
                default -> Character.toLowerCase(type.charAt(0)) + type.substring(1);
            };
        }
        if (error instanceof CoercingParseValueException || error instanceof NonNullableValueCoercedAsNullException) {
            return "INVALID_VARIABLE";
        }
        if (error instanceof AbortExecutionException) {
            return "INTERNAL_SERVER_ERROR";
        }
        ErrorClassification kind = error.getErrorType();
        return kind == null ? "INTERNAL_SERVER_ERROR" : kind.toString().toUpperCase(Locale.ROOT);
    }

    private static Reply reply(Map<String, ? extends @Nullable Object> answer) {
        return Reply.json(200, ((JsonObject) Json.of(answer)).toString());
    }
}
