package io.maksut.sync;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.ShopOrderId;
import io.maksut.portal.Attempt;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.BindingTable.OrderLink;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Ship to settle: judges, on order and payment read just now, whether and how much of the payment of a shipped order is
 * captured (domain 4). What the shop showed when the capture was asked for does not count. Thread-safe.
 */
final class CapturePreparation {
    private static final Set<PaymentStatus> CAPTURED =
            Set.of(PaymentStatus.SETTLED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED);

    private final Engine engine;
    private final Ingestion ingestion;
    private final Conclusions conclusions;
    private final Sending sending;
    private final StandingAuthorisation standing;
    private final LateReservations late;
    private final NameCheck names;

    CapturePreparation(Engine engine, Ingestion ingestion, Conclusions conclusions, Sending sending) {
        this.engine = engine;
        this.ingestion = ingestion;
        this.conclusions = conclusions;
        this.sending = sending;
        this.standing = new StandingAuthorisation(engine);
        this.late = new LateReservations(engine, conclusions);
        this.names = new NameCheck(engine, conclusions);
    }

    /** Judges a capture on fresh facts, and sends it if nothing forbids it. */
    LedgerOperation begin(
            PaymentClaim claim, LedgerOperation capture, PaymentGateway gateway, OperationChannel channel) {
        Payment fresh;
        long known = claim.knownNames();
        try {
            Payment read = Plugins.ask("the plugin of " + capture.payment.account(), () -> {
                GatewayCall call = gateway.begin(engine.callOptions());
                return call.await(call.read(capture.payment.reference()));
            });
            fresh = NamedOtherwiseException.require(capture.payment, read);
        } catch (NotFoundException e) {
            return conclusions.needsReview(claim, capture, ReviewReason.PAYMENT_UNKNOWN, Said.of(capture, e), null);
        } catch (MaksutException e) {
            return failed(claim, capture, e);
        }
        ConnectedShop shop = engine.shop(capture.shop).orElse(null);
        if (shop != null && !shop.shipToSettle()) {
            return drop(claim, capture, "the shop captures by itself");
        }
        Optional<LedgerOperation> impossible = impossible(claim, capture, fresh);
        if (impossible.isPresent()) {
            return impossible.get();
        }
        if (late.mayStillArrive(claim.capturesAndVoids())) {
            return conclusions.later(claim, capture, Said.of(capture, "earlier_capture_may_arrive"));
        }
        if (shop == null) {
            return conclusions.later(claim, capture, Said.ofShop(capture, "not_connected"));
        }
        ShopOrder order;
        Optional<LedgerOperation> ofAnotherOrder;
        try {
            order = order(claim, capture, shop).orElse(null);
            if (order == null) {
                return conclusions.later(claim, capture, Said.ofShop(capture, "not_found"));
            }
            ofAnotherOrder = ofAnotherOrder(claim, capture, shop, fresh);
        } catch (MaksutException e) {
            return conclusions.later(claim, capture, Said.ofShop(capture, e));
        }
        if (ofAnotherOrder.isPresent()) {
            return ofAnotherOrder.get();
        }
        ShippedAmount judged = ShippedAmount.of(capture, order, fresh, claim.refunds(), claim.captures());
        boolean onlyAnAttempt = judged instanceof ShippedAmount.Capture
                && lowering(claim, fresh).isEmpty();
        Optional<LedgerOperation> otherwise = onlyAnAttempt ? Optional.empty() : names.first(claim, capture, fresh);
        if (otherwise.isPresent()) {
            return otherwise.get();
        }
        if (judged instanceof ShippedAmount.NotYet notYet) {
            return conclusions.later(claim, capture, new Said(refundUnderWay(capture), notYet.why()));
        }
        if (judged instanceof ShippedAmount.Person person) {
            return needsReview(claim, capture, person);
        }
        if (!fresh.amounts().captured().isPositive() && !noteLowering(claim, fresh)) {
            return conclusions.later(
                    claim, capture, new Said(refundUnderWay(capture), "a refund was asked for meanwhile"));
        }
        Optional<DenialReason> denial = fresh.lifecycle().denial(PaymentAction.CAPTURE);
        if (judged instanceof ShippedAmount.Capture it) {
            return denial.isPresent()
                    ? refused(claim, capture, denial.get())
                    : send(claim, capture, fresh, known, it.amount(), channel);
        }
        return drop(claim, capture, ((ShippedAmount.Nothing) judged).why());
    }

