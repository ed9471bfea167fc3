package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.payment.Amounts;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.portal.GatewayCall;
import io.maksut.refund.Cause;
import io.maksut.refund.Evidence;
import io.maksut.refund.OrderFinding;
import io.maksut.refund.PaymentReading;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundFacts;
import io.maksut.refund.RefundInFlight;
import io.maksut.refund.RefundRules;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every fact that the refund rule needs afresh: the payment at its gateway, its order in every shop of the
 * account, the refunds in shop and ledger, and statements. Thread-safe.
 */
final class FactCollection {
    private static final Logger LOG = LoggerFactory.getLogger(FactCollection.class);
    /** The row of the rule that an unreadable ledger answers: whether another refund is under way is not known. */
    private static final int LEDGER_ROW = 2;
    /** The row of the rule for an order that cannot be read. */
    private static final int ORDER_ROW = 8;

    private final Engine engine;
    private final Ingestion ingestion;

    FactCollection(Engine engine, Ingestion ingestion) {
        this.engine = engine;
        this.ingestion = ingestion;
    }

    /**
     * What was found: the facts, and the payment's orders from all shops.
     *
     * @param id the gateway's own, whatever it was asked for by
     * @param basis what the ledger said just before the facts were read from it
     * @param unreadable the ledger's row of this payment that this version cannot read; null if it can read all
     * @param contradicted whether a shop shows refunds of this payment that the ledger knows as another payment's
     */
    record Collected(
            PaymentId id,
            RefundFacts facts,
            LedgerBasis basis,
            List<Located> orders,
            @Nullable UnreadableRowException unreadable,
            boolean contradicted) {
        /**
         * The rule's answer; nothing is allowed on a ledger that cannot be read. A failure in a shop is no ground while
         * a shop shows another payment's refund on this payment.
         */
        RefundDecision decision() {
            if (unreadable != null) {
                return unread(unreadable);
            }
            RefundDecision decision = RefundRules.judge(facts);
            return contradicted
                            && decision instanceof RefundDecision.Allowed allowed
                            && allowed.ground() == RefundDecision.Ground.SHOP_REFUND_FAILED
                    ? new RefundDecision.Undetermined(
                            ORDER_ROW,
                            Cause.ORDER_UNREADABLE,
                            null,
                            false,
                            ((OrderFinding.Unknown) facts.order()).orders(),
                            List.of(),
                            decision.evidence())
                    : decision;
        }

        private static RefundDecision unread(UnreadableRowException unreadable) {
            return new RefundDecision.Undetermined(
                    LEDGER_ROW,
                    Cause.LEDGER_UNREADABLE,
                    null,
                    false,
                    List.of(new Evidence(
                            Evidence.Code.IN_FLIGHT,
                            Objects.toString(unreadable.table() + ": " + unreadable.why(), ""))));
        }

        /** The payment that was judged; empty if it could not be read. */
        Optional<Payment> payment() {
            return facts.payment() instanceof PaymentReading.Read read ? Optional.of(read.payment()) : Optional.empty();
        }

        /** The order to which a refund on this ground belongs; empty if there is none, or several are possible. */
        Optional<Located> orderOf(RefundDecision.Allowed allowed) {
            List<Located> candidates = orders.size() < 2
                    ? orders
                    : orders.stream()
                            .filter(it -> it.order().refunds().stream()
                                    .anyMatch(refund -> refund.id().equals(allowed.uses())))
                            .toList();
            return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
        }
    }

    /** An order as its shop showed it just now. */
    record Located(ConnectedShop shop, ShopOrder order) {
        OrderFinding.Found finding() {
            return order.finding().withRecordsByHand(shop.platform().abilities().recordsPortalRefunds());
        }
    }

    /**
     * One shop's answer.
     *
     * @param orders found by the search, or known before and read by id
     * @param unreadable orders that were known before and cannot be read now
     * @param gone whether an order that was known before does not exist any more
     */
    private record Answer(
            ConnectedShop shop,
            OrderSearch search,
            List<ShopOrder> orders,
            List<OrderFinding.Found> unreadable,
            boolean gone) {}

    Collected find(PaymentId id, Money amount) {
        return find(id, amount, null, () -> {});
    }

    /** Of a payment that is claimed: the claim is held before a gateway or a shop is asked, as each may take its time. */
    Collected find(PaymentClaim claim, Money amount) {
        return find(
                claim.payment(),
                amount,
                claim.id(),
                () -> claim.holdFor(engine.settings().callTimeout()));
    }

