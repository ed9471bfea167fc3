package io.maksut.sync;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.LedgerOperation.AttemptState;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks, before a shop's refund is sent, that the payment belongs to the order, that no earlier refund of the payment
 * may still arrive or has arrived unnoticed, and that the payment allows it. What permits the refund is its row in
 * state {@link State#SUBMITTED}, written under the payment's lease after a fresh read of the gateway. Thread-safe.
 */
final class RefundPreparation {
    /** A gateway may need some time to find a payment, or to list a refund, that it knows. */
    static final int LOOKS_FOR_UNKNOWN = 5;
    /** About half an hour with the engine's pauses, taken as the longest that a gateway's reads lag. */
    private static final int LOOKS_FOR_SUM = 11;

    private final Engine engine;
    private final OrderCheck orders;
    private final Conclusions conclusions;
    private final Sending sending;
    private final NameCheck names;

    RefundPreparation(Engine engine, OrderCheck orders, Conclusions conclusions, Sending sending) {
        this.engine = engine;
        this.orders = orders;
        this.conclusions = conclusions;
        this.sending = sending;
        this.names = new NameCheck(engine, conclusions);
    }

    /** Judges a shop's refund on fresh facts, and sends it if nothing forbids it. */
    LedgerOperation begin(
            PaymentClaim claim, LedgerOperation refund, PaymentGateway gateway, OperationChannel channel) {
        Attempt attempt;
        Judged judged;
        boolean judgedAllows = false;
        long known = claim.knownNames();
        try {
            Optional<Instant> earlier = earlierMayArrive(claim, refund);
            if (earlier.isPresent()) {
                Said why = Said.of(refund, "earlier_may_arrive");
                return claim.store(
                        refund.edit().later(why.words(), earlier.get()), LedgerEvent.Kind.NOT_MOVED, why.detail());
            }
            OrderCheck.Result check = orders.check(claim, refund, gateway);
            if (check instanceof OrderCheck.Result.NamedOtherwise otherwise) {
                return names.takeIn(claim, refund, otherwise.payment());
            }
            if (!(check instanceof OrderCheck.Result.Clear)) {
                return notBegun(claim, refund, check);
            }
            judged = new Judged(engine.read(refund.payment, gateway));
            Optional<LedgerOperation> behind = captureNotShown(claim, refund, judged.payment);
            if (behind.isPresent()) {
                return behind.get();
            }
            Optional<LedgerOperation> beforeCapture = beforeCapture(claim, refund, judged.payment);
            if (beforeCapture.isPresent()) {
                return beforeCapture.get();
            }
            Optional<LedgerOperation> unexplained = unexplained(claim, refund, judged);
            if (unexplained.isPresent()) {
                return unexplained.get();
            }
            judgedAllows = judged.payment.lifecycle().checkRefund(refund.amount).isEmpty();
            attempt = prepare(refund, judged, channel);
            if (!attempt.before().refunded().equals(judged.payment.amounts().refunded())) {
                return conclusions.later(claim, refund, Said.of(refund, "earlier_not_shown"));
            }
        } catch (ActionNotAllowedException e) {
            // It may have been read again for the attempt: of the two reads one is behind.
            return judgedAllows && refund.failures < LOOKS_FOR_SUM
                    ? conclusions.later(claim, refund, Said.paymentChanging(refund))
                    : conclusions.notAllowed(claim, refund, e.denial());
        } catch (NotFoundException e) {
            return refund.failures < LOOKS_FOR_UNKNOWN
                    ? conclusions.later(claim, refund, Said.of(refund, e))
                    : conclusions.needsReview(claim, refund, ReviewReason.PAYMENT_UNKNOWN, Said.of(refund, e), null);
        } catch (NotSupportedByGatewayException e) {
            return conclusions.decline(claim, refund, Said.of(refund, e));
        } catch (RateLimitedException e) {
            return conclusions.busy(claim, refund.edit(), Said.of(refund, e));
        } catch (MaksutException e) {
            return conclusions.later(claim, refund, Said.of(refund, e));
        }
        return sending.begin(claim, refund, attempt, channel, judged.payment, known);
    }

    /** The judged payment, and whether a shop was asked after the read: then it is read again for the attempt. */
    private static final class Judged {
        final Payment payment;
        boolean shopAsked;

        Judged(Payment payment) {
            this.payment = payment;
        }
    }

    private Attempt prepare(LedgerOperation refund, Judged judged, OperationChannel channel) {
        CallOptions options = engine.callOptions().withIdempotencyKey(refund.nextAttemptKey());
        return Plugins.ask(
                "the plugin of " + refund.payment.account(),
                () -> judged.shopAsked
                        ? channel.prepare(refund.payment.reference(), refund.amount, options)
                        : channel.prepare(judged.payment, refund.amount, options));
    }

    /**
     * Before anything is captured nothing can be refunded: where ship to settle is on, the refund lowers what is
     * captured later and ends without money (domain 4, ship to settle).
     */
    private Optional<LedgerOperation> beforeCapture(PaymentClaim claim, LedgerOperation refund, Payment payment) {
        boolean captures =
                engine.shop(refund.shop).map(ConnectedShop::shipToSettle).orElse(false);
        Money left = claim.refunds().stream()
                .filter(LedgerOperation::beforeCapture)
                .map(it -> it.amount)
                .filter(payment.amounts().authorised()::sameCurrency)
                .reduce(payment.amounts().authorised(), Money::minus);
        boolean lowers = captures
                && payment.status() == PaymentStatus.AUTHORISED
                && payment.method() == PaymentMethod.CARD
                && payment.amounts().captured().isZero()
                && refund.amount.sameCurrency(left)
                && refund.amount.compareTo(left) <= 0;
        if (!lowers) {
            return Optional.empty();
        }
        Optional<LedgerOperation> otherwise = names.first(claim, refund, payment);
        if (otherwise.isPresent()) {
            return otherwise;
        }
        boolean captured = claim.captures().stream()
                .anyMatch(it -> it.state == State.SUCCEEDED || it.state == State.PROCESSING || it.outcomeUnknown());
        if (captured) {
            return Optional.of(conclusions.later(claim, refund, Said.of(refund, "capture_not_shown")));
        }
        String words = Texts.text(refund.language, "cancelled.before_capture", refund.amount.toString());
        return Optional.of(conclusions.cancel(
                claim, refund, LedgerEvent.Kind.LOWERS_CAPTURE, new Said(words, "nothing was captured yet")));
    }

    /** Other refunds that count as unpaid, and whose money may still turn up. */
    private static List<LedgerOperation> watchedBeside(PaymentClaim claim, LedgerOperation refund) {
        return claim.refunds().stream()
                .filter(it -> it.id != refund.id && LateArrivals.mayBePaid(it))
                .toList();
    }

    /** When a read will tell whether an earlier refund that counts as unpaid has arrived; empty if it does now. */
    private Optional<Instant> earlierMayArrive(PaymentClaim claim, LedgerOperation refund) {
        Duration delay = engine.settleDelay(refund.payment.account());
        Instant now = engine.now();
        return watchedBeside(claim, refund).stream()
                .flatMap(it -> Optional.ofNullable(it.endedAt).stream())
                // An end in the future was stored by a clock that was ahead: it must not delay this refund.
                .map(ended -> ended.isAfter(now) ? refund.createdAt : ended)
                .map(ended -> ended.plus(delay))
                .filter(settled -> settled.isAfter(now))
                .max(Comparator.naturalOrder());
    }

    /**
     * The result if the gateway shows another sum than is explained: nothing is sent (domain 3, "Unexplained money").
     * Its money may have gone out, or an earlier refund's that counts as unpaid, or the ledger is older than the
     * gateway. Empty if all is explained, or a person has said of this sum that the refund is another one.
     */
    private Optional<LedgerOperation> unexplained(PaymentClaim claim, LedgerOperation refund, Judged judged) {
        Payment payment = judged.payment;
        if (!RefundedSum.told(payment)) {
            return Optional.empty(); // the status itself refuses the refund
        }
        RefundedSum sum = GatewaySums.refunded(engine, claim, payment);
        List<LedgerOperation> watched = watchedBeside(claim, refund);
        boolean asked = refund.saidAnotherAt != null
                && (refund.sumAtReview == null || refund.sumAtReview.equals(sum.atGateway()));
        boolean answered = asked && refund.sumAtReview != null;
        if (sum.isShort() && !answered) {
            return Optional.of(notShown(claim, refund, sum));
        }
        boolean own = refund.watchedUntil != null && sum.rest().isPositive() && !asked;
        Optional<LedgerOperation> otherwise = own || (!answered && !sum.isExplained(watched))
                ? names.first(claim, refund, payment)
                : Optional.empty();
        if (otherwise.isPresent()) {
            return otherwise;
        }
        if (own) {
            return Optional.of(arrivedLate(claim, refund, sum));
        }
        if (!answered && !sum.isExplained(watched)) {
            judged.shopAsked = true;
            sum = readShop(claim, refund) ? GatewaySums.refunded(engine, claim, payment) : sum;
            if (!sum.isExplained(watched)) {
                return Optional.of(reviewForSum(claim, refund, sum));
            }
        }
        return !asked && correctedBeside(claim, refund)
                ? Optional.of(reviewForSum(claim, refund, sum))
                : Optional.empty();
    }

    /** Reads the order: a refund that the shop's plugin paid may explain the sum. Whether it could be read. */
    private boolean readShop(PaymentClaim claim, LedgerOperation refund) {
        boolean read = orders.readOrder(claim, refund);
        if (read) {
            claim.refresh();
        }
        return read;
    }

    /** The gateway shows less than it has confirmed: it lags, or money came back, which a person has to look at. */
    private LedgerOperation notShown(PaymentClaim claim, LedgerOperation refund, RefundedSum sum) {
        LedgerOperation atReview = refund.edit().sumAtReview(sum.atGateway()).done();
        return notShown(claim, refund, atReview, ReviewReason.SUM_UNEXPLAINED, Said.of(refund, "earlier_not_shown"));
    }

    /**
     * What follows where the gateway shows less as captured than is known: it lags, or the capture was undone, which a person
     * has to look at. Empty if it does not.
     */
    private Optional<LedgerOperation> captureNotShown(PaymentClaim claim, LedgerOperation refund, Payment payment) {
        Money zero = Money.zero(payment.amounts().currency());
        return KnownCaptures.of(claim.captures(), zero).notShown(payment, refund.amount)
                ? Optional.of(notShown(
                        claim, refund, refund, ReviewReason.CAPTURE_NOT_SHOWN, Said.of(refund, "capture_not_shown")))
                : Optional.empty();
    }

    /** Waits as long as reads may lag, then asks a person, and looks again all the same. */
    private LedgerOperation notShown(
            PaymentClaim claim, LedgerOperation refund, LedgerOperation atReview, ReviewReason reviewReason, Said why) {
        Instant nextLook = engine.now().plus(engine.settings().reviewPause());
        if (refund.reviewReason == reviewReason) {
            return claim.storeQuietly(atReview.edit().later(why.words(), nextLook));
        }
        return refund.failures < LOOKS_FOR_SUM
                ? conclusions.later(claim, refund, why)
                : conclusions.needsReview(claim, atReview, reviewReason, why, nextLook);
    }

    private LedgerOperation reviewForSum(PaymentClaim claim, LedgerOperation refund, RefundedSum sum) {
        List<LedgerOperation> watched = watchedBeside(claim, refund);
        for (LedgerOperation earlier : watched) {
            if (earlier.lateSeenAt == null && sum.mayBe(earlier)) {
                LedgerOperation unused = claim.storeQuietly(earlier.edit().lateSeen(engine.now()));
            }
        }
        claim.commit((sql, now) -> {
            PaymentClaimTable.compareAt(sql, claim.id(), now);
            return true;
        });
        boolean earlier = !watched.isEmpty() || correctedBeside(claim, refund);
        return conclusions.needsReview(
                claim,
                refund.edit().sumAtReview(sum.atGateway()).done(),
                earlier ? ReviewReason.EARLIER_ARRIVED : ReviewReason.SUM_UNEXPLAINED,
                Said.of(refund, earlier ? "earlier_arrived" : "sum_unexplained"),
                null);
    }

    /**
     * Whether an earlier refund turned out to be paid after the shop had been told that it failed, and the shop did not
     * know of the correction when it asked for this one.
     */
    private boolean correctedBeside(PaymentClaim claim, LedgerOperation refund) {
        return claim.refunds().stream()
                .filter(it -> it.id != refund.id && it.late == LedgerOperation.Late.ONCE && it.lateSeenAt != null)
                .anyMatch(it -> it.shopWaits()
                        || engine.database()
                                .read(sql -> EventTable.askedBeforeCorrection(
                                        sql, refund.id, it.id, it.followUp != FollowUp.NONE)));
    }

    /**
     * For a refund that was begun: what keeps it from being sent again, or from being resolved where other refunds'
     * money may be taken for its own. Empty if it may go on.
     */
    Optional<LedgerOperation> beforeRepeating(PaymentClaim claim, LedgerOperation refund, PaymentGateway gateway) {
        if (refund.kind == Kind.DIRECT) {
            return Optional.empty();
        }
        boolean unsent = refund.attemptState == AttemptState.UNSENT;
        List<LedgerOperation> watched = watchedBeside(claim, refund);
        if (!unsent && watched.isEmpty() && !correctedBeside(claim, refund)) {
            return Optional.empty();
        }
        Payment payment;
        try {
            payment = engine.read(refund.payment, gateway);
        } catch (MaksutException e) {
            Said why = Said.of(refund, e);
            return Optional.of(
                    unsent ? conclusions.later(claim, refund, why) : conclusions.unknown(claim, refund, why));
        }
        Attempt attempt = Objects.requireNonNull(refund.attempt);
        if (unsent) {
            // Certainly it moved nothing: where others moved money since, or more is known of it, it is judged anew.
            return payment.amounts().equals(attempt.before()) && NameCheck.areKnown(engine, payment)
                    ? Optional.empty()
                    : Optional.of(claim.storeQuietly(refund.edit().toBeBegunAnew(engine.now())));
        }
        RefundedSum sum = GatewaySums.refunded(engine, claim, payment);
        boolean asked = refund.saidAnotherAt != null;
        boolean mayBeTheirs = watched.stream().anyMatch(sum::mayBe) || correctedBeside(claim, refund);
        return !asked && mayBeTheirs ? Optional.of(reviewForSum(claim, refund, sum)) : Optional.empty();
    }

    /** The check of payment and order forbids the refund, or is not certain yet. */
    private LedgerOperation notBegun(PaymentClaim claim, LedgerOperation refund, OrderCheck.Result check) {
        if (check instanceof OrderCheck.Result.Declined declined) {
            return conclusions.decline(claim, refund, new Said(declined.answer(), declined.detail()));
        }
        OrderCheck.Result.NotYet notYet = (OrderCheck.Result.NotYet) check;
        String words = Texts.text(refund.language, "waits." + notYet.reviewReason());
        if (refund.failures < SyncSettings.CHECK_PAUSES.size()) {
            Instant next = engine.now().plus(SyncSettings.CHECK_PAUSES.get(refund.failures));
            return claim.store(
                    refund.edit().later(words, next), LedgerEvent.Kind.NOT_MOVED, "not sent: " + notYet.why());
        }
        Instant next = engine.now().plus(engine.settings().reviewPause());
        return refund.reviewReason == notYet.reviewReason()
                ? claim.storeQuietly(refund.edit().later(words, next))
                : conclusions.needsReview(claim, refund, notYet.reviewReason(), new Said(words, notYet.why()), next);
    }

    /** More is refunded than is explained, after an attempt that counted as not moved: no further attempt is made. */
    private LedgerOperation arrivedLate(PaymentClaim claim, LedgerOperation refund, RefundedSum sum) {
        List<LedgerOperation> watched = claim.refunds().stream()
                .filter(it -> it.id == refund.id || LateArrivals.mayBePaid(it))
                .toList();
        if (!sum.isOnly(refund, watched)) {
            return conclusions.needsReview(
                    claim,
                    refund.edit().sumAtReview(sum.atGateway()).done(),
                    ReviewReason.OUTCOME_UNKNOWN,
                    Said.of(refund, "more_refunded"),
                    null);
        }
        return claim.store(
                refund.edit().paidLate(conclusions.followUp(refund, State.SUCCEEDED), engine.now()),
                LedgerEvent.Kind.PAID_LATE,
                "its money went out after the attempt had been taken for not moved");
    }
}
