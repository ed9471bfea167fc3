package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The scopes that the merchant granted to the app. Immutable. */
record Scopes(Set<String> granted) {
    static final String READ_ORDERS = "read_orders";
    static final String READ_ALL_ORDERS = "read_all_orders";
    static final String WRITE_ORDERS = "write_orders";
    static final String READ_FULFILLMENTS = "read_fulfillments";

    Scopes {
        granted = Set.copyOf(granted);
    }

    /** Reads them from an answer to {@code currentAppInstallation}. */
    static Scopes of(JsonDocument data) {
        JsonDocument installation = data.object("currentAppInstallation")
                .orElseThrow(() -> new JsonFormatException("no field currentAppInstallation"));
        return new Scopes(installation.objects("accessScopes").stream()
                .map(scope -> scope.requiredText("handle"))
                .collect(Collectors.toSet()));
    }

    /** A write scope includes the read scope. */
    boolean has(String scope) {
        return granted.contains(scope)
                || (scope.startsWith("read_") && granted.contains("write_" + scope.substring("read_".length())));
    }

    Set<String> missing(Collection<String> needed) {
        return needed.stream().filter(scope -> !has(scope)).collect(Collectors.toCollection(TreeSet::new));
    }
}
