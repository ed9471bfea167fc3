package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.Fulfilment.Shipment;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what an order shows now: its payments, refunds and shipments. It never pays: a refund that the order shows is
 * linked to the ledger's operation, or noted as observed, and the payment is reconciled a settle delay later. The same
 * order noted twice changes nothing. Thread-safe.
 */
final class Ingestion {
    private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);
    /** The currency of a zero amount until the payment is read, where the order does not tell its currency. */
    private static final Currency EURO = Currency.getInstance("EUR");

    private static final int LONGEST_ORDER_ID = 200;

    private final Engine engine;

    Ingestion(Engine engine) {
        this.engine = engine;
    }

    /** Returns whether anything was new. */
    boolean note(ConnectedShop shop, ShopOrder order) {
        return note(shop, order, false, sql -> {});
    }

    /** As {@link #note(ConnectedShop, ShopOrder)}; {@code also} then runs in the same transaction. */
    boolean note(ConnectedShop shop, ShopOrder order, Consumer<Sql> also) {
        return note(shop, order, false, also);
    }

    /**
     * As {@link #note(ConnectedShop, ShopOrder)}.
     *
     * @param firstScan whether the order was read in the first complete scan of the shop
     */
    boolean note(ConnectedShop shop, ShopOrder order, boolean firstScan) {
        return note(shop, order, firstScan, sql -> {});
    }

    private boolean note(ConnectedShop shop, ShopOrder order, boolean firstScan, Consumer<Sql> also) {
        if (order.test()) {
            return false; // no real money: none of our payments
        }
        List<SyncEvent> events = new ArrayList<>();
        boolean news = engine.database().inTransaction(sql -> {
            events.clear();
            boolean changed = false;
            Map<Long, Set<PaymentId>> payments = new LinkedHashMap<>();
            for (PaymentId name : paymentsOf(shop, order)) {
                payments.computeIfAbsent(PaymentClaimTable.locked(sql, name), it -> new LinkedHashSet<>())
                        .add(name);
            }
            for (Map.Entry<Long, Set<PaymentId>> payment : payments.entrySet()) {
                changed |= notePayment(sql, shop, order, payment.getKey(), payment.getValue(), firstScan, events);
            }
            also.accept(sql);
            return changed;
        });
        events.forEach(engine::tell);
        if (news) {
            engine.workSignal().announce();
        }
        return news;
    }

    /** The shop no longer has this order: its payments are reconciled now. */
    void noteGone(ConnectedShop shop, String orderId) {
        engine.database().inTransaction(sql -> {
            List<Long> claims = sql.list(
                    "select claim_id from maksut_payment_order where shop = ? and order_id = ?",
                    row -> row.number("claim_id"),
                    shop.name(),
                    orderId);
            for (long claim : claims) {
                PaymentClaimTable.compareAt(sql, claim, engine.now());
            }
            return claims.size();
        });
        engine.workSignal().announce();
    }

    private static Set<PaymentId> paymentsOf(ConnectedShop shop, ShopOrder order) {
        Set<PaymentId> payments = new LinkedHashSet<>(order.payments());
        for (OrderRefund refund : order.refunds()) {
            if (refund.payment() != null) {
                payments.add(refund.payment());
            }
        }
        payments.removeIf(payment -> !shop.accounts().contains(payment.account()));
        return payments;
    }

    /** @param names what the order calls the payment */
    private boolean notePayment(
            Sql sql,
            ConnectedShop shop,
            ShopOrder order,
            long claim,
            Set<PaymentId> names,
            boolean firstScan,
            List<SyncEvent> events) {
        Instant now = engine.now();
        PaymentClaimTable.link(sql, claim, shop.name(), order.id());
        boolean paidBy = order.payments().stream().anyMatch(names::contains);
        if (paidBy) {
            BindingTable.named(
                    sql, claim, shop.name(), order.id(), order.total().orElse(null), firstScan, now);
        }
        boolean changed = false;
        Set<Long> shown = new HashSet<>();
        for (OrderRefund refund : order.refunds()) {
            if (refund.payment() != null && names.contains(refund.payment())) {
                Noted noted =
                        noteRefund(sql, shop, order, claim, refund, now, events).orElse(null);
                if (noted == null) {
                    LOG.error("{} shows a refund of {} under an id of another payment's refund", shop, names);
                    continue;
                }
                shown.add(noted.refund().id);
                if (noted.news() != null) {
                    changed = true;
                    events.add(new SyncEvent.RefundChanged(noted.refund(), noted.news()));
                }
            }
        }
        changed |= noteMissing(sql, shop, order, claim, shown, now, events);
        if (changed) {
            PaymentClaimTable.compareAt(sql, claim, now.plus(engine.settings().settleDelay()));
        }
        if (paidBy) {
            StandingAuthorisation.lookAt(sql, order, claim, now);
        }
        if (shop.shipToSettle() && !StandingAuthorisation.isOver(order)) {
            changed |= wantCaptures(sql, shop, order, claim, names.iterator().next(), now);
        }
        return changed;
    }

    /** @param news null if nothing was new */
    private record Noted(LedgerOperation refund, LedgerEvent.@Nullable Kind news) {}

    /** Stores one refund. Empty if its id is another payment's refund: the shop is wrong about one of the two. */
    private Optional<Noted> noteRefund(
            Sql sql,
            ConnectedShop shop,
            ShopOrder order,
            long claim,
            OrderRefund shown,
            Instant now,
            List<SyncEvent> events) {
        Seen seen = new Seen(shown.state(), shown.amount(), shown.money(), now, false);
        Set<String> names = new LinkedHashSet<>(shown.names());
        names.add(shown.id());
        LedgerOperation known = byNames(sql, shop.name(), claim, names, shown).orElse(null);
        LedgerEvent.Kind news = LedgerEvent.Kind.SEEN_IN_SHOP;
        if (known == null) {
            known = underOtherName(sql, shop, claim, shown).orElse(null);
            news = LedgerEvent.Kind.LINKED;
        }
        if (known == null) {
            if (OperationTable.byName(sql, shop.name(), shown.id()).isPresent()) {
                return Optional.empty();
            }
            LedgerOperation added = add(sql, shop, order, claim, shown, seen, now);
            PaidTwice.note(sql, added, null, shown, now).ifPresent(events::add);
            return Optional.of(new Noted(added, LedgerEvent.Kind.SEEN_IN_SHOP));
        }
        OperationTable.addNames(sql, known, names);
        PaidTwice.note(sql, known, known.seen, shown, now).ifPresent(events::add);
        if (sameAs(known.seen, seen) && order.id().equals(known.orderId)) {
            return Optional.of(new Noted(known, null));
        }
        OperationTable.seen(sql, known.id, order.id(), seen);
        EventTable.add(sql, claim, known.id, now, news, null, describe(shown));
        return Optional.of(new Noted(OperationTable.byId(sql, known.id).orElseThrow(), news));
    }

    /** Searches the refunds of this payment only: what a shop writes on a refund does not make it another payment's. */
    private static Optional<LedgerOperation> byNames(
            Sql sql, String shop, long claim, Set<String> names, OrderRefund shown) {
        String portalKey = shown.portalKey();
        // A refund that moved money is no record, whatever key it carries.
        if (portalKey != null
                && portalKey.startsWith(LedgerOperation.PORTAL_KEY)
                && shown.money() != OrderRefund.Payout.SUCCEEDED) {
            Optional<LedgerOperation> ours = OperationTable.byName(
                            sql, shop, portalKey.substring(LedgerOperation.PORTAL_KEY.length()))
                    .filter(it -> it.claimId == claim);
            if (ours.isPresent()) {
                return ours;
            }
        }
        for (String name : names) {
            Optional<LedgerOperation> known =
                    OperationTable.byName(sql, shop, name).filter(it -> it.claimId == claim);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    /**
     * A refund that the shop shows under an unknown id may be a request whose id the shop does not show (a refund
     * session), or the record of a direct refund that the merchant entered by hand. It is linked to the oldest of the
     * same amount that the shop has not shown yet; nothing is ever paid because of that (domain 4, invariant 7). Where
     * a request may be the record of a direct refund ({@code recordsByAsking}), only the key identifies a record.
     */
    private static Optional<LedgerOperation> underOtherName(
            Sql sql, ConnectedShop shop, long claim, OrderRefund shown) {
        boolean requestsHaveOwnIds = shop.requestsHaveOwnIds();
        boolean recordsByAsking = shop.recordsByAsking();
        return OperationTable.ofPayment(sql, claim).stream()
                .filter(it -> it.shop.equals(shop.name()) && it.seen == null && it.amount.equals(shown.amount()))
                .filter(it -> (it.kind == Kind.REQUESTED && requestsHaveOwnIds && shown.portalKey() == null)
                        || (it.kind == Kind.DIRECT
                                && !recordsByAsking
                                && it.reviewReason == ReviewReason.RECORD_BY_MERCHANT
                                && shown.money() == OrderRefund.Payout.NONE))
                .findFirst();
    }

    private LedgerOperation add(
            Sql sql, ConnectedShop shop, ShopOrder order, long claim, OrderRefund shown, Seen seen, Instant now) {
        PaymentId payment = PaymentClaimTable.get(sql, claim).payment();
        OperationDraft draft = new OperationDraft(
                claim,
                payment,
                shop.name(),
                shown.id(),
                Kind.OBSERVED,
                State.OBSERVED,
                shown.amount(),
                now,
                OperationDraft.ofRequest());
        draft.orderId = order.id();
        draft.seen = seen;
        draft.endedAt = now; // the engine has nothing to do for it
        draft.id = OperationTable.insert(sql, draft.done()).orElseThrow();
        LedgerOperation added = draft.done();
        OperationTable.addNames(sql, added, shown.names());
        EventTable.add(sql, claim, added.id, now, LedgerEvent.Kind.SEEN_IN_SHOP, null, describe(shown));
        return added;
    }

    /** Marks refunds that this order showed before and does not show any more. */
    private static boolean noteMissing(
            Sql sql,
            ConnectedShop shop,
            ShopOrder order,
            long claim,
            Set<Long> shown,
            Instant now,
            List<SyncEvent> events) {
        boolean changed = false;
        for (LedgerOperation refund : OperationTable.ofPayment(sql, claim)) {
            Seen seen = refund.seen;
            if (seen != null
                    && !seen.gone()
                    && refund.shop.equals(shop.name())
                    && order.id().equals(refund.orderId)
                    && !shown.contains(refund.id)) {
                OperationTable.seen(
                        sql, refund.id, order.id(), new Seen(seen.state(), seen.amount(), seen.payout(), now, true));
                EventTable.add(sql, claim, refund.id, now, LedgerEvent.Kind.GONE_FROM_SHOP, null, "not in the order");
                events.add(new SyncEvent.RefundChanged(refund, LedgerEvent.Kind.GONE_FROM_SHOP));
                changed = true;
            }
        }
        return changed;
    }

    /**
     * Adds captures: one for the whole order when it is complete, where a smaller capture would forfeit the rest of the
     * authorisation; else one for each parcel of known worth, and one for the rest with the last parcel.
     */
    private boolean wantCaptures(
            Sql sql, ConnectedShop shop, ShopOrder order, long claim, PaymentId payment, Instant now) {
        Fulfilment fulfilment = order.fulfilment();
        boolean wanted = false;
        if (fulfilment.complete()) {
            wanted = want(sql, shop, order, claim, payment, "", null, now);
        } else if (capturesInParts(payment)) {
            for (Shipment shipment : fulfilment.shipments()) {
                if (shipment.worth() != null && shipment.worth().isPositive()) {
                    wanted |= want(sql, shop, order, claim, payment, shipment.id(), shipment.worth(), now);
                }
            }
        }
        if (wanted) {
            PaymentClaimTable.wake(sql, claim, now);
        }
        return wanted;
    }

    /** Returns whether the capture is new. */
    private static boolean want(
            Sql sql,
            ConnectedShop shop,
            ShopOrder order,
            long claim,
            PaymentId payment,
            String part,
            @Nullable Money worth,
            Instant now) {
        // The amount is judged when the capture is begun.
        Money amount = worth != null
                ? worth
                : Money.zero(order.total().map(Money::currency).orElse(EURO));
        OperationDraft draft = new OperationDraft(
                claim,
                payment,
                shop.name(),
                captureKey(claim, order.id(), part),
                Action.CAPTURE,
                Kind.SHIPPED,
                State.PENDING,
                amount,
                now,
                OperationDraft.ofRequest());
        draft.orderId = order.id();
        draft.dueAt = now;
        Optional<Long> id = OperationTable.insert(sql, draft.done());
        id.ifPresent(it -> EventTable.add(
                sql, claim, it, now, LedgerEvent.Kind.CAPTURE_REQUESTED, null, "order " + order.id() + " shipped"));
        return id.isPresent();
    }

    /** The key of a capture: one for each parcel of an order; with an empty part, of all that is left of the order. */
    static String captureKey(long claim, String orderId, String part) {
        // A longer order id would exceed the length of a key.
        String id = orderId.length() <= LONGEST_ORDER_ID
                ? orderId
                : UUID.nameUUIDFromBytes(orderId.getBytes(StandardCharsets.UTF_8))
                        .toString();
        return claim + "\n" + id + "\n" + part;
    }

    private boolean capturesInParts(PaymentId payment) {
        return engine.gateway(payment.account())
                .map(gateway -> Plugins.askOr(
                        false,
                        "the plugin of " + payment.account(),
                        () -> gateway.capabilities().capturesRestOfSettled()))
                .orElse(false);
    }

    private static boolean sameAs(@Nullable Seen before, Seen now) {
        return before != null
                && before.state() == now.state()
                && before.amount().equals(now.amount())
                && before.payout() == now.payout()
                && before.gone() == now.gone();
    }

    private static String describe(OrderRefund shown) {
        return shown.id() + " of " + shown.amount() + " " + shown.state() + " at " + shown.at() + ", money "
                + shown.money() + (shown.names().isEmpty() ? "" : ", also " + shown.names());
    }
}
