package io.maksut.woocommerce;

import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.Timestamps;
import io.maksut.refund.Cause;
import io.maksut.refund.OrderFinding;
import io.maksut.shop.OrderSearch;
import io.maksut.transport.CallContext;
import io.maksut.woocommerce.OrderIndex.Kind;
import io.maksut.woocommerce.OrderIndex.Progress;
import io.maksut.woocommerce.OrderReader.Reading;
import io.maksut.woocommerce.OrderWalk.Step;
import io.maksut.woocommerce.ShopRelease.Feature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the order of a payment, or proves that there is none. WooCommerce has no search for it: it accepts a filter by
 * transaction id and ignores it. So single orders are read and compared exactly here.
 *
 * <p>Candidates come from the index of all orders ever read, under HPOS from {@code search}, and from the order number
 * that the gateway knows. Each is read afresh before it counts. A number alone is no proof, as two orders may have the
 * same one: then the result is unclear.
 *
 * <p>Absence is proved only if all orders were read, in a walk that began after the payment was made and has seen as
 * many orders as the shop counts, and if all changes since were read in this very call. The walk is the engine's daily
 * one, or is made here, in as many calls as it takes. Shops before 5.8 cannot list changes: there the walk itself must
 * be minutes old. Thread-safe.
 */
final class OrderFinder {
    private static final Logger LOG = LoggerFactory.getLogger(OrderFinder.class);

    /** The most that the clocks of the gateway and this machine may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    /** Changes are read again from this long before the last time, as an order saved late has an earlier time. */
    private static final Duration OVERLAP = Duration.ofHours(1);
    /** A walk that began this recently counts as current. */
    private static final Duration STILL_FRESH = Duration.ofMinutes(5);

    /** A person would not look through more. */
    private static final int MOST_ALIKE = 5;

    private final ShopClient client;
    private final OrderReader reader;
    private final OrderIndex index;
    private final OrderWalk walk;
    private final PaymentReferences references;
    private final Clock clock;
    /** One walk at a time in this process: a second one would read the same orders. */
    private final ReentrantLock walking = new ReentrantLock();

    OrderFinder(
            ShopClient client,
            OrderReader reader,
            OrderIndex index,
            OrderWalk walk,
            PaymentReferences references,
            Clock clock) {
        this.client = client;
        this.reader = reader;
        this.index = index;
        this.walk = walk;
        this.references = references;
        this.clock = clock;
    }

    /** An order with its billing address, which is compared and not kept. */
    private record Billed(WireOrder order, String email) {
        static Billed of(JsonDocument json) {
            return new Billed(
                    WireOrder.of(json),
                    json.object("billing").flatMap(it -> it.plainText("email")).orElse(""));
        }

        @Override
        public String toString() {
            return order.toString();
        }
    }

    /** How certain it is that an order belongs to the payment. */
    private enum Fit {
        NONE,
        /** Paid at another gateway, which may use the same references. */
        ELSEWHERE,
        /** Only the number is the same, and something else differs. */
        DOUBTFUL,
        CERTAIN
    }

    /** How much of the shop's history was read. */
    private enum History {
        COMPLETE,
        /** The shop showed fewer orders than it counts. */
        NOT_ALL_SHOWN,
        /** The payment is too young: what is read now would prove nothing. */
        TOO_EARLY,
        UNFINISHED
    }

