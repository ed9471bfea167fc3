package io.maksut.sandbox.shopify.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Makes errors of what is thrown while a field is read. Thread-safe. */
final class ErrorsOfFields implements DataFetcherExceptionHandler {
    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters parameters) {
        Throwable thrown = parameters.getException();
        if (thrown instanceof CompletionException && thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        GraphqlErrorBuilder<?> error = GraphqlErrorBuilder.newError().path(parameters.getPath());
        if (parameters.getSourceLocation() != null) {
            error.location(parameters.getSourceLocation());
        }
        GraphQLError made = thrown instanceof ApiError known
                ? error.message("%s", known.getMessage())
                        .extensions(known.extensions())
                        .build()
                : error.message("%s", "Internal error. Looks like something went wrong: " + thrown)
                        .extensions(Map.of("code", "INTERNAL_SERVER_ERROR"))
                        .build();
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(made).build());
    }
}
