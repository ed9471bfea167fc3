package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a type as a table, one row each. Not thread-safe. */
final class Fields<T> {
    /** What a field is worth. */
    interface Value<T> {
        @Nullable
        Object of(T source, DataFetchingEnvironment environment);
    }

    private final String type;
    private final Function<DataFetchingEnvironment, T> source;
    private final Map<String, DataFetcher<Object>> rows = new LinkedHashMap<>();

    private Fields(String type, Function<DataFetchingEnvironment, T> source) {
        this.type = type;
        this.source = source;
    }

    /** The rows of an object type, whose sources are of the row's type. */
    static <T> Fields<T> of(String type, Class<? super T> sources) {
        return new Fields<>(type, environment -> {
            @SuppressWarnings("unchecked")
            T source = (T) sources.cast(Objects.requireNonNull(environment.<Object>getSource()));
            return source;
        });
    }

    /** The rows of a root type; their source is who asks. */
    static Fields<Caller> root(String type) {
        return new Fields<>(type, Caller::of);
    }

    Fields<T> row(String name, Function<T, @Nullable Object> value) {
        return row(name, (from, environment) -> value.apply(from));
    }

    Fields<T> row(String name, Value<T> value) {
        rows.put(name, environment -> value.of(source.apply(environment), environment));
        return this;
    }

    /** A row that takes a scope. */
    Fields<T> row(String name, String scope, Value<T> value) {
        return row(name, (from, environment) -> {
            if (!Caller.of(environment).app().may(scope)) {
                throw ApiError.accessDenied(name, scope);
            }
            return value.of(from, environment);
        });
    }

    /** Fields that are always null. */
    Fields<T> none(String... names) {
        for (String name : names) {
            row(name, from -> null);
        }
        return this;
    }

    Set<String> names() {
        return rows.keySet();
    }

    String type() {
        return type;
    }

    void addTo(RuntimeWiring.Builder wiring, FieldFaults faults) {
        wiring.type(type, builder -> {
            rows.forEach((name, fetcher) -> builder.dataFetcher(name, faults.around(type, name, fetcher)));
            return builder;
        });
    }
}