    /** @param claim of the payment by this name; null if it is not known */
    private Collected find(PaymentId name, Money amount, @Nullable Long claim, Runnable beforeEachQuestion) {
        beforeEachQuestion.run();
        PaymentReading outline =
                resolved(name, ask(name, call -> withCustomer(call, call.await(call.outline(name.reference())))));
        PaymentId id = outline instanceof PaymentReading.Read read
                ? read.payment().id()
                : engine.database().read(sql -> OtherNames.own(sql, name));
        List<Answer> answers = search(
                outline instanceof PaymentReading.Read read ? read.payment() : ofIdOnly(id, amount),
                beforeEachQuestion);
        PaymentReading reading = outline;
        if (outline instanceof PaymentReading.Read read) {
            // Read last: asking the shops may have taken a minute each.
            beforeEachQuestion.run();
            reading = ask(id, call -> call.await(call.details(read.payment())));
        }
        return judged(id, amount, id.equals(name) ? claim : null, reading, answers, beforeEachQuestion);
    }

    /** What stands under a name that is not the payment's own id is moved to that before anything is judged. */
    private PaymentReading resolved(PaymentId name, PaymentReading reading) {
        PaymentId id =
                reading instanceof PaymentReading.Read read ? read.payment().id() : name;
        boolean known = id.equals(name)
                || engine.database().read(sql -> OtherNames.own(sql, name)).equals(id);
        if (known) {
            return reading;
        }
        boolean moved = engine.database().inTransaction(sql -> OtherNames.move(sql, name, id, engine.now()));
        return moved ? reading : new PaymentReading.Unread("what stands under that name cannot be moved now");
    }

    private Collected judged(
            PaymentId id,
            Money amount,
            @Nullable Long known,
            PaymentReading reading,
            List<Answer> answers,
            Runnable beforeEachQuestion) {
        Payment payment = reading instanceof PaymentReading.Read read ? read.payment() : null;
        List<Located> shown = answers.stream()
                .flatMap(answer -> answer.orders().stream().map(order -> new Located(answer.shop(), order)))
                .toList();
        UnreadableRowException unreadable = note(shown);
        List<Located> located = shown.stream()
                .map(it -> new Located(it.shop(), OtherNames.inOrder(engine, id, payment, it.order())))
                .toList();
        Judging judging = (sql, elsewhere) -> {
            long claim = known == null ? PaymentClaimTable.ensure(sql, id) : known;
            Instant now = engine.now();
            RefundFacts.Builder facts = RefundFacts.builder(now, reading, amount)
                    .settleDelay(engine.settleDelay(id.account()))
                    .permitLife(engine.settings().permitLife())
                    .order(payment == null ? orderOfUnread(answers) : order(sql, claim, payment, answers, now));
            UnreadableRowException unread = unreadable;
            LedgerBasis basis = LedgerBasis.UNREAD;
            boolean contradicted = false;
            try {
                if (unread == null) {
                    LedgerBasis.Told told = LedgerBasis.Told.read(sql, claim, id);
                    basis = LedgerBasis.read(sql, claim, told);
                    LedgerFacts ledger = new LedgerFacts(sql, claim, id, payment, amount, located, told, elsewhere);
                    ledger.addTo(facts, now);
                    contradicted = ledger.contradicted();
                    if (contradicted) {
                        facts.order(new OrderFinding.Unknown(Cause.ORDER_UNREADABLE, named(answers)));
                    }
                }
            } catch (UnreadableRowException e) {
                unread = e;
            }
            return new Collected(id, facts.build(), basis, located, unread, contradicted);
        };
        Collected collected = judged(payment, judging, beforeEachQuestion);
        if (collected.unreadable() != null) {
            engine.records().setAside(collected.unreadable());
        }
        return collected;
    }

    /** Judges on the ledger as one transaction reads it, and on what waits under other names. */
    @FunctionalInterface
    private interface Judging {
        Collected on(Sql sql, List<RefundInFlight> elsewhere);
    }

    /** What the ledger has under another name, by which an order may name the payment, is taken in first. */
    private Collected judged(@Nullable Payment payment, Judging judging, Runnable beforeEachQuestion) {
        if (payment == null) {
            return engine.database().inTransaction(sql -> judging.on(sql, List.of()));
        }
        Optional<Collected> alone = engine.database()
                .inTransaction(sql -> OtherNames.unresolved(sql, payment).isEmpty()
                        ? Optional.of(judging.on(sql, List.of()))
                        : Optional.empty());
        return alone.orElseGet(() -> {
            // What is left under another name, as the gateway did not answer to it, is judged as in flight.
            boolean unused = OtherNames.takeIn(engine, payment, beforeEachQuestion);
            return engine.database().inTransaction(sql -> judging.on(sql, OtherNames.inFlight(sql, payment)));
        });
    }

    /** Notes the orders in the ledger; returns the row that could not be read for that, or null. */
    private @Nullable UnreadableRowException note(List<Located> located) {
        try {
            for (Located it : located) {
                boolean unused = ingestion.note(it.shop(), it.order());
            }
            return null;
        } catch (UnreadableRowException e) {
            return e;
        }
    }

