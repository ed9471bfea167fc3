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
import io.maksut.refund.OrderFinding;
import io.maksut.refund.PaymentReading;
import io.maksut.refund.RefundFacts;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches every fact that the refund rule asks for, afresh: the payment at its gateway, its order in every shop of the
 * account, refunds in shop and ledger, statements. Thread-safe.
 */
final class FactFinder {
    private static final Logger LOG = LoggerFactory.getLogger(FactFinder.class);

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
     */
    record Findings(
            RefundFacts facts,
            @Nullable ConnectedShop shop,
            @Nullable String orderId) {}

    /** A shop's answer. */
    private record Answer(ConnectedShop shop, OrderSearch search) {}

    Findings find(PaymentId id, Money amount) {
        PaymentReading reading = read(id);
        List<Answer> answers = reading instanceof PaymentReading.Read read ? search(read.payment()) : List.of();
        for (Answer answer : answers) {
            if (answer.search() instanceof OrderSearch.Found found) {
                observation.note(answer.shop(), found.order());
            }
        }
        Payment payment = reading instanceof PaymentReading.Read read ? read.payment() : null;
        return engine.database().inTransaction(sql -> {
            long turn = TurnTable.ensure(sql, id);
            Instant now = engine.now();
            RefundFacts.Builder facts = RefundFacts.builder(now, reading, amount)
                    .settleDelay(engine.settings().settleDelay())
                    .permitLife(engine.settings().permitLife());
            if (payment != null) {
                facts.order(order(sql, turn, payment, answers, now));
            }
            new LedgerFacts(sql, turn, id, payment, orders(answers)).addTo(facts);
            Answer found = answers.stream()
                    .filter(answer -> answer.search() instanceof OrderSearch.Found)
                    .findFirst()
                    .orElse(null);
            return new Findings(
                    facts.build(),
                    found == null ? null : found.shop(),
                    found == null
                            ? null
                            : ((OrderSearch.Found) found.search()).order().id());
        });
    }

    private PaymentReading read(PaymentId id) {
        try {
            GatewayCall call = engine.gatewayOf(id)
                    .begin(CallOptions.DEFAULT.withTimeout(engine.settings().callTimeout()));
            return new PaymentReading.Read(call.await(call.details(id.reference())));
        } catch (MaksutException e) {
            return new PaymentReading.Unread(e.getClass().getSimpleName() + ": " + e.call());
        }
    }

    private List<Answer> search(Payment payment) {
        return engine.shopsOf(payment.id().account()).stream()
                .map(shop -> new Answer(shop, search(shop, payment)))
                .toList();
    }

    private OrderSearch search(ConnectedShop shop, Payment payment) {
        try {
            OrderSearch search = shop.platform().findOrder(payment);
            return search instanceof OrderSearch.Absent
                    ? knownOrder(shop, payment.id()).orElse(search)
                    : search;
        } catch (NotSupportedByGatewayException e) {
            return new OrderSearch.Unclear(Cause.HISTORY_LIMITED); // the shop hides such orders from us
        } catch (MaksutException e) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        } catch (RuntimeException e) {
            LOG.error("The bridge of {} failed to look for an order", shop, e);
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