    private LedgerOperation needsReview(PaymentClaim claim, LedgerOperation capture, ShippedAmount.Person person) {
        Said why = new Said(person.reviewReason().explain(capture.action, capture.language), person.why());
        return conclusions.needsReview(claim, capture, person.reviewReason(), why, null);
    }

    private LedgerOperation send(
            PaymentClaim claim,
            LedgerOperation capture,
            Payment fresh,
            long known,
            Money amount,
            OperationChannel channel) {
        Attempt attempt;
        try {
            attempt = Plugins.ask(
                    "the plugin of " + capture.payment.account(),
                    () -> channel.prepare(
                            capture.payment.reference(),
                            amount,
                            engine.callOptions().withIdempotencyKey(capture.nextAttemptKey())));
        } catch (ActionNotAllowedException e) {
            return refused(claim, capture, e.denial());
        } catch (MaksutException e) {
            return failed(claim, capture, e);
        }
        return attempt.before().equals(fresh.amounts())
                ? sending.begin(claim, capture, attempt, channel, fresh, known)
                : conclusions.later(claim, capture, new Said(refundUnderWay(capture), "the payment has just changed"));
    }

    /** The result where the payment itself allows no capture; empty if it may. */
    private Optional<LedgerOperation> impossible(PaymentClaim claim, LedgerOperation capture, Payment fresh) {
        boolean elsewhere = fresh.method() != PaymentMethod.CARD
                && fresh.status() == PaymentStatus.AUTHORISED
                && !fresh.allowedActions().contains(PaymentAction.CAPTURE);
        if (elsewhere) {
            return Optional.of(drop(claim, capture, "not captured here: " + fresh.method()));
        }
        DenialReason denial = fresh.lifecycle().denial(PaymentAction.CAPTURE).orElse(null);
        if (denial == null) {
            return Optional.empty();
        }
        if (CAPTURED.contains(fresh.status())) {
            return Optional.empty(); // the order tells whether that was all of it
        }
        boolean releasedHere = claim.capturesAndVoids().stream()
                .anyMatch(it -> it.kind == LedgerOperation.Kind.ORDER_OVER && it.state == State.SUCCEEDED);
        if (releasedHere) {
            return Optional.of(refused(claim, capture, denial)); // shipped after all, and nothing is reserved for it
        }
        if (fresh.lifecycle().isFinal()) {
            return Optional.of(drop(
                    claim,
                    capture,
                    "not needed or not possible any more: " + fresh.status() + "; " + denial.explain(Locale.ENGLISH)));
        }
        return Optional.of(
                fresh.status() == PaymentStatus.AUTHORISED
                        ? refused(claim, capture, denial)
                        : conclusions.later(
                                claim,
                                capture,
                                new Said(denial.explain(capture.language), String.valueOf(fresh.status()))));
    }

    /** Reads the order now and notes its refunds in the ledger, so that order and ledger agree. */
    private Optional<ShopOrder> order(PaymentClaim claim, LedgerOperation capture, ConnectedShop shop) {
        String id = String.valueOf(capture.orderId);
        claim.holdFor(engine.settings().callTimeout());
        Optional<ShopOrder> order = Plugins.ask(
                        "the bridge of " + shop.name(), () -> shop.platform().order(id))
                .filter(it -> it.id().equals(id) && !it.trashed() && !it.test());
        order.ifPresent(it -> {
            boolean unused = ingestion.note(shop, it, claim::refresh);
        });
        return order.map(it -> OtherNames.inOrder(engine, claim.payment(), null, it));
    }

