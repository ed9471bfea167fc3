package io.maksut.woocommerce;

import io.maksut.transport.CallContext;
import io.maksut.woocommerce.ShopClient.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads all orders of a shop, or the changed ones, page by page and without gaps. Bounds are whole seconds and
 * exclusive, so each page begins with the last second of the page before: orders come twice rather than never. A second
 * with more orders than a page holds is read by ids, which alone are unique. Thread-safe.
 */
final class OrderWalk {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ShopClient client;
    private final Clock clock;
    private final int pageSize;
    private final Duration recent;

    /** @param recent up to which age an order counts as recent, in shops that cannot list changes */
    OrderWalk(ShopClient client, Clock clock, int pageSize, Duration recent) {
        this.client = client;
        this.clock = clock;
        this.pageSize = pageSize;
        this.recent = recent;
    }

    /**
     * One page.
     *
     * @param orders the orders of the page, if it is one of orders
     * @param refunds the refunds of the page, if it is one of refunds
     * @param at when the page was read, by the shop's clock
     * @param here the position of this page
     * @param next the position of the next page; null if this was the last
     */
    record Step(
            List<WireOrder> orders,
            List<WireRefund> refunds,
            Instant at,
            WalkCursor here,
            @Nullable WalkCursor next) {}

    /**
     * Reads the next page.
     *
     * @param phases the phases of the walk, the same for all its pages
     * @param since the time from which changes are read; ignored by walks of all orders
     * @param cursor null for the first page
     * @throws io.maksut.error.MaksutException if the shop does not answer as it should
     */
    Step next(List<WalkPhase> phases, Instant since, @Nullable WalkCursor cursor, CallContext context) {
        boolean goesOn = cursor != null && phases.contains(cursor.phase());
        WalkCursor here = goesOn && cursor != null ? cursor : start(phases.get(0), since);
        boolean ofOrders = here.phase().isOfOrders();
        Page page = client.list(ofOrders ? "list orders" : "list refunds", query(here), context);
        here = goesOn ? here : here.beganAt(page.at());
        here = here.bound() == null && here.second() == null ? here.counting(page.total()) : here;
        List<WireOrder> orders = ofOrders ? page.each(WireOrder::of) : List.of();
        List<WireRefund> refunds = ofOrders ? List.of() : page.each(WireRefund::of);
        List<Instant> times = ofOrders
                ? times(page, orders, here.phase().byChange() ? WireOrder::modified : WireOrder::created)
                : times(page, refunds, WireRefund::created);
        WalkCursor next = within(here, page, times);
        return new Step(orders, refunds, page.at(), here, next == null ? afterPhase(phases, since, here) : next);
    }

    private WalkCursor start(WalkPhase phase, Instant since) {
        Instant now = clock.instant();
        return WalkCursor.start(phase, from(phase, since, now), now);
    }

    private @Nullable WalkCursor afterPhase(List<WalkPhase> phases, Instant since, WalkCursor here) {
        int following = phases.indexOf(here.phase()) + 1;
        return following == phases.size()
                ? null
                : here.phase(phases.get(following), from(phases.get(following), since, here.shopBegan()));
    }

    private RestQuery query(WalkCursor here) {
        RestQuery query = here.phase()
                .query()
                .with("per_page", pageSize)
                .with("order", "asc")
                .with("dp", WireOrder.DECIMALS);
        if (here.second() != null) {
            return query.with(here.phase().after(), here.second().minus(SECOND))
                    .with(here.phase().before(), here.second().plus(SECOND))
                    .with("orderby", "id")
                    .with("offset", here.offset());
        }
        RestQuery sorted = query.with("orderby", here.phase().sortedBy());
        return here.bound() == null ? sorted : sorted.with(here.phase().after(), here.bound());
    }

    /** The position at which this phase continues; null at its end. */
    private @Nullable WalkCursor within(WalkCursor here, Page page, List<Instant> times) {
        // Orders that our key may not see make a page short: only the total shows that there are more.
        long inRange = page.total() >= 0 ? page.total() : times.size() < pageSize ? 0 : Long.MAX_VALUE;
        if (here.second() != null) {
            boolean more = !times.isEmpty() && inRange > here.offset() + (long) pageSize;
            // Pages overlap, in case items before this position were deleted just now.
            return more
                    ? here.within(here.second(), here.offset() + pageSize - pageSize / 10)
                    : here.seenUntil(here.second());
        }
        if (inRange <= pageSize || times.isEmpty()) {
            return null;
        }
        Instant last = times.get(times.size() - 1);
        boolean crowded = times.get(0).equals(last);
        Instant next = crowded ? last : last.minus(SECOND);
        if (here.bound() != null && !next.isAfter(here.bound())) {
            throw ShopClient.malformed(page.report(), "the shop does not keep to a bound, and would be read for ever");
        }
        return crowded ? here.within(last, 0) : here.seenUntil(next);
    }

    /** The exclusive bound at which a phase begins; null if there is none. */
    private @Nullable Instant from(WalkPhase phase, Instant since, Instant now) {
        if (phase.isOfAll()) {
            return null;
        }
        Instant ofLate = now.minus(recent);
        return (phase.isRecent() && ofLate.isBefore(since) ? ofLate : since).minus(SECOND);
    }

    private static <T> List<Instant> times(Page page, List<T> items, Function<T, @Nullable Instant> time) {
        List<Instant> times = new ArrayList<>(items.size());
        for (T item : items) {
            Instant at = time.apply(item);
            if (at == null) {
                throw ShopClient.malformed(page.report(), "an item without a time");
            }
            times.add(at);
        }
        return times;
    }
}
