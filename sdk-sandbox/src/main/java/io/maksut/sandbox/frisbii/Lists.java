package io.maksut.sandbox.frisbii;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The searches under {@code /v1/list}. Thread-safe. */
final class Lists {
    private final FrisbiiState state;
    private final ZoneId zone;

    Lists(FrisbiiState state, ZoneId zone) {
        this.state = state;
        this.zone = zone;
    }

    JsonObject charges(String path, Query query) {
        return charges(path, query, Rendering::charge, Charge::shownAmount);
    }

    JsonObject invoices(String path, Query query) {
        return charges(path, query, Rendering::invoice, charge -> charge.amount);
    }

    JsonObject transactions(String path, Query query) {
        Pages pages = pages(path, query, false);
        pages.allowRanges("created");
        LongPredicate amounts = query.amounts("amount");
        Predicate<TransactionOfCharge> wanted = entry -> {
            Charge charge = entry.charge();
            Transaction transaction = entry.transaction();
            synchronized (charge) {
                return query.allows("type", transaction.type)
                        && query.allows("state", transaction.state)
                        && query.allows("payment_type", transaction.paymentType)
                        && query.allows("currency", charge.currency)
                        && (query.allows("invoice", charge.handle) || query.allows("invoice", charge.id))
                        && amounts.test(transaction.amount);
            }
        };
        String invoice = query.first("invoice");
        Iterator<Timeline.Entry<TransactionOfCharge>> source =
                invoice == null ? Timeline.seen(state.transactions(pages.before()), state::shown) : ofInvoice(invoice);
        return pages.page(path, source, wanted, entry -> Rendering.transaction(entry.charge(), entry.transaction()));
    }

    JsonObject customers(String path, Query query) {
        Pages pages = pages(path, query, false);
        pages.allowRanges("created");
        String email = query.first("email");
        String prefix = query.first("email_prefix");
        String handle = query.first("handle");
        Iterator<Timeline.Entry<Customer>> source;
        if (handle != null) {
            Customer customer = state.customer(handle);
            source = inOrder(customer == null ? List.of() : List.of(customer));
        } else if (email != null) {
            source = inOrder(state.customersByEmail(email, true));
        } else if (prefix != null) {
            source = inOrder(state.customersByEmail(prefix, false));
        } else {
            source = state.customers(pages.before());
        }
        Predicate<Customer> wanted = customer -> {
            String address = customer.email() == null ? "" : customer.email();
            return (email == null || address.equalsIgnoreCase(email))
                    && (prefix == null || address.regionMatches(true, 0, prefix, 0, prefix.length()));
        };
        return pages.page(path, source, wanted, Rendering::customer);
    }

    JsonObject disputes(String path, Query query) {
        Pages pages = pages(path, query, false);
        pages.allowRanges("created");
        LongPredicate amounts = query.amounts("amount");
        return pages.page(
                path,
                state.disputes(pages.before()),
                dispute -> query.allows("id", dispute.id())
                        && query.allows("state", dispute.state())
                        && query.allows("invoice", dispute.invoice())
                        && query.allows("reason", dispute.reason())
                        && query.allows("outcome", String.valueOf(dispute.outcome()))
                        && amounts.test(dispute.amount()),
                Rendering::dispute);
    }

    private JsonObject charges(
            String path, Query query, Function<Charge, JsonObject> render, Function<Charge, Long> shownAmount) {
        String customer = query.first("customer");
        Pages pages = pages(path, query, customer != null);
        pages.allowRanges("created", "settled");
        String handle = query.first("handle");
        Iterator<Timeline.Entry<Charge>> source;
        if (handle != null) {
            Charge charge = state.find(handle);
            source = charge == null || !charge.handle.equals(handle)
                    ? List.<Timeline.Entry<Charge>>of().iterator()
                    : single(charge, pages.bySettling());
        } else if (pages.bySettling()) {
            source = Timeline.seen(
                    state.chargesBySettling(pages.before(), customer),
                    charge -> state.shown(charge).filter(Lists::isSettled));
        } else {
            source = Timeline.seen(state.chargesByCreation(pages.before(), customer), state::shown);
        }
        return pages.page(path, source, wanted(query, shownAmount), render);
    }

