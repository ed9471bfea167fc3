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
 * A search that is carried out as it is read: pages are fetched one by one, when their first payment is asked for, and
 * nothing is kept. It may be read any number of times; each reading asks the gateway again. Reading throws a
 * {@link io.maksut.error.MaksutException} when a page cannot be had.
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

    /** Which filters the gateway applies and which are applied on the way. Sends nothing. */
    public SearchPlan plan() {
        return portal.plan(query);
    }

    /** The same search, from a cursor that {@link PaymentPage#next()} gave, possibly before the program restarted. */
    public PaymentSearch from(String cursor) {
        return new PaymentSearch(portal, query, options, cursor);
    }

    /** The pages, one request or a few each. */
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
