package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.payment.Payment;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.PaymentClaimTable.OrderLink;
import io.maksut.sync.Reconciliation.GoneOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was read of the shops for one reconciliation of a payment. What was not read proves nothing (domain 3): a
 * difference that rests on a shop stays suspected until that shop had a complete scan and, if no shop shows a refund,
 * until the order was read, or looked for twice and proved absent. Not thread-safe.
 */
final class ShopsRead {
    private final Engine engine;
    private final Ingestion ingestion;
    private final PaymentClaim claim;
    private final Payment payment;
    private final List<GoneOrder> gone = new ArrayList<>();
    /** Shops of which an order was read that names the payment. */
    private final Set<String> namedIn = new HashSet<>();

    private final List<GoneOrder> over = new ArrayList<>();
    private boolean liveOrder;
    private boolean unclear;
    private Look look = Look.NONE;

    private ShopsRead(Engine engine, Ingestion ingestion, PaymentClaim claim, Payment payment) {
        this.engine = engine;
        this.ingestion = ingestion;
        this.claim = claim;
        this.payment = payment;
    }

    /** The result of looking for an order that is not known. */
    private enum Look {
        /** It was not looked for. */
        NONE,
        /** A shop did not answer, or not for all its orders. */
        UNCLEAR,
        /** Every shop proved that it has none, but not for a settle delay yet. */
        ABSENT_ONCE,
        ABSENT
    }

    /** Reads the known orders of the payment, and those under names that the gateway tells of it, and notes what they show. */
    static ShopsRead ofKnownOrders(Engine engine, Ingestion ingestion, PaymentClaim claim, Payment payment) {
        ShopsRead read = new ShopsRead(engine, ingestion, claim, payment);
        List<OrderLink> own = engine.database().read(sql -> PaymentClaimTable.orders(sql, claim.id()));
        for (OrderLink link : own) {
            Optional<ConnectedShop> shop = engine.shop(link.shop());
            // A shop that is not connected any more: what was seen last stands.
            shop.ifPresent(it -> read.known(it, link.orderId()));
        }
        List<OrderLink> others = engine.database()
                .read(sql -> OtherNames.unresolved(sql, payment).stream()
                        .flatMap(name -> PaymentClaimTable.orders(sql, name).stream())
                        .filter(link -> !own.contains(link))
                        .distinct()
                        .toList());
        for (OrderLink link : others) {
            engine.shop(link.shop()).ifPresent(it -> read.ofOtherName(it, link.orderId()));
        }
        return read;
    }

    /** That it is gone says nothing while it is not known to be the payment's, and that it is not read stops nothing. */
    private void ofOtherName(ConnectedShop shop, String orderId) {
        claim.holdFor(engine.settings().callTimeout());
        Optional<ShopOrder> order;
        try {
            order = order(shop, orderId);
        } catch (MaksutException e) {
            unclear = true;
            return;
        }
        order.ifPresent(it -> note(shop, it));
    }

    /** Whether an order was not read that may be the payment's. */
    boolean unclear() {
        return unclear;
    }

    private void known(ConnectedShop shop, String orderId) {
        claim.holdFor(engine.settings().callTimeout());
        Optional<ShopOrder> order = order(shop, orderId);
        if (order.isPresent()) {
            note(shop, order.get());
        } else {
            gone.add(new GoneOrder(shop.name(), orderId));
            over.add(new GoneOrder(shop.name(), orderId));
        }
    }

    private static Optional<ShopOrder> order(ConnectedShop shop, String orderId) {
        return Plugins.ask("the bridge of " + shop.name(), () -> shop.platform().order(orderId));
    }

    private void note(ConnectedShop shop, ShopOrder shown) {
        boolean unused = ingestion.note(shop, shown);
        ShopOrder order = OtherNames.inOrder(engine, claim.payment(), payment, shown);
        if (FactCollection.names(order, claim.payment())) {
            namedIn.add(shop.name());
            boolean ends = StandingAuthorisation.isOver(order);
            liveOrder |= !ends;
            if (ends && !order.test()) {
                over.add(new GoneOrder(shop.name(), order.id()));
            }
        }
    }

    /** Orders that the ledger knows and the shops no longer have. */
    List<GoneOrder> gone() {
        return gone;
    }

    /** Orders of the payment for which nothing will be delivered. */
    List<GoneOrder> over() {
        return over;
    }

    /** Whether an order that is not over names the payment. */
    boolean hasLiveOrder() {
        return liveOrder;
    }

    /** Whether no order was read that names the payment: then one is looked for before it counts as absent. */
    boolean needsLook() {
        return namedIn.isEmpty();
    }

    /** Looks for the payment's order in all shops of its account, and notes what is found. */
    void look() {
        look = Look.ABSENT;
        for (ConnectedShop shop : engine.shopsOf(payment.id().account())) {
            claim.holdFor(engine.settings().callTimeout());
            OrderSearch search = FactCollection.ask(shop, payment);
            Look here = Look.ABSENT;
            if (search instanceof OrderSearch.Found found) {
                note(shop, found.order());
            } else if (search instanceof OrderSearch.Several several) {
                several.orders().forEach(order -> note(shop, order));
            } else {
                here = engine.database().inTransaction(sql -> absent(sql, shop, search));
            }
            look = here.compareTo(look) < 0 ? here : look;
        }
    }

    private Look absent(Sql sql, ConnectedShop shop, OrderSearch search) {
        boolean proved = search instanceof OrderSearch.Absent none && none.authorised() && none.completeHistory();
        boolean known = PaymentClaimTable.orders(sql, claim.id()).stream()
                .anyMatch(link -> link.shop().equals(shop.name()));
        if (!proved || known) {
            LookupTable.broken(sql, claim.id(), shop.name());
            return Look.UNCLEAR;
        }
        Instant now = engine.now();
        LookupTable.Run run = LookupTable.empty(sql, claim.id(), shop.name(), now, FactCollection.paidAt(payment));
        return run.first().plus(engine.settings().settleDelay()).isAfter(now) ? Look.ABSENT_ONCE : Look.ABSENT;
    }

    /** Whether what the difference rests on was read, so that a person may be told. */
    boolean proves(Sql sql, Mismatch mismatch) {
        if (!mismatch.kind().restsOnShop()) {
            return true;
        }
        if (!mismatch.kind().isUnexplainedMoney()) {
            return scanned(sql, mismatch.shop().isEmpty() ? shops() : Set.of(mismatch.shop()));
        }
        return namedIn.isEmpty() ? look == Look.ABSENT && scanned(sql, shops()) : scanned(sql, namedIn);
    }

    /** Whether a proof lacks only time, not an answer. */
    boolean provesSoon(Sql sql, Mismatch mismatch) {
        return mismatch.kind().isUnexplainedMoney() && look == Look.ABSENT_ONCE && scanned(sql, shops());
    }

    private Set<String> shops() {
        return engine.shopsOf(claim.payment().account()).stream()
                .map(ConnectedShop::name)
                .collect(Collectors.toSet());
    }

    private boolean scanned(Sql sql, Set<String> shops) {
        return shops.stream()
                .filter(shop -> engine.shop(shop).isPresent())
                .allMatch(shop -> PollingScan.hasScanned(sql, shop));
    }

    @Override
    public String toString() {
        return "ShopsRead[" + namedIn + ", " + look + "]";
    }
}
