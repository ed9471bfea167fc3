package io.maksut.sync;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Refusal;
import io.maksut.portal.Attempt;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.LedgerOperation.State;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Ship to settle: what has to be so before the payment of an order that has shipped is captured, and how much of it is. Judged
 * on order and payment read just now, whatever the shop showed when the capture was called for. Thread-safe.
 */
final class CapturePreparation {
    private static final Set<PaymentStatus> CAPTURED =
            Set.of(PaymentStatus.SETTLED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED);

    private final Engine engine;
    private final Observation observation;
    private final Conclusions conclusions;
    private final Sending sending;
    private final LateReservations late;

    CapturePreparation(Engine engine, Observation observation, Conclusions conclusions, Sending sending) {
        this.engine = engine;
        this.observation = observation;
        this.conclusions = conclusions;
        this.sending = sending;
        this.late = new LateReservations(engine, conclusions);
    }

    /** Judges a capture on fresh facts, and sends it if nothing speaks against it. */
    LedgerOperation begin(Turn turn, LedgerOperation capture, PaymentGateway gateway, OperationChannel channel) {
        Payment fresh;
        try {
            fresh = Plugins.ask("the plugin of " + capture.payment.account(), () -> {
                GatewayCall call = gateway.begin(engine.callOptions());
                return call.await(call.read(capture.payment.reference()));
            });
        } catch (NotFoundException e) {
            return conclusions.hold(turn, capture, Hold.PAYMENT_UNKNOWN, Said.of(capture, e), null);
        } catch (MaksutException e) {
            return failed(turn, capture, e);
        }
        ConnectedShop shop = engine.shop(capture.shop).orElse(null);
        if (shop != null && !shop.shipToSettle()) {
            return drop(turn, capture, "the shop captures by itself");
        }
        Optional<LedgerOperation> impossible = impossible(turn, capture, fresh);
        if (impossible.isPresent()) {
            return impossible.get();
        }
        if (late.mayStillArrive(turn.capturesAndVoids())) {
            return conclusions.later(turn, capture, Said.of(capture, "earlier_capture_may_arrive"));
        }
        ShopOrder order;
        try {
            order = shop == null ? null : order(turn, capture, shop).orElse(null);
        } catch (MaksutException e) {
            return conclusions.later(turn, capture, Said.ofShop(capture, e));
        }
        if (order == null) {
            return conclusions.later(turn, capture, Said.ofShop(capture, shop == null ? "not_connected" : "not_found"));
        }
        ShippedAmount judged = ShippedAmount.of(capture, order, fresh.amounts(), turn.refunds(), turn.captures());
        if (judged instanceof ShippedAmount.NotYet notYet) {
            return conclusions.later(turn, capture, new Said(refundUnderWay(capture), notYet.why()));
        }
        if (judged instanceof ShippedAmount.Person person) {
            return hold(turn, capture, person);
        }
        if (!fresh.amounts().captured().isPositive()) {
            noteLowering(turn, fresh);
        }
        Optional<Refusal> refusal = fresh.lifecycle().refusal(PaymentAction.CAPTURE);
        if (judged instanceof ShippedAmount.Capture it) {
            return refusal.isPresent()
                    ? refused(turn, capture, refusal.get())
                    : send(turn, capture, fresh, it.amount(), channel);
        }
        return drop(turn, capture, ((ShippedAmount.Nothing) judged).why());
    }

    private LedgerOperation hold(Turn turn, LedgerOperation capture, ShippedAmount.Person person) {
        Said why = new Said(person.hold().explain(capture.action, capture.language), person.why());
        return conclusions.hold(turn, capture, person.hold(), why, null);
    }

    private LedgerOperation send(
            Turn turn, LedgerOperation capture, Payment fresh, Money amount, OperationChannel channel) {
        Attempt attempt;
        try {
            attempt = Plugins.ask(
                    "the plugin of " + capture.payment.account(),
                    () -> channel.prepare(
                            capture.payment.reference(),
                            amount,
                            engine.callOptions().withIdempotencyKey(capture.nextAttemptKey())));
        } catch (ActionNotAllowedException e) {
            return refused(turn, capture, e.refusal());
        } catch (MaksutException e) {
            return failed(turn, capture, e);
        }
        return attempt.before().equals(fresh.amounts())
                ? sending.begin(turn, capture, attempt, channel)
                : conclusions.later(turn, capture, new Said(refundUnderWay(capture), "the payment has just changed"));
    }

