package io.maksut.portal;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which filters of a query the gateway applies, and which are applied on our side to each payment as pages arrive. A
 * query with filters of the second kind only reads every payment of the account. A filter may be in both sets: then the
 * gateway narrows coarsely and our side exactly.
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