    private static Predicate<Charge> wanted(Query query, Function<Charge, Long> shownAmount) {
        LongPredicate amounts = query.amounts("amount");
        LongPredicate authorized = query.amounts("authorized_amount");
        LongPredicate settled = query.amounts("settled_amount");
        LongPredicate refunded = query.amounts("refunded_amount");
        String prefix = query.first("handle_prefix");
        String part = query.first("handle_contains");
        return charge -> {
            synchronized (charge) {
                boolean partly = charge.settledAmount > 0 && charge.settledAmount < charge.amount;
                return query.allows("state", charge.state)
                        && !query.all("exclude_state").contains(charge.state)
                        && query.allows("customer", charge.customer)
                        && query.allows("currency", charge.currency)
                        && query.allows("payment_type", charge.source.type())
                        && query.allows("partial_settled", String.valueOf(partly))
                        && (prefix == null || charge.handle.startsWith(prefix))
                        && (part == null || charge.handle.contains(part))
                        && amounts.test(shownAmount.apply(charge))
                        && authorized.test(charge.authorizedAmount)
                        && settled.test(charge.settledAmount)
                        && refunded.test(charge.refundedAmount);
            }
        };
    }

    private static boolean isSettled(Charge charge) {
        synchronized (charge) {
            return charge.settled != null;
        }
    }

    private static Iterator<Timeline.Entry<Charge>> single(Charge charge, boolean bySettling) {
        synchronized (charge) {
            if (!bySettling) {
                return List.of(new Timeline.Entry<>(charge.position, charge)).iterator();
            }
            return charge.settled == null
                    ? List.<Timeline.Entry<Charge>>of().iterator()
                    : List.of(new Timeline.Entry<>(
                                    new Position(charge.settled.toEpochMilli(), charge.position.sequence()), charge))
                            .iterator();
        }
    }

    private Iterator<Timeline.Entry<TransactionOfCharge>> ofInvoice(String invoice) {
        Charge charge = state.find(invoice);
        if (charge == null) {
            return List.<Timeline.Entry<TransactionOfCharge>>of().iterator();
        }
        synchronized (charge) {
            Stream.Builder<Timeline.Entry<TransactionOfCharge>> entries = Stream.builder();
            for (int i = charge.transactions.size() - 1; i >= 0; i--) {
                Transaction transaction = charge.transactions.get(i);
                entries.add(new Timeline.Entry<>(
                        new Position(transaction.created.toEpochMilli(), i),
                        new TransactionOfCharge(charge, transaction)));
            }
            return entries.build().toList().iterator();
        }
    }

    /** A few found customers, newest first; equal times are told apart by the order of their handles. */
    private static Iterator<Timeline.Entry<Customer>> inOrder(Collection<Customer> found) {
        List<Customer> sorted = found.stream()
                .sorted(Comparator.comparing(Customer::created).thenComparing(Customer::handle))
                .toList();
        Stream.Builder<Timeline.Entry<Customer>> entries = Stream.builder();
        for (int i = sorted.size() - 1; i >= 0; i--) {
            entries.add(
                    new Timeline.Entry<>(new Position(sorted.get(i).created().toEpochMilli(), i), sorted.get(i)));
        }
        return entries.build().toList().iterator();
    }

    private Pages pages(String path, Query query, boolean everything) {
        LocalDateTime now = LocalDateTime.ofInstant(state.now(), zone);
        Pages pages = new Pages(path, query, now, zone, everything);
        Duration longest = state.longestQuery;
        boolean ofOne = query.first("handle") != null || query.first("invoice") != null;
        if (longest != null && !ofOne && pages.length().compareTo(longest) > 0) {
            throw ErrorCode.QUERY_TOO_LONG.refusal();
        }
        return pages;
    }
}
