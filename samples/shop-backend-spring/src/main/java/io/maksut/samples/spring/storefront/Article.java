package io.maksut.samples.spring.storefront;

import io.maksut.payment.Money;
import java.util.List;
import java.util.Optional;

/**
 * What the shop sells. A customer names an article; what it costs is known here alone.
 *
 * @param id stands in the order
 */
record Article(String id, String name, Money price) {
    static final List<Article> SHELF = List.of(
            new Article("sencha", "Sencha, 100 g", Money.of("EUR", "9.90")),
            new Article("oolong", "Oolong, 100 g", Money.of("EUR", "14.50")),
            new Article("teapot", "Teapot", Money.of("EUR", "49.90")));

    static Optional<Article> of(String id) {
        return SHELF.stream().filter(article -> article.id().equals(id)).findFirst();
    }
}
