package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arguments and input objects, which the schema has checked already. Immutable. */
record Arguments(Map<String, ? extends @Nullable Object> values) {
    static Arguments of(DataFetchingEnvironment environment) {
        return new Arguments(environment.getArguments());
    }

    /** One that the schema requires. */
    String text(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("the schema lets " + name + " be missing"));
    }

    Optional<String> find(String name) {
        return value(name).map(Object::toString);
    }

    boolean flag(String name) {
        return value(name).map(Boolean.TRUE::equals).orElse(false);
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /** Whether it was named, be it with null. */
    boolean names(String name) {
        return values.containsKey(name);
    }

    Optional<BigDecimal> decimal(String name) {
        return value(name).map(BigDecimal.class::cast);
    }

    int number(String name) {
        return value(name).map(Integer.class::cast).orElse(0);
    }

    /** One that the schema requires. */
    Arguments object(String name) {
        return findObject(name).orElseThrow(() -> new IllegalStateException("the schema lets " + name + " be missing"));
    }

    Optional<Arguments> findObject(String name) {
        return value(name).map(Arguments::cast);
    }

    List<Arguments> objects(String name) {
        List<Arguments> objects = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(each -> objects.add(cast(each)));
        }
        return objects;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(each -> texts.add(String.valueOf(each)));
        }
        return texts;
    }

    private Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @SuppressWarnings("unchecked")
    private static Arguments cast(Object object) {
        return new Arguments((Map<String, @Nullable Object>) object);
    }
}
