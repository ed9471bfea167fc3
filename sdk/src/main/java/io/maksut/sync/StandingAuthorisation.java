package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentStatus;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.BindingTable.OrderLink;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.Reconciliation.GoneOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Handles what is still reserved for an order that was cancelled, failed, trashed or deleted: releases it where that is
 * switched on, else reports it to a person (domain 4, ship to settle). Thread-safe.
 */
final class StandingAuthorisation {
    /** After so long since the order's last change a card authorisation has expired, and is not looked for. */
    private static final Duration LONGEST = Duration.ofDays(31);

    /** The most that a shop's clock is taken to be behind ours. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final Duration LOOK_AGAIN = Duration.ofDays(1);

    private final Engine engine;

    StandingAuthorisation(Engine engine) {
        this.engine = engine;
    }

    /** Whether nothing will be delivered for the order. */
    static boolean isOver(ShopOrder order) {
        return order.cancelled() || order.trashed();
    }

    /** Makes a reconciliation of the payment due, once for each change of an order that is over. */
    static void lookAt(Sql sql, ShopOrder order, long claim, Instant now) {
        Instant changed = order.changedAt().orElse(null);
        if (!isOver(order) || (changed != null && changed.plus(LONGEST).isBefore(now))) {
            return;
        }
        Instant compared = PaymentClaimTable.get(sql, claim).comparedAt();
        // An order in the bin may keep its time of change, and a known time is by the shop's clock.
        Instant since = changed == null || order.trashed() ? now.minus(LOOK_AGAIN) : changed.plus(CLOCKS_DIFFER);
        if (compared == null || compared.isBefore(since)) {
            PaymentClaimTable.compareAt(sql, claim, now);
        }
    }

    /** The reserved amount; zero if nothing is reserved, or nothing can be done about it here. */
    private static Money standing(Payment payment) {
        boolean stands = payment.status() == PaymentStatus.AUTHORISED
                || payment.allowedActions().contains(PaymentAction.CAPTURE);
        return stands
                ? payment.amounts().capturable()
                : Money.zero(payment.amounts().currency());
    }

    /**
     * What a person has to know; nothing where a release was begun or is under way.
     *
     * @param payment read just now, as its orders were
     */
    List<Mismatch> mismatches(PaymentClaim claim, Payment payment, ShopsRead shops) {
        Money standing = standing(payment);
        Optional<GoneOrder> over = shops.over().stream().findFirst();
        boolean underWay = claim.capturesAndVoids().stream()
                .anyMatch(it -> it.kind == Kind.ORDER_OVER
                        ? it.state.inFlight()
                        : it.outcomeUnknown() || it.state == State.PROCESSING);
        if (!standing.isPositive() || over.isEmpty() || underWay) {
            return List.of();
        }
        GoneOrder order = over.get();
        Mismatch mismatch = new Mismatch(
                DiscrepancyKind.AUTHORISATION_STANDS, order.shop(), order.orderId(), standing, order.orderId());
        boolean released = !shops.hasLiveOrder()
                && !isWantedCaptured(claim)
                && !hasUnread(claim)
                && payment.status() == PaymentStatus.AUTHORISED
                && payment.amounts().captured().isZero()
                && engine.shop(order.shop())
                        .map(ConnectedShop::releasesWhenOver)
                        .orElse(false)
                && wanted(claim, mismatch);
        return released ? List.of() : List.of(mismatch);
    }

    /** Adds the release, once for each order, a settle delay after it was first seen: a plugin may release it. */
    private boolean wanted(PaymentClaim claim, Mismatch mismatch) {
        boolean wanted = claim.commit((sql, now) -> wasSeenBefore(sql, claim, mismatch, now)
                && engine.shopsOf(claim.payment().account()).stream()
                        .allMatch(it -> PollingScan.hasScanned(sql, it.name()))
                && want(sql, claim, mismatch, now));
        if (wanted) {
            claim.refresh();
        }
        return wanted;
    }

    private boolean wasSeenBefore(Sql sql, PaymentClaim claim, Mismatch mismatch, Instant now) {
        return SetAsideTable.readable(DiscrepancyTable.ofPayment(sql, claim.id())).stream()
                .filter(it -> it.kind() == mismatch.kind() && it.subject().equals(mismatch.subject()))
                .filter(it -> it.state() == Discrepancy.State.SUSPECTED || it.state() == Discrepancy.State.OPEN)
                .anyMatch(it ->
                        !it.firstSeenAt().plus(engine.settings().settleDelay()).isAfter(now));
    }

    private static boolean want(Sql sql, PaymentClaim claim, Mismatch mismatch, Instant now) {
        OperationDraft draft = new OperationDraft(
                claim.id(),
                claim.payment(),
                mismatch.shop(),
                Ingestion.captureKey(claim.id(), mismatch.subject(), "over"),
                Action.VOID,
                Kind.ORDER_OVER,
                State.PENDING,
                mismatch.amount(),
                now,
                OperationDraft.ofRequest());
        draft.orderId = mismatch.orderId();
        draft.dueAt = now;
        Optional<Long> id = OperationTable.insert(sql, draft.done());
        id.ifPresent(it -> {
            EventTable.add(
                    sql,
                    claim.id(),
                    it,
                    now,
                    LedgerEvent.Kind.VOID_REQUESTED,
                    null,
                    "order " + mismatch.subject() + " is over");
            PaymentClaimTable.wake(sql, claim.id(), now);
        });
        return id.isPresent();
    }

    /** Whether a capture is in flight, even one that needs review: a release would take away what it captures. */
    static boolean isWantedCaptured(PaymentClaim claim) {
        return claim.captures().stream().anyMatch(it -> it.state.inFlight());
    }

    /** Whether a known order of the payment is in a shop that is not connected here: it may be live. */
    boolean hasUnread(PaymentClaim claim) {
        return hasUnread(links(claim));
    }

    /** As {@link #hasUnread(PaymentClaim)}, of these orders. */
    boolean hasUnread(List<OrderLink> links) {
        return links.stream().anyMatch(it -> engine.shop(it.order().shop()).isEmpty());
    }

    private List<OrderLink> links(PaymentClaim claim) {
        return engine.database().read(sql -> BindingTable.ofPayment(sql, claim.id()));
    }

    /**
     * Reads the payment's known orders and returns those that are not over. While there is one, nothing is released.
     *
     * @throws io.maksut.error.MaksutException if one cannot be read
     */
    List<ShopOrder> live(PaymentClaim claim) {
        return live(claim, links(claim));
    }

    /** As {@link #live(PaymentClaim)}, of these orders. */
    List<ShopOrder> live(PaymentClaim claim, List<OrderLink> links) {
        List<ShopOrder> live = new ArrayList<>();
        for (OrderLink link : links) {
            ConnectedShop shop = engine.shop(link.order().shop()).orElse(null);
            if (shop != null) {
                claim.holdFor(engine.settings().callTimeout());
                Plugins.ask(
                                "the bridge of " + shop.name(),
                                () -> shop.platform().order(link.order().orderId()))
                        .map(it -> OtherNames.inOrder(engine, claim.payment(), null, it))
                        .filter(it -> !isOver(it) && FactCollection.names(it, claim.payment()))
                        .ifPresent(live::add);
            }
        }
        return live;
    }
}
