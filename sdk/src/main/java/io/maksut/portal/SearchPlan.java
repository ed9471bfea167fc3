package io.maksut.portal;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which filters of a query the gateway applies and which are applied on the way, payment by payment, as pages arrive. A
 * query that has only filters of the second kind reads every payment of the account. A filter may be in both sets: the
 * gateway then narrows coarsely and the rest is done on the way.
 */
public record SearchPlan(Set<QueryFilter> byGateway, Set<QueryFilter> onTheWay) {
    public SearchPlan {
        byGateway = inOrder(byGateway);
        onTheWay = inOrder(onTheWay);
    }

    private static Set<QueryFilter> inOrder(Set<QueryFilter> filters) {
        Set<QueryFilter> copy = EnumSet.noneOf(QueryFilter.class);
        copy.addAll(filters);
        return Collections.unmodifiableSet(copy);
    }
}
