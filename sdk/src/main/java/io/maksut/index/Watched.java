package io.maksut.index;

import io.maksut.payment.PaymentLifecycle;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link io.maksut.payment.AllowedActions#watch} says, as a condition on rows. */
final class Watched {
    private static final Map<PaymentStatus, Set<PaymentMethod>> PAIRS = pairs();

    /** Of any row; its parameters are {@link #PARAMETERS}. */
    static final String CONDITION = "(chargeback_open = ?"
            + String.join(
                    "",
                    PAIRS.values().stream()
                            .map(methods -> " or (status = ? and method in ("
                                    + String.join(", ", Collections.nCopies(methods.size(), "?")) + "))")
                            .toList())
            + ")";

    static final Object[] PARAMETERS = parameters();

    private Watched() {}

    /** The pairs of status and method that are watched and that the query lets pass. */
    static Map<PaymentStatus, PaymentMethod[]> in(PaymentQuery query) {
        Map<PaymentStatus, PaymentMethod[]> pairs = new EnumMap<>(PaymentStatus.class);
        PAIRS.forEach((status, watched) -> {
            Set<PaymentMethod> methods = EnumSet.copyOf(watched);
            if (!query.methods().isEmpty()) {
                methods.retainAll(query.methods());
            }
            if (!methods.isEmpty()
                    && (query.statuses().isEmpty() || query.statuses().contains(status))) {
                pairs.put(status, methods.toArray(PaymentMethod[]::new));
            }
        });
        return pairs;
    }

    private static Map<PaymentStatus, Set<PaymentMethod>> pairs() {
        Map<PaymentStatus, Set<PaymentMethod>> pairs = new EnumMap<>(PaymentStatus.class);
        for (PaymentStatus status : PaymentStatus.values()) {
            Set<PaymentMethod> methods = EnumSet.noneOf(PaymentMethod.class);
            Arrays.stream(PaymentMethod.values())
                    .filter(method -> PaymentLifecycle.row(status, method)
                            .map(PaymentLifecycle.Row::watch)
                            .orElse(true))
                    .forEach(methods::add);
            if (!methods.isEmpty()) {
                pairs.put(status, methods);
            }
        }
        return pairs;
    }

    private static Object[] parameters() {
        List<Object> parameters = new ArrayList<>(List.of(true));
        PAIRS.forEach((status, methods) -> {
            parameters.add(status.name());
            addNames(methods, parameters);
        });
        return parameters.toArray();
    }

    private static void addNames(Collection<? extends Enum<?>> constants, List<Object> parameters) {
        constants.forEach(it -> parameters.add(it.name()));
    }
}