    private PaymentReading ask(PaymentId id, Function<GatewayCall, Payment> question) {
        try {
            return Plugins.ask(
                    "the plugin of " + id.account(),
                    () -> new PaymentReading.Read(
                            question.apply(engine.gatewayOf(id).begin(engine.callOptions()))));
        } catch (MaksutException e) {
            return new PaymentReading.Unread(FailureWords.ofGateway(e, Locale.ENGLISH));
        }
    }

    /**
     * Adds the customer's e-mail address where a shop is asked for orders that are like the payment (domain 3, "Under
     * (b)"). Without it the decision goes on, as such an order forbids nothing.
     */
    private Payment withCustomer(GatewayCall call, Payment payment) {
        boolean wanted = payment.origin() == PaymentOrigin.PAYMENT_LINK
                && payment.customer().flatMap(Customer::email).isEmpty()
                && !engine.shopsOf(payment.id().account()).isEmpty();
        if (!wanted) {
            return payment;
        }
        try {
            return call.await(call.customer(payment))
                    .map(customer -> payment.toBuilder().customer(customer).build())
                    .orElse(payment);
        } catch (MaksutException e) {
            LOG.warn("The customer of {} could not be read: {}", payment.id(), e.call());
            return payment;
        }
    }

    /** A payment of which only the id is known: enough to find its order, never to prove that there is none. */
    private Payment ofIdOnly(PaymentId id, Money amount) {
        Money nothing = Money.zero(amount.currency());
        return Payment.builder(
                        id,
                        PaymentStatus.UNKNOWN,
                        PaymentMethod.NOT_CHOSEN,
                        Amounts.of(nothing, nothing, nothing),
                        engine.gatewayOf(id).capabilities())
                .timestamps(Timestamps.builder(engine.now()).build())
                .build();
    }

    private List<Answer> search(Payment payment, Runnable beforeEachQuestion) {
        return engine.shopsOf(payment.id().account()).stream()
                .map(shop -> search(shop, payment, beforeEachQuestion))
                .toList();
    }

    private Answer search(ConnectedShop shop, Payment payment, Runnable beforeEachQuestion) {
        beforeEachQuestion.run();
        OrderSearch search = ask(shop, payment);
        List<ShopOrder> orders = new ArrayList<>();
        if (search instanceof OrderSearch.Found found) {
            orders.add(found.order());
        } else if (search instanceof OrderSearch.Several several) {
            orders.addAll(several.orders());
        }
        List<OrderFinding.Found> unreadable = new ArrayList<>();
        boolean gone = false;
        boolean searched = !orders.isEmpty();
        for (String orderId : known(shop, payment.id())) {
            if (orders.stream().anyMatch(order -> order.id().equals(orderId))) {
                continue;
            }
            beforeEachQuestion.run();
            try {
                ShopOrder order = Plugins.ask(
                                bridgeOf(shop), () -> shop.platform().order(orderId))
                        .orElse(null);
                gone |= order == null;
                // Where the shop finds none, an order that once named the payment counts as its own.
                boolean noneFound = !searched && search instanceof OrderSearch.Absent;
                if (order != null
                        && (noneFound
                                || names(OtherNames.inOrder(engine, payment.id(), payment, order), payment.id()))) {
                    orders.add(order);
                }
            } catch (NotSupportedByGatewayException e) {
                search = search instanceof OrderSearch.Absent
                        ? new OrderSearch.Unclear(Cause.HISTORY_LIMITED) // the shop hides such orders
                        : search;
                unreadable.add(OrderFinding.Found.ofId(orderId));
            } catch (MaksutException e) {
                unreadable.add(OrderFinding.Found.ofId(orderId));
            }
        }
        return new Answer(shop, search, orders, unreadable, gone);
    }

    /** Looks for the payment's order; a shop that does not answer is {@link OrderSearch.Unclear}. */
    static OrderSearch ask(ConnectedShop shop, Payment payment) {
        try {
            return Plugins.ask(bridgeOf(shop), () -> shop.platform().findOrder(payment));
        } catch (MaksutException e) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
    }

    private static String bridgeOf(ConnectedShop shop) {
        return "the bridge of " + shop.name();
    }

    /** Orders that the ledger has linked to the payment: a search that misses them is wrong, or they are gone. */
    private List<String> known(ConnectedShop shop, PaymentId payment) {
        return engine.database().read(sql -> PaymentClaimTable.orders(sql, payment)).stream()
                .filter(link -> link.shop().equals(shop.name()))
                .map(PaymentClaimTable.OrderLink::orderId)
                .toList();
    }