    /** Throws no exception of the shop or the database: a lookup that fails is unclear. */
    OrderSearch find(Payment payment, ShopProfiles profiles, CallContext context) {
        try {
            return new Lookup(payment, profiles.current(context), context).find();
        } catch (MaksutException e) {
            LOG.warn("The order of {} could not be looked up: {}", payment.id(), e.call());
            return new OrderSearch.Unclear(cause(e));
        } catch (DatabaseException e) {
            LOG.error("The order of {} could not be looked up: {}", payment.id(), e.getMessage());
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
    }

    private static Cause cause(MaksutException failure) {
        Optional<ShopFailure> what = ShopFailure.of(failure);
        if (what.filter(ShopFailure::accessLost).isPresent()) {
            return Cause.ACCESS_LOST;
        }
        return what.filter(ShopFailure::disconnected).isPresent() ? Cause.SHOP_DISCONNECTED : Cause.LOOKUP_FAILED;
    }

    /** One lookup. Not thread-safe. */
    private final class Lookup {
        private final Payment payment;
        private final ShopProfile profile;
        private final CallContext context;
        private final Set<String> names;
        private final @Nullable String orderReference;
        private final Map<Long, Reading> certain = new LinkedHashMap<>();
        private final Set<Long> lookedAt = new TreeSet<>();
        private boolean doubt;
        private boolean deleted;
        /** The order that is being read by its id; null if none is. */
        private @Nullable Long beingRead;

        Lookup(Payment payment, ShopProfile profile, CallContext context) {
            this.payment = payment;
            this.profile = profile;
            this.context = context;
            this.names = new LinkedHashSet<>();
            names.add(payment.id().reference());
            payment.transactionId().ifPresent(names::add);
            this.orderReference =
                    payment.orderReference().map(OrderReference::value).orElse(null);
        }

        OrderSearch find() {
            try {
                return look();
            } catch (MaksutException e) {
                Long orderId = beingRead;
                if (orderId == null) {
                    throw e;
                }
                LOG.warn("Order {} may be that of {} and could not be read: {}", orderId, payment.id(), e.call());
                Cause cause = cause(e);
                return new OrderSearch.Unclear(
                        cause == Cause.LOOKUP_FAILED ? Cause.ORDER_UNREADABLE : cause,
                        List.of(OrderFinding.Found.ofId(Long.toString(orderId))));
            }
        }

        private OrderSearch look() {
            lookAtKnown();
            if (certain.isEmpty()) {
                lookAtSearched();
            }
            if (certain.isEmpty()) {
                lookAtNumber();
            }
            if (!certain.isEmpty() || deleted) {
                return found();
            }
            History history = readEverything();
            lookAtKnown(); // what was just read
            if (!certain.isEmpty() || deleted || doubt) {
                return found();
            }
            return switch (history) {
                case COMPLETE -> new OrderSearch.Absent(true, true, alike());
                case NOT_ALL_SHOWN -> new OrderSearch.Absent(true, false);
                case TOO_EARLY -> new OrderSearch.Unclear(Cause.PAYMENT_TOO_YOUNG);
                case UNFINISHED -> new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
            };
        }

        private OrderSearch found() {
            if (certain.size() > 1) {
                LOG.warn("Orders {} all name payment {}", certain.keySet(), payment.id());
                return new OrderSearch.Several(certain.values().stream()
                        .map(reading -> reader.complete(reading, payment.id(), profile, context))
                        .toList());
            }
            if (certain.isEmpty()) {
                return new OrderSearch.Unclear(deleted ? Cause.ORDER_DELETED : Cause.LOOKUP_FAILED);
            }
            Reading only = certain.values().iterator().next();
            return new OrderSearch.Found(reader.complete(only, payment.id(), profile, context));
        }

        private void lookAtKnown() {
            lookAt(index.find(Kind.PAYMENT, names), true);
            if (orderReference != null) {
                lookAt(index.find(Kind.KEY, Set.of(orderReference)), true);
                lookAt(index.find(Kind.NUMBER, Set.of(withoutMark(orderReference))), false);
            }
        }

        /** Only hits of the search count: with posts as storage it does not cover transaction ids. */
        private void lookAtSearched() {
            if (profile.storage() == ShopProfile.Storage.POSTS) {
                return;
            }
            for (String name : names) {
                if (certain.isEmpty()) {
                    search(name);
                }
            }
        }

        private void search(String name) {
            List<WireOrder> hits = client.list(
                            "search orders",
                            RestQuery.of("/orders")
                                    .with("search", name)
                                    .with("per_page", OrderReader.PAGE)
                                    .with("_fields", WireOrder.FIELDS)
                                    .with("dp", WireOrder.DECIMALS),
                            context)
                    .each(WireOrder::of);
            index.seen(hits);
            hits.stream().filter(order -> fit(order) == Fit.CERTAIN).forEach(order -> lookAt(Set.of(order.id()), true));
        }

        private void lookAtNumber() {
            String number = orderReference == null ? "" : withoutMark(orderReference);
            if (number.length() <= 18 && number.matches("[1-9][0-9]*")) {
                lookAt(Set.of(Long.parseLong(number)), false);
            }
        }

        /** @param named whether these orders are known to have named the payment */
        private void lookAt(Set<Long> orderIds, boolean named) {
            for (long orderId : orderIds) {
                if (!lookedAt.add(orderId)) {
                    continue;
                }
                beingRead = orderId;
                Reading reading = reader.read(orderId, context).orElse(null);
                beingRead = null;
                if (reading == null) {
                    deleted |= named;
                    continue;
                }
                Fit fit = fit(reading.order());
                if (fit == Fit.CERTAIN) {
                    certain.put(orderId, reading);
                    warnIfUnmapped(reading.order());
                }
                // An order that named the payment and names another now may have been paid twice.
                doubt |= fit == Fit.DOUBTFUL || (named && fit == Fit.NONE);
            }
        }

        private void warnIfUnmapped(WireOrder order) {
            if (references.account(order.paymentMethod()).isEmpty()) {
                LOG.warn(
                        "Order {} is that of {}, and its payment method is none of those that the shop was built with:"
                                + " only who looks for this payment finds it",
                        order.id(),
                        payment.id());
            }
        }

        private Fit fit(WireOrder order) {
            Optional<String> account = references.account(order.paymentMethod());
            if (account.isPresent() && !account.get().equals(payment.id().account())) {
                return Fit.ELSEWHERE;
            }
            Set<String> named = references.all(order);
            if (named.stream().anyMatch(names::contains)
                    || (!order.orderKey().isEmpty() && order.orderKey().equals(orderReference))) {
                return Fit.CERTAIN;
            }
            boolean sameNumber = orderReference != null
                    && Stream.of(order.number(), Long.toString(order.id()))
                            .anyMatch(withoutMark(orderReference)::equals);
            if (!sameNumber) {
                return Fit.NONE;
            }
            return named.isEmpty() && samePrice(order) ? Fit.CERTAIN : Fit.DOUBTFUL;
        }

        private boolean samePrice(WireOrder order) {
            Money total = WireAmount.of(order.currency(), order.total()).orElse(null);
            return total != null
                    && total.isPositive()
                    && (total.equals(payment.amounts().authorised())
                            || total.equals(payment.amounts().captured()));
        }

        /**
         * Orders of the customer with this price that name no payment: a person is asked about them if the payment was
         * made by link. Orders that the search does not find are not asked about.
         */
        private List<OrderFinding.Found> alike() {
            Customer customer = payment.customer().orElse(null);
            String email = customer == null ? "" : customer.email().orElse("");
            if (customer == null || email.isEmpty() || payment.origin() != PaymentOrigin.PAYMENT_LINK) {
                return List.of();
            }
            return client
                    .list(
                            "search orders of a customer",
                            RestQuery.of("/orders")
                                    .with("search", email)
                                    .with("per_page", OrderReader.PAGE)
                                    .with("_fields", WireOrder.FIELDS + ",billing.email")
                                    .with("dp", WireOrder.DECIMALS),
                            context)
                    .each(Billed::of)
                    .stream()
                    .filter(it -> customer.hasEmail(it.email()) && samePrice(it.order()))
                    .filter(it -> references.all(it.order()).isEmpty())
                    .limit(MOST_ALIKE)
                    .flatMap(it -> reader.read(it.order().id(), context).stream())
                    .map(it ->
                            reader.complete(it, payment.id(), profile, context).finding())
                    .toList();
        }

        private String withoutMark(String number) {
            return number.startsWith("#") ? number.substring(1) : number;
        }

        /** Reads the orders and changes that were not read since the payment was made. */
        private History readEverything() {
            boolean alone = false;
            try {
                alone = walking.tryLock(context.remaining().toMillis(), TimeUnit.MILLISECONDS);
                return alone ? readAlone() : History.UNFINISHED;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return History.UNFINISHED;
            } finally {
                if (alone) {
                    walking.unlock();
                }
            }
        }

        private History readAlone() {
            boolean tellsChanges = profile.release().has(Feature.FILTER_BY_MODIFICATION);
            Instant now = clock.instant();
            Instant earliest = tellsChanges ? afterPayment() : latest(afterPayment(), now.minus(STILL_FRESH));
            Progress progress = index.progress();
            if (progress.fullBegan() != null && !progress.fullBegan().isBefore(earliest)) {
                return tellsChanges ? walkChanges(progress) : History.COMPLETE;
            }
            return now.isBefore(earliest) ? History.TOO_EARLY : walkAll(progress, earliest);
        }

        private Instant afterPayment() {
            Timestamps times = payment.timestamps();
            return Stream.of(times.created(), times.authorised(), times.settled())
                    .flatMap(Optional::stream)
                    .max(Instant::compareTo)
                    .orElse(Instant.EPOCH)
                    .plus(CLOCKS_DIFFER);
        }

        /** Continues a walk that began late enough, or begins one; if time runs out, the next call continues. */
        private History walkAll(Progress progress, Instant earliest) {
            WalkCursor begun = progress.cursor();
            @Nullable WalkCursor cursor = begun == null || begun.began().isBefore(earliest) ? null : begun;
            List<WalkPhase> phases = WalkPhase.since(Instant.EPOCH, profile.release());
            while (true) {
                Step step = walk.next(phases, Instant.EPOCH, cursor, context);
                index.seen(step.orders());
                cursor = step.next();
                if (cursor == null) {
                    index.noWalk();
                    return index.ended(step.here()) ? History.COMPLETE : History.NOT_ALL_SHOWN;
                }
                index.walked(cursor);
                if (outOfTime()) {
                    return History.UNFINISHED;
                }
            }
        }

        private History walkChanges(Progress progress) {
            Instant since = Objects.requireNonNull(progress.changesUntil()).minus(OVERLAP);
            List<WalkPhase> phases = List.of(WalkPhase.CHANGED, WalkPhase.CHANGED_TRASH);
            @Nullable WalkCursor cursor = null;
            while (true) {
                Step step = walk.next(phases, since, cursor, context);
                index.seen(step.orders());
                cursor = step.next();
                if (cursor == null) {
                    index.changesSeenUntil(step.here().shopBegan());
                    return History.COMPLETE;
                }
                if (outOfTime()) {
                    return History.UNFINISHED;
                }
            }
        }

        /** Leaves time for the reads that follow. */
        private boolean outOfTime() {
            return context.cancelled() || context.remaining().compareTo(Duration.ofSeconds(10)) < 0;
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
