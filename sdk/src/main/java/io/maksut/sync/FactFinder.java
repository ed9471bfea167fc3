package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.Timestamps;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.refund.Cause;
import io.maksut.refund.Evidence;
import io.maksut.refund.OrderFinding;
import io.maksut.refund.PaymentReading;
import io.maksut.refund.RefundFacts;
import io.maksut.refund.RefundRules;
import io.maksut.refund.Ruling;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches every fact that the refund rule asks for, afresh: the payment at its gateway, its order in every shop of the
 * account, refunds in shop and ledger, statements. Thread-safe.
 */
final class FactFinder {
    /** Whether another refund is under way is what the ledger is asked first. */
    private static final int LEDGER_ROW = 2;

    private final Engine engine;
    private final Observation observation;

    FactFinder(Engine engine, Observation observation) {
        this.engine = engine;
        this.observation = observation;
    }

    /**
     * What was found.
     *
     * @param shop the shop in which the order is; null if none was found
     * @param orderId the order; null if none was found
     * @param unreadable what the ledger has of this payment and this version cannot read; null if it can read everything
     */
    record Findings(
            RefundFacts facts,
            @Nullable ConnectedShop shop,
            @Nullable String orderId,
            @Nullable UnreadableRowException unreadable) {
        /** What the rule says; of a ledger that cannot be read nothing is known, and nothing is allowed. */
        Ruling ruling() {
            return unreadable == null
                    ? RefundRules.judge(facts)
                    : new Ruling.Undetermined(
                            LEDGER_ROW,
                            Cause.LEDGER_UNREADABLE,
                            null,
                            false,
                            List.of(new Evidence(Evidence.Code.IN_FLIGHT, unreadable.getMessage())));
        }
    }

    /** A shop's answer. */
    private record Answer(ConnectedShop shop, OrderSearch search) {}

    Findings find(PaymentId id, Money amount) {
        PaymentReading reading = read(id);
        List<Answer> answers = reading instanceof PaymentReading.Read read ? search(read.payment()) : List.of();
        UnreadableRowException unreadable = note(answers);
        Payment payment = reading instanceof PaymentReading.Read read ? read.payment() : null;
        Findings findings = engine.database().inTransaction(sql -> {
            long turn = TurnTable.ensure(sql, id);
            Instant now = engine.now();
            RefundFacts.Builder facts = RefundFacts.builder(now, reading, amount)
                    .settleDelay(engine.settings().settleDelay())
                    .permitLife(engine.settings().permitLife());
            if (payment != null) {
                facts.order(order(sql, turn, payment, answers, now));
            }
            UnreadableRowException unread = unreadable;
            try {
                if (unread == null) {
                    new LedgerFacts(sql, turn, id, payment, orders(answers)).addTo(facts);
                }
            } catch (UnreadableRowException e) {
                unread = e;
            }
            Answer found = answers.stream()
                    .filter(answer -> answer.search() instanceof OrderSearch.Found)
                    .findFirst()
                    .orElse(null);
            return new Findings(
                    facts.build(),
                    found == null ? null : found.shop(),
                    found == null
                            ? null
                            : ((OrderSearch.Found) found.search()).order().id(),
                    unread);
        });
        if (findings.unreadable() != null) {
            engine.records().setAside(findings.unreadable());
        }
        return findings;
    }

    /** What of the ledger could not be read for it; null if all could. */
    private @Nullable UnreadableRowException note(List<Answer> answers) {
        try {
            for (Answer answer : answers) {
                if (answer.search() instanceof OrderSearch.Found found) {
                    boolean unused = observation.note(answer.shop(), found.order());
                }
            }
            return null;
        } catch (UnreadableRowException e) {
            return e;
        }
    }

    private PaymentReading read(PaymentId id) {
        try {
            return Plugins.ask("the plugin of " + id.account(), () -> {
                GatewayCall call = engine.gatewayOf(id)
                        .begin(CallOptions.DEFAULT.withTimeout(engine.settings().callTimeout()));
                return new PaymentReading.Read(call.await(call.details(id.reference())));
            });
        } catch (MaksutException e) {
            return new PaymentReading.Unread(FailureWords.ofGateway(e, Locale.ENGLISH));
        }
    }

    private List<Answer> search(Payment payment) {
        return engine.shopsOf(payment.id().account()).stream()
                .map(shop -> new Answer(shop, search(shop, payment)))
                .toList();
    }

