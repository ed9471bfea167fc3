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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes note of an order as the shop showed it just now: which payments it has, which refunds, what was shipped. Pays
 * nothing; what appears is linked to what the ledger has, or noted as seen, and shop and gateway are compared a settle delay
 * later. The same order noted twice changes nothing. Thread-safe.
 */
final class Ingestion {
    private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);
    /** Of an amount that is zero until the payment is read, where the order does not tell its currency. */
    private static final Currency EURO = Currency.getInstance("EUR");

    private static final int LONGEST_ORDER_ID = 200;

    private final Engine engine;

    Ingestion(Engine engine) {
        this.engine = engine;
    }

    /** Whether anything was new. */
    boolean note(ConnectedShop shop, ShopOrder order) {
        return note(shop, order, false, sql -> {});
    }

    /** As {@link #note(ConnectedShop, ShopOrder)}; {@code also} is done in the same transaction, on what it has stored. */
    boolean note(ConnectedShop shop, ShopOrder order, Consumer<Sql> also) {
        return note(shop, order, false, also);
    }

    /**
     * Whether anything was new.
     *
     * @param firstScan whether it was read in the first complete scan of the shop
     */
    boolean note(ConnectedShop shop, ShopOrder order, boolean firstScan) {
        return note(shop, order, firstScan, sql -> {});
    }

    private boolean note(ConnectedShop shop, ShopOrder order, boolean firstScan, Consumer<Sql> also) {
        if (order.test()) {
            return false; // no real money, and so no payment of ours
        }
        List<SyncEvent> events = new ArrayList<>();
        boolean news = engine.database().inTransaction(sql -> {
            events.clear();
            boolean changed = false;
            for (PaymentId payment : paymentsOf(shop, order)) {
                changed |= notePayment(sql, shop, order, payment, firstScan, events);
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

    /** The order that was known by this id is gone from the shop. */
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

    private boolean notePayment(
            Sql sql,
            ConnectedShop shop,
            ShopOrder order,
            PaymentId payment,
            boolean firstScan,
            List<SyncEvent> events) {
        Instant now = engine.now();
        long claim = PaymentClaimTable.locked(sql, payment);
        PaymentClaimTable.link(sql, claim, shop.name(), order.id());
        if (order.payments().contains(payment)) {
            BindingTable.named(
                    sql, claim, shop.name(), order.id(), order.total().orElse(null), firstScan, now);
        }
        boolean changed = false;
        Set<Long> shown = new HashSet<>();
        for (OrderRefund refund : order.refunds()) {
            if (payment.equals(refund.payment())) {
                Noted noted =
                        noteRefund(sql, shop, order, claim, refund, now, events).orElse(null);
                if (noted == null) {
                    LOG.error("{} shows a refund of {} under an id of another payment's refund", shop, payment);
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
        if (order.payments().contains(payment)) {
            StandingAuthorisation.lookAt(sql, order, claim, now);
        }
        if (shop.shipToSettle() && !StandingAuthorisation.isOver(order)) {
            changed |= wantCaptures(sql, shop, order, claim, payment, now);
        }
        return changed;
    }

    /** @param news null if nothing was new */
    private record Noted(LedgerOperation refund, LedgerEvent.@Nullable Kind news) {}

    /** Empty if its id is that of another payment's refund: the shop is wrong about one of the two. */
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

    /** Among the refunds of this payment: what a shop writes on a refund does not make it another payment's. */
    private static Optional<LedgerOperation> byNames(
            Sql sql, String shop, long claim, Set<String> names, OrderRefund shown) {
        String portalKey = shown.portalKey();
        // What moved money is no record, whatever is written on it.
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
     * What the shop shows may be a refund that came in under an id that the shop does not show (a refund session), or a direct
     * one that the merchant recorded by hand. The oldest of the same amount that was not seen yet is taken for it: which of
     * two equal ones is all the same, and nothing is ever paid on account of it. Where a request may be the record of a direct
     * refund, a likeness does not end the question: there only the key recognises a record.
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
        draft.endedAt = now; // as far as the engine is concerned
        draft.id = OperationTable.insert(sql, draft.done()).orElseThrow();
        LedgerOperation added = draft.done();
        OperationTable.addNames(sql, added, shown.names());
        EventTable.add(sql, claim, added.id, now, LedgerEvent.Kind.SEEN_IN_SHOP, null, describe(shown));
        return added;
    }

    /** Refunds that this order showed before and shows no more. */
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
     * Everything at once where the gateway would lose the rest of an authorisation by a smaller capture, or where it is not
     * known what a parcel is worth; else each parcel, and the rest with the last.
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

    /** Whether it was not called for before. */
    private static boolean want(
            Sql sql,
            ConnectedShop shop,
            ShopOrder order,
            long claim,
            PaymentId payment,
            String part,
            @Nullable Money worth,
            Instant now) {
        // How much it is, is judged when it is begun.
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

    /** One capture for each parcel of an order, and one for all that is left of it. */
    static String captureKey(long claim, String orderId, String part) {
        // As long as a key may be, whatever ids a shop has.
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
