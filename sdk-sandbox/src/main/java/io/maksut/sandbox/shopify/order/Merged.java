package io.maksut.sandbox.shopify.order;

import io.maksut.sandbox.shopify.order.OrderSort.Place;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Two sorted walks over orders as one. */
final class Merged implements Iterator<Map.Entry<Place, Order>> {
    private final Iterator<Map.Entry<Place, Order>> one;
    private final Iterator<Map.Entry<Place, Order>> other;
    private final boolean reverse;
    private Map.@Nullable Entry<Place, Order> nextOfOne;
    private Map.@Nullable Entry<Place, Order> nextOfOther;

    Merged(Iterator<Map.Entry<Place, Order>> one, Iterator<Map.Entry<Place, Order>> other, boolean reverse) {
        this.one = one;
        this.other = other;
        this.reverse = reverse;
        this.nextOfOne = pull(one);
        this.nextOfOther = pull(other);
    }

    @Override
    public boolean hasNext() {
        return nextOfOne != null || nextOfOther != null;
    }

    @Override
    public Map.Entry<Place, Order> next() {
        Map.Entry<Place, Order> first = nextOfOne;
        Map.Entry<Place, Order> second = nextOfOther;
        if (first != null && (second == null || comesFirst(first, second))) {
            nextOfOne = pull(one);
            return first;
        }
        if (second == null) {
            throw new NoSuchElementException();
        }
        nextOfOther = pull(other);
        return second;
    }

    private boolean comesFirst(Map.Entry<Place, Order> first, Map.Entry<Place, Order> second) {
        int compared = first.getKey().compareTo(second.getKey());
        return reverse ? compared > 0 : compared < 0;
    }

    private static Map.@Nullable Entry<Place, Order> pull(Iterator<Map.Entry<Place, Order>> walk) {
        return walk.hasNext() ? walk.next() : null;
    }
}
