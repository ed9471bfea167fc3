package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetcher;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fields that are to fail, which makes an answer with data and errors at once. Thread-safe. */
public final class FieldFaults {
    private final Map<String, Integer> planned = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    /** This field of this type fails so many times. */
    public void next(String type, String field, int times) {
        planned.merge(type + "." + field, times, Integer::sum);
    }

    /** The app is not approved for this field, which holds protected customer data, until {@link #clear}. */
    public void deny(String type, String field) {
        denied.add(type + "." + field);
    }

    public void clear() {
        planned.clear();
        denied.clear();
    }

    DataFetcher<Object> around(String type, String field, DataFetcher<Object> fetcher) {
        String name = type + "." + field;
        return environment -> {
            if (!denied.isEmpty() && denied.contains(name)) {
                throw new ApiError("ACCESS_DENIED", "This app is not approved to use the " + field + " field.");
            }
            if (!planned.isEmpty() && take(name)) {
                throw new ApiError("INTERNAL_SERVER_ERROR", "Internal error. Looks like something went wrong.");
            }
            return fetcher.get(environment);
        };
    }

    private boolean take(String name) {
        boolean[] taken = new boolean[1];
        planned.computeIfPresent(name, (key, left) -> {
            taken[0] = true;
            return left > 1 ? left - 1 : null;
        });
        return taken[0];
    }
}