    private OrderSearch search(ConnectedShop shop, Payment payment) {
        try {
            return Plugins.ask("the bridge of " + shop.name(), () -> {
                OrderSearch search = shop.platform().findOrder(payment);
                return search instanceof OrderSearch.Absent
                        ? knownOrder(shop, payment.id()).orElse(search)
                        : search;
            });
        } catch (NotSupportedByGatewayException e) {
            return new OrderSearch.Unclear(Cause.HISTORY_LIMITED); // the shop hides such orders from us
        } catch (MaksutException e) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
    }

    /** A search that finds nothing is wrong, or the order was deleted, where the ledger has seen the order before. */
    private Optional<OrderSearch> knownOrder(ConnectedShop shop, PaymentId payment) {
        List<String> known = engine.database()
                .read(sql ->
                        TurnTable.find(sql, payment)
                                .map(turn -> TurnTable.orders(sql, turn.id()))
                                .orElse(List.of())
                                .stream()
                                .filter(link -> link.shop().equals(shop.name()))
                                .map(TurnTable.OrderLink::orderId)
                                .toList());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(known.stream()
                .map(orderId -> shop.platform().order(orderId))
                .flatMap(Optional::stream)
                .<OrderSearch>map(OrderSearch.Found::new)
                .findFirst()
                .orElseGet(() -> new OrderSearch.Unclear(Cause.ORDER_DELETED)));
    }

    private static List<ShopOrder> orders(List<Answer> answers) {
        List<ShopOrder> orders = new ArrayList<>();
        for (Answer answer : answers) {
            // What is only for trying has no refunds of real money.
            if (answer.search() instanceof OrderSearch.Found found
                    && !found.order().test()) {
                orders.add(found.order());
            }
        }
        return orders;
    }

    /** All shops together: one order is found, or one answer is in doubt, or all have none. */
    private static OrderFinding order(Sql sql, long turn, Payment payment, List<Answer> answers, Instant now) {
        if (answers.isEmpty()) {
            return new OrderFinding.Unknown(Cause.NO_SHOP_CONNECTED);
        }
        List<OrderFinding> findings = answers.stream()
                .map(answer -> finding(sql, turn, payment, answer, now))
                .toList();
        Optional<OrderFinding> found =
                findings.stream().filter(it -> it instanceof OrderFinding.Found).findFirst();
        Optional<OrderFinding> unknown = findings.stream()
                .filter(it -> it instanceof OrderFinding.Unknown)
                .findFirst();
        return found.or(() -> unknown).orElseGet(() -> weakest(findings));
    }

    private static OrderFinding finding(Sql sql, long turn, Payment payment, Answer answer, Instant now) {
        if (answer.search() instanceof OrderSearch.Absent absent) {
            if (!absent.authorised() || !absent.completeHistory()) {
                // What was not shown was not looked at: this is none of the looks that together prove an absence.
                LookupTable.broken(sql, turn, answer.shop().name());
                return new OrderFinding.NotFound(absent.authorised(), absent.completeHistory(), now, now);
            }
            LookupTable.Run run = LookupTable.empty(sql, turn, answer.shop().name(), now, paidAt(payment));
            return new OrderFinding.NotFound(true, true, run.first(), run.last());
        }
        LookupTable.broken(sql, turn, answer.shop().name());
        if (answer.search() instanceof OrderSearch.Found found) {
            // In the bin an order cannot be refunded as the merchant would, and what was agreed about it is not known.
            return found.order().trashed()
                    ? new OrderFinding.Unknown(Cause.ORDER_DELETED)
                    : found.order().finding();
        }
        return new OrderFinding.Unknown(((OrderSearch.Unclear) answer.search()).cause());
    }

    private static OrderFinding weakest(List<OrderFinding> absent) {
        List<OrderFinding.NotFound> all =
                absent.stream().map(it -> (OrderFinding.NotFound) it).toList();
        return new OrderFinding.NotFound(
                all.stream().allMatch(OrderFinding.NotFound::authorised),
                all.stream().allMatch(OrderFinding.NotFound::completeHistory),
                all.stream()
                        .map(OrderFinding.NotFound::firstLookup)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                all.stream()
                        .map(OrderFinding.NotFound::lastLookup)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    private static Instant paidAt(Payment payment) {
        Timestamps times = payment.timestamps();
        return Stream.of(times.created(), times.authorised(), times.settled())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
