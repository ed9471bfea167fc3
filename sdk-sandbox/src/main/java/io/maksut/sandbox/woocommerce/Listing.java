package io.maksut.sandbox.woocommerce;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Selects one page of orders or refunds. The caller holds the shop's monitor. */
final class Listing {
    /**
     * A page.
     *
     * @param total of all pages
     */
    record Page<T extends Post>(List<T> items, long total, long pages) {}

    private final ShopState state;
    private final ListParameters parameters;

    Listing(ShopState state, ListParameters parameters) {
        this.state = state;
        this.parameters = parameters;
    }

    <T extends Post> Page<T> of(NavigableSet<T> byCreation, Predicate<T> wanted) {
        List<T> found = new ArrayList<>();
        for (T post : parameters.ascending ? byCreation : byCreation.descendingSet()) {
            if (withinBounds(post) && wanted.test(post)) {
                found.add(post);
            }
        }
        Comparator<Post> order = order();
        if (order != null) {
            found.sort(order);
        }
        return page(found);
    }

    private <T extends Post> Page<T> page(List<T> found) {
        int size = parameters.perPage;
        long from = parameters.offset >= 0 ? parameters.offset : (parameters.page - 1L) * size;
        long pages = (found.size() + size - 1L) / size;
        if (from >= found.size() && !found.isEmpty()) {
            // The tables of orders forget the total beyond the end; posts are counted a second time.
            return state.settings.orderTables()
                    ? new Page<>(Collections.emptyList(), 0, 0)
                    : new Page<>(Collections.emptyList(), found.size(), pages);
        }
        int start = (int) from;
        return new Page<>(found.subList(start, Math.min(found.size(), start + size)), found.size(), pages);
    }

    /** All bounds are exclusive. */
    private boolean withinBounds(Post post) {
        return (parameters.after == null || post.created().isAfter(parameters.after))
                && (parameters.before == null || post.created().isBefore(parameters.before))
                && (parameters.modifiedAfter == null || post.modified().isAfter(parameters.modifiedAfter))
                && (parameters.modifiedBefore == null || post.modified().isBefore(parameters.modifiedBefore))
                && (parameters.include.isEmpty() || parameters.include.contains(post.id()))
                && !parameters.exclude.contains(post.id());
    }

    /** Null for the order of creation. */
    private @Nullable Comparator<Post> order() {
        Comparator<Post> order = switch (parameters.orderby) {
            case "modified" -> Comparator.comparing(Post::modified).thenComparing(tieBreak());
            case "id", "title", "slug" -> Comparator.comparingLong(Post::id);
            case "include" -> {
                List<Long> ids = new ArrayList<>(parameters.include);
                yield Comparator.comparingInt(post -> ids.indexOf(post.id()));
            }
            default -> null;
        };
        boolean asGiven = parameters.ascending || parameters.orderby.equals("include");
        return order == null || asGiven ? order : order.reversed();
    }

    /** Where nothing decides, each request may see another order: pages overlap or leave gaps. */
    private Comparator<Post> tieBreak() {
        if (state.settings.has(Since.TIE_BREAK_BY_ID)) {
            return Comparator.comparingLong(Post::id);
        }
        long salt = state.chance(Integer.MAX_VALUE) | 1L;
        return Comparator.comparingLong((Post post) -> (post.id() * 0x9E3779B97F4A7C15L ^ salt) * salt)
                .thenComparingLong(Post::id);
    }
}