    static boolean names(ShopOrder order, PaymentId payment) {
        return order.payments().contains(payment)
                || order.refunds().stream().anyMatch(refund -> payment.equals(refund.payment()));
    }

    /** Without the payment an order can be found, but its absence cannot be proved. */
    private static OrderFinding orderOfUnread(List<Answer> answers) {
        return found(answers).orElseGet(() -> new OrderFinding.Unknown(Cause.NOT_LOOKED_UP, named(answers)));
    }

    /** Combines all shops: exactly one order is found, or an answer is in doubt, or every shop has none. */
    private static OrderFinding order(Sql sql, long claim, Payment payment, List<Answer> answers, Instant now) {
        if (answers.isEmpty()) {
            return new OrderFinding.Unknown(Cause.NO_SHOP_CONNECTED);
        }
        List<OrderFinding> findings = answers.stream()
                .map(answer -> finding(sql, claim, payment, answer, now))
                .toList();
        Optional<OrderFinding> unknown = findings.stream()
                .filter(it -> it instanceof OrderFinding.Unknown)
                .findFirst();
        return found(answers).or(() -> unknown).orElseGet(() -> weakest(findings));
    }

    /** The order that was found, or that several were; orders in the bin, where none can be refunded, do not count. */
    private static Optional<OrderFinding> found(List<Answer> answers) {
        List<OrderFinding.Found> all = answers.stream()
                .flatMap(answer -> answer.orders().stream()
                        .filter(order -> !order.trashed())
                        .map(order -> new Located(answer.shop(), order).finding()))
                .toList();
        return switch (all.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(all.get(0));
            default -> Optional.of(new OrderFinding.Unknown(Cause.ORDER_AMBIGUOUS, all));
        };
    }

    /** Orders that may be the payment's and were not found as one that can be refunded: in the bin, or unreadable. */
    private static List<OrderFinding.Found> named(Answer answer) {
        List<OrderFinding.Found> named = new ArrayList<>(answer.unreadable());
        answer.orders().forEach(order -> named.add(new Located(answer.shop(), order).finding()));
        if (answer.search() instanceof OrderSearch.Unclear unclear) {
            named.addAll(unclear.orders());
        }
        return named.stream().distinct().toList();
    }

    private static List<OrderFinding.Found> named(List<Answer> answers) {
        return answers.stream().flatMap(answer -> named(answer).stream()).toList();
    }

    private static OrderFinding finding(Sql sql, long claim, Payment payment, Answer answer, Instant now) {
        Optional<Cause> doubt = doubt(answer);
        if (doubt.isPresent()) {
            LookupTable.broken(sql, claim, answer.shop().name());
            return new OrderFinding.Unknown(doubt.get(), named(answer));
        }
        boolean seenSince = PaymentClaimTable.orders(sql, claim).stream()
                .anyMatch(link -> link.shop().equals(answer.shop().name()));
        if (seenSince) {
            // An order of this payment was noted since the shop was asked.
            LookupTable.broken(sql, claim, answer.shop().name());
            return new OrderFinding.Unknown(Cause.LOOKUP_STALE);
        }
        OrderSearch.Absent absent = (OrderSearch.Absent) answer.search();
        if (!absent.authorised() || !absent.completeHistory()) {
            // The shop did not show everything: this answer is not one of those that together prove an absence.
            LookupTable.broken(sql, claim, answer.shop().name());
            return new OrderFinding.NotFound(absent.authorised(), absent.completeHistory(), now, now, absent.alike());
        }
        LookupTable.Run run = LookupTable.empty(sql, claim, answer.shop().name(), now, paidAt(payment));
        return new OrderFinding.NotFound(true, true, run.first(), run.last(), absent.alike());
    }

    /** Why this shop's answer is not "none"; empty if it is. */
    private static Optional<Cause> doubt(Answer answer) {
        if (answer.search() instanceof OrderSearch.Unclear unclear) {
            return Optional.of(unclear.cause());
        }
        if (!answer.orders().isEmpty()) {
            boolean allInTheBin = answer.orders().stream().allMatch(ShopOrder::trashed);
            return Optional.of(allInTheBin ? Cause.ORDER_DELETED : Cause.ORDER_AMBIGUOUS);
        }
        if (!answer.unreadable().isEmpty()) {
            return Optional.of(Cause.ORDER_UNREADABLE);
        }
        return answer.gone() ? Optional.of(Cause.ORDER_DELETED) : Optional.empty();
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
                        .orElseThrow(),
                all.stream().flatMap(it -> it.alike().stream()).toList());
    }

    /** The latest known time of the payment's making: an empty answer of before proves nothing. */
    static Instant paidAt(Payment payment) {
        Timestamps times = payment.timestamps();
        return Stream.of(times.created(), times.authorised(), times.settled())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
