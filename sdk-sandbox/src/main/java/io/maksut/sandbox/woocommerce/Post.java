package io.maksut.sandbox.woocommerce;

import java.time.Instant;
import java.util.Comparator;

/** What orders and refunds have in common: they share one sequence of ids and are listed alike. */
interface Post {
    Comparator<Post> BY_CREATION = Comparator.comparing(Post::created).thenComparingLong(Post::id);

    long id();

    long parentId();

    Instant created();

    Instant modified();
}