    /** What the payment itself says against any capture. */
    private Optional<LedgerOperation> impossible(Turn turn, LedgerOperation capture, Payment fresh) {
        boolean elsewhere = fresh.method() != PaymentMethod.CARD
                && fresh.status() == PaymentStatus.AUTHORISED
                && !fresh.allowedActions().contains(PaymentAction.CAPTURE);
        if (elsewhere) {
            return Optional.of(drop(turn, capture, "not captured here: " + fresh.method()));
        }
        Refusal refusal = fresh.lifecycle().refusal(PaymentAction.CAPTURE).orElse(null);
        if (refusal == null) {
            return Optional.empty();
        }
        if (CAPTURED.contains(fresh.status())) {
            return Optional.empty(); // whether that is all of the order, the order tells
        }
        boolean releasedHere = turn.capturesAndVoids().stream()
                .anyMatch(it -> it.kind == LedgerOperation.Kind.ORDER_OVER && it.state == State.SUCCEEDED);
        if (releasedHere) {
            return Optional.of(refused(turn, capture, refusal)); // shipped after all, and nothing is reserved for it
        }
        if (fresh.lifecycle().isFinal()) {
            return Optional.of(drop(
                    turn,
                    capture,
                    "not needed or not possible any more: " + fresh.status() + "; " + refusal.explain(Locale.ENGLISH)));
        }
        return Optional.of(
                fresh.status() == PaymentStatus.AUTHORISED
                        ? refused(turn, capture, refusal)
                        : conclusions.later(
                                turn,
                                capture,
                                new Said(refusal.explain(capture.language), String.valueOf(fresh.status()))));
    }

    /** As it is now; what it shows of refunds is noted in the ledger, so that both say the same. */
    private Optional<ShopOrder> order(Turn turn, LedgerOperation capture, ConnectedShop shop) {
        String id = String.valueOf(capture.orderId);
        turn.holdFor(engine.settings().callTimeout());
        Optional<ShopOrder> order = Plugins.ask(
                        "the bridge of " + shop.name(), () -> shop.platform().order(id))
                .filter(it -> it.id().equals(id) && !it.trashed() && !it.test());
        order.ifPresent(it -> {
            boolean unused = observation.note(shop, it, turn::refresh);
        });
        return order;
    }

    /** Refunds that the shop shows before anything is captured move nothing: they are not missed at the gateway later. */
    private static void noteLowering(Turn turn, Payment fresh) {
        for (LedgerOperation refund : ShippedAmount.lowering(turn.refunds())) {
            if (!refund.amount.sameCurrency(fresh.amounts().authorised())) {
                continue;
            }
            OperationDraft draft = refund.edit();
            draft.state = State.CANCELLED;
            LedgerOperation unused = turn.storeQuietly(draft);
        }
    }

    private LedgerOperation refused(Turn turn, LedgerOperation capture, Refusal refusal) {
        Said why = new Said(refusal.explain(capture.language), refusal.explain(Locale.ENGLISH));
        return conclusions.hold(turn, capture, Hold.CAPTURE_REFUSED, why, null);
    }

    private LedgerOperation failed(Turn turn, LedgerOperation capture, MaksutException failure) {
        Said why = Said.of(capture, failure);
        return failure instanceof RateLimitedException
                ? conclusions.busy(turn, capture.edit(), why)
                : conclusions.later(turn, capture, why);
    }

    private LedgerOperation drop(Turn turn, LedgerOperation capture, String why) {
        return conclusions.cancel(turn, capture, LedgerEvent.Kind.CAPTURE_CANCELLED, new Said(why, why));
    }

    private static String refundUnderWay(LedgerOperation capture) {
        return Texts.text(capture.language, "waits.refund_under_way");
    }
}