    /**
     * The result where the payment may be another order's as well: what is captured for one order is not the other's, and a copy
     * of an order captures nothing. Empty if it is this order's alone, as far as is known.
     *
     * @throws MaksutException if another order cannot be read
     */
    private Optional<LedgerOperation> ofAnotherOrder(
            PaymentClaim claim, LedgerOperation capture, ConnectedShop shop, Payment fresh) {
        if (standing.hasUnread(claim.links())) {
            return Optional.of(conclusions.later(claim, capture, Said.ofShop(capture, "not_connected")));
        }
        ShopOrderId own = new ShopOrderId(capture.shop, String.valueOf(capture.orderId));
        List<OrderLink> others =
                claim.links().stream().filter(it -> !it.order().equals(own)).toList();
        Optional<ShopOrder> live = standing.live(claim, others).stream().findFirst();
        if (live.isPresent()) {
            String number = live.get().number();
            Said why = new Said(
                    Texts.text(capture.language, "shipped.other_order", number),
                    "order " + number + " (" + live.get().id() + ") names the payment, too");
            return Optional.of(conclusions.needsReview(claim, capture, ReviewReason.SHIPPED_UNCLEAR, why, null));
        }
        PaymentBinding.Answer answer =
                PaymentBinding.judge(fresh, own, PaymentBinding.facts(engine, shop, capture.payment, claim.links()));
        return answer instanceof PaymentBinding.Answer.Contradicted contradicted && !shop.vouchesForRequests()
                ? Optional.of(needsReview(
                        claim, capture, new ShippedAmount.Person(ReviewReason.SHIPPED_UNCLEAR, contradicted.why())))
                : Optional.empty();
    }

    /**
     * Refunds that the shop shows before any capture move no money: they must not be missed at the gateway later. Stored before the
     * attempt is prepared: a request that comes in after that finds its refund ended.
     *
     * @return false if one is a request by now, which decides what is captured
     */
    private static boolean noteLowering(PaymentClaim claim, Payment fresh) {
        List<LedgerOperation> lowering = lowering(claim, fresh);
        if (lowering.isEmpty()) {
            return true;
        }
        long lowered = claim.commit((sql, now) ->
                lowering.stream().filter(it -> lower(sql, claim, it, now)).count());
        claim.refresh();
        return lowered == lowering.size();
    }

    /** The event tells which attempts were judged with the refund. */
    private static boolean lower(Sql sql, PaymentClaim claim, LedgerOperation refund, Instant now) {
        boolean lowers = OperationTable.lower(sql, refund.id, now);
        if (lowers) {
            LedgerEvent.Kind what = LedgerEvent.Kind.LOWERS_CAPTURE;
            EventTable.add(
                    sql, claim.id(), refund.id, now, what, null, "the shop shows it, and nothing was captured yet");
        }
        return lowers;
    }

    private static List<LedgerOperation> lowering(PaymentClaim claim, Payment fresh) {
        return ShippedAmount.lowering(claim.refunds()).stream()
                .filter(it -> it.amount.sameCurrency(fresh.amounts().authorised()))
                .toList();
    }

    private LedgerOperation refused(PaymentClaim claim, LedgerOperation capture, DenialReason denial) {
        Said why = new Said(denial.explain(capture.language), denial.explain(Locale.ENGLISH));
        return conclusions.needsReview(claim, capture, ReviewReason.CAPTURE_REFUSED, why, null);
    }

    private LedgerOperation failed(PaymentClaim claim, LedgerOperation capture, MaksutException failure) {
        Said why = Said.of(capture, failure);
        return failure instanceof RateLimitedException
                ? conclusions.busy(claim, capture.edit(), why)
                : conclusions.later(claim, capture, why);
    }

    private LedgerOperation drop(PaymentClaim claim, LedgerOperation capture, String why) {
        return conclusions.cancel(claim, capture, LedgerEvent.Kind.CAPTURE_CANCELLED, new Said(why, why));
    }

    private static String refundUnderWay(LedgerOperation capture) {
        return Texts.text(capture.language, "waits.refund_under_way");
    }
}
