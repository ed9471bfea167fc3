package io.maksut.portal;

import io.maksut.payment.Payment;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lazy search: pages are fetched one by one, when their first payment is asked for, and not kept. It may be iterated
 * any number of times; each iteration asks the gateway again, and throws a {@link io.maksut.error.MaksutException} when
 * a page cannot be read.
 *
 * <p>Immutable and thread-safe; iterators and streams are for one thread each.
 */
public final class PaymentSearch implements Iterable<Payment> {
    private final Portal portal;
    private final PaymentQuery query;
    private final CallOptions options;
    private final @Nullable String start;

    PaymentSearch(Portal portal, PaymentQuery query, CallOptions options, @Nullable String start) {
        this.portal = portal;
        this.query = query;
        this.options = options;
        this.start = start;
    }

    /** Which filters the gateway applies and which are applied on our side. Sends nothing. */
    public SearchPlan plan() {
        return portal.plan(query);
    }

    /** The same search from a cursor of {@link PaymentPage#next()}, which may be from before a restart. */
    public PaymentSearch from(String cursor) {
        return new PaymentSearch(portal, query, options, cursor);
    }

    /** The pages; each takes one request or a few. */
    public Iterable<PaymentPage> pages() {
        return Pages::new;
    }

    @Override
    public Iterator<Payment> iterator() {
        return new Payments(new Pages());
    }

    /** The payments as a lazy, ordered, sequential stream. */
    public Stream<Payment> stream() {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), characteristics), false);
    }

    @Override
    public String toString() {
        return "PaymentSearch[" + query + "]";
    }

    private final class Pages implements Iterator<PaymentPage> {
        private @Nullable String cursor = start;
        private boolean done;

        @Override
        public boolean hasNext() {
            return !done;
        }

        @Override
        public PaymentPage next() {
            if (done) {
                throw new NoSuchElementException();
            }
            PaymentPage page = portal.page(query, cursor, options);
            cursor = page.next().orElse(null);
            done = cursor == null;
            return page;
        }
    }

    private static final class Payments implements Iterator<Payment> {
        private final Iterator<PaymentPage> pages;
        private Iterator<Payment> page = Collections.emptyIterator();

        Payments(Iterator<PaymentPage> pages) {
            this.pages = pages;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && pages.hasNext()) {
                page = pages.next().payments().iterator();
            }
            return page.hasNext();
        }

        @Override
        public Payment next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
