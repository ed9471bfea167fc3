package io.maksut.sync;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.portal.Attempt;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What has to be so before a shop's refund is sent: payment and order belong together, no earlier refund of the payment may
 * still arrive or has arrived unawares, and the payment allows it. The permit of the refund is its row in state
 * {@link State#INTENDED}, written under the payment's lease after a fresh read of the gateway. Thread-safe.
 */
final class RefundPreparation {
    /** A gateway that cannot find its own payment at once may be catching up. */
    static final int LOOKS_FOR_UNKNOWN = 5;

    private final Engine engine;
    private final OrderCheck orders;
    private final Conclusions conclusions;
    private final Sending sending;

    RefundPreparation(Engine engine, OrderCheck orders, Conclusions conclusions, Sending sending) {
        this.engine = engine;
        this.orders = orders;
        this.conclusions = conclusions;
        this.sending = sending;
    }

    /** Judges a shop's refund on fresh facts, and sends it if nothing speaks against it. */
    LedgerOperation begin(Turn turn, LedgerOperation refund, PaymentGateway gateway, OperationChannel channel) {
        Attempt attempt;
        try {
            Optional<Instant> earlier = earlierMayArrive(turn, refund);
            if (earlier.isPresent()) {
                Said why = Said.of(refund, "earlier_may_arrive");
                return turn.store(
                        refund.edit().later(why.words(), earlier.get()), LedgerEvent.Kind.NOT_MOVED, why.detail());
            }
            OrderCheck.Result check = orders.check(turn, refund, gateway);
            if (!(check instanceof OrderCheck.Result.Clear)) {
                return notBegun(turn, refund, check);
            }
            attempt = Plugins.ask(
                    "the plugin of " + refund.payment.account(),
                    () -> channel.prepare(
                            refund.payment.reference(), refund.amount, engine.callOptions().withIdempotencyKey(refund.nextAttemptKey())));
        } catch (ActionNotAllowedException e) {
            return conclusions.notAllowed(turn, refund, e.refusal());
        } catch (NotFoundException e) {
            return refund.failures < LOOKS_FOR_UNKNOWN
                    ? conclusions.later(turn, refund, Said.of(refund, e))
                    : conclusions.hold(turn, refund, Hold.PAYMENT_UNKNOWN, Said.of(refund, e), null);
        } catch (NotSupportedByGatewayException e) {
            return conclusions.decline(turn, refund, Said.of(refund, e));
        } catch (RateLimitedException e) {
            return conclusions.busy(turn, refund.edit(), Said.of(refund, e));
        } catch (MaksutException e) {
            return conclusions.later(turn, refund, Said.of(refund, e));
        }
        Money paid = GatewaySums.paidByLedger(engine, turn, attempt.amount());
        if (attempt.before().refunded().compareTo(paid) < 0) {
            return conclusions.later(turn, refund, Said.of(refund, "earlier_not_shown"));
        }
        LateMoney late = LateMoney.of(refund, turn.refunds(), attempt.before().refunded(), paid);
        if (refund.watchedUntil != null && late.most().isPositive()) {
            return arrivedLate(turn, refund, late);
        }
        if (earlierArrived(turn, refund, attempt.before().refunded())) {
            return holdForEarlier(turn, refund, attempt.before().refunded());
        }
        return sending.submit(turn, conclusions.intend(turn, refund, attempt), channel);
    }

    /** Other refunds that count as unpaid, and whose money may still turn up. */
    private static List<LedgerOperation> watchedBeside(Turn turn, LedgerOperation refund) {
        return turn.refunds().stream()
                .filter(it -> it.id != refund.id && LateArrivals.mayBePaid(it))
                .toList();
    }

    /** From when a read tells whether an earlier refund that counts as unpaid has arrived; empty if one tells it now. */
    private Optional<Instant> earlierMayArrive(Turn turn, LedgerOperation refund) {
        Duration delay = engine.settleDelay(refund.payment.account());
        return watchedBeside(turn, refund).stream()
                .flatMap(it -> Optional.ofNullable(it.endedAt).stream())
                .map(ended -> ended.plus(delay))
                .filter(settled -> settled.isAfter(engine.now()))
                .max(Comparator.naturalOrder());
    }

    /**
     * Whether the money of an earlier refund, which was taken for unpaid, has arrived, or may have: the shop may have asked once
     * more for what it was told had failed, but not before it was told. Nothing is decided by amount but that a person has to
     * look, and has not yet.
     */
    private boolean earlierArrived(Turn turn, LedgerOperation refund, Money atGateway) {
        Money paid = GatewaySums.paidByLedger(engine, turn, refund.amount);
        return refund.saidAnotherAt == null
                && (correctedBeside(turn, refund)
                        || watchedBeside(turn, refund).stream()
                                .filter(it -> it.endedAt != null && !refund.createdAt.isBefore(it.endedAt))
                                .anyMatch(it -> LateMoney.mayBeOf(it, turn.refunds(), atGateway, paid)));
    }

    /**
     * Whether the ledger was corrected for an earlier refund, and the shop, which had been told that it failed, did not know of
     * that when it asked for this one.
     */
    private static boolean correctedBeside(Turn turn, LedgerOperation refund) {
        return turn.refunds().stream()
                .filter(it -> it.id != refund.id && it.late == LedgerOperation.Late.ONCE && it.lateSeenAt != null)
                .anyMatch(it -> it.shopWaits() || refund.createdAt.isBefore(it.changedAt));
    }

    private LedgerOperation holdForEarlier(Turn turn, LedgerOperation refund, Money atGateway) {
        Money paid = GatewaySums.paidByLedger(engine, turn, refund.amount);
        for (LedgerOperation earlier : watchedBeside(turn, refund)) {
            if (earlier.lateSeenAt == null && LateMoney.mayBeOf(earlier, turn.refunds(), atGateway, paid)) {
                LedgerOperation unused = turn.storeQuietly(earlier.edit().lateSeen(engine.now()));
            }
        }
        turn.commit((sql, now) -> {
            TurnTable.compareAt(sql, turn.id(), now);
            return true;
        });
        return conclusions.hold(turn, refund, Hold.EARLIER_ARRIVED, Said.of(refund, "earlier_arrived"), null);
    }

    /**
     * Looks for the money of earlier refunds before one that was begun is sent again, or found out about by sending it again:
     * its key does not tell their money from its own.
     */
    Optional<LedgerOperation> earlierArrivedSince(Turn turn, LedgerOperation refund, PaymentGateway gateway) {
        boolean mayHave = !watchedBeside(turn, refund).isEmpty() || correctedBeside(turn, refund);
        if (refund.kind == Kind.DIRECT || refund.saidAnotherAt != null || !mayHave) {
            return Optional.empty();
        }
        Payment payment;
        try {
            payment = engine.read(refund.payment, gateway);
        } catch (MaksutException e) {
            Said why = Said.of(refund, e);
            return Optional.of(refund.outcomeUnknown() ? conclusions.unknown(turn, refund, why) : conclusions.later(turn, refund, why));
        }
        Money atGateway = payment.amounts().refunded();
        return earlierArrived(turn, refund, atGateway)
                ? Optional.of(holdForEarlier(turn, refund, atGateway))
                : Optional.empty();
    }

    /** What has to be certain of payment and order is not, or speaks against it. */
    private LedgerOperation notBegun(Turn turn, LedgerOperation refund, OrderCheck.Result check) {
        if (check instanceof OrderCheck.Result.Declined declined) {
            return conclusions.decline(turn, refund, new Said(declined.answer(), declined.detail()));
        }
        OrderCheck.Result.NotYet notYet = (OrderCheck.Result.NotYet) check;
        String words = Texts.text(refund.language, "waits." + notYet.hold());
        if (refund.failures < SyncSettings.CHECK_PAUSES.size()) {
            Instant next = engine.now().plus(SyncSettings.CHECK_PAUSES.get(refund.failures));
            return turn.store(
                    refund.edit().later(words, next), LedgerEvent.Kind.NOT_MOVED, "not sent: " + notYet.why());
        }
        Instant next = engine.now().plus(engine.settings().heldPause());
        return refund.hold == notYet.hold()
                ? turn.storeQuietly(refund.edit().later(words, next))
                : conclusions.hold(turn, refund, notYet.hold(), new Said(words, notYet.why()), next);
    }

    /** More is refunded than before an attempt that was taken for not moved: it is not made again. */
    private LedgerOperation arrivedLate(Turn turn, LedgerOperation refund, LateMoney late) {
        if (!late.most().equals(refund.amount) || !late.least().equals(refund.amount)) {
            return conclusions.hold(turn, refund, Hold.OUTCOME_UNKNOWN, Said.of(refund, "more_refunded"), null);
        }
        return turn.store(
                refund.edit().paidLate(conclusions.followUp(refund, State.DONE), engine.now()),
                LedgerEvent.Kind.PAID_LATE,
                "its money went out after the attempt had been taken for not moved");
    }
}
