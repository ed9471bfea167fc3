package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Late;
import io.maksut.sync.LedgerOperation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds captures and voids that the gateway made after they counted as not made, as {@link LateArrivals} does for
 * refunds. For a day the payment is read every hour. If the payment shows that the one watched capture was made, or
 * that what was to be released is released, the ledger is corrected, whoever did it: the shop is told how things are
 * now. More captured money than is explained needs a person, until the person has accepted it. Thread-safe.
 */
final class LateReservations {
    private static final Logger LOG = LoggerFactory.getLogger(LateReservations.class);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Engine engine;
    private final Conclusions conclusions;

    LateReservations(Engine engine, Conclusions conclusions) {
        this.engine = engine;
        this.conclusions = conclusions;
    }

    /** Whether the operation counts as not made, and its watch has not ended yet. */
    static boolean mayBeMade(LedgerOperation operation) {
        return operation.watchedUntil != null
                && operation.state != State.SUCCEEDED
                && !operation.outcomeUnknown()
                && operation.state != State.PROCESSING;
    }

    /** Whether the payment's status tells what is captured, and whether it is released. */
    static boolean told(Payment payment) {
        return RefundedSum.told(payment) || payment.status() == PaymentStatus.VOIDED;
    }

    /**
     * The captured amount that may be that of a watched capture: what is captured beyond what was captured when its
     * attempt was prepared, and beyond what the gateway has confirmed for others since. Where the gateway captures once,
     * nothing is captured beside a confirmed capture.
     */
    static Money beyond(
            Payment now, LedgerOperation watched, List<LedgerOperation> all, List<LedgerOperation> refunds) {
        List<LedgerOperation> captures =
                all.stream().filter(it -> it.action == Action.CAPTURE).toList();
        Money captured = RefundedSum.captured(now, refunds, captures);
        Money zero = Money.zero(captured.currency());
        Money before = Objects.requireNonNull(watched.attempt).before().captured();
        if (!before.sameCurrency(zero)) {
            return zero;
        }
        boolean isCaptured = captures.stream().anyMatch(it -> it.state == State.SUCCEEDED && !it.succeededByWord());
        if (isCaptured && !now.capabilities().capturesRestOfSettled()) {
            return zero;
        }
        Money confirmed = zero;
        Money since = before;
        for (LedgerOperation capture : captures) {
            Attempt attempt = capture.attempt;
            if (capture.state == State.SUCCEEDED && attempt != null && capture.amount.sameCurrency(zero)) {
                confirmed = confirmed.plus(capture.amount);
                // One capture is under way at a time: an earlier one is part of what this attempt found captured.
                boolean later = attempt.before().captured().compareTo(before) >= 0;
                since = later ? since.plus(capture.amount) : since;
            }
        }
        Money explained = confirmed.compareTo(since) > 0 ? confirmed : since;
        return captured.minus(explained);
    }

    /** Captures with an attempt that is watched: they count as not made, or a later attempt made them. */
    private static List<LedgerOperation> watchedCaptures(List<LedgerOperation> all) {
        return all.stream()
                .filter(it -> it.action == Action.CAPTURE && it.watchedUntil != null && it.attempt != null)
                .toList();
    }

    /**
     * Whether another capture that counted as not made has arrived or may have, so that the shop may be asking for the
     * same one again; or the shop did not know of the correction when it asked.
     */
    boolean mayHaveArrived(PaymentClaim claim, LedgerOperation asked, Payment fresh) {
        List<LedgerOperation> all = claim.capturesAndVoids();
        List<LedgerOperation> refunds = claim.refunds();
        boolean beyond = watchedCaptures(all).stream()
                .filter(it -> it.id != asked.id && mayBeMade(it))
                .anyMatch(it -> beyond(fresh, it, all, refunds).isPositive());
        return beyond
                || all.stream()
                        .filter(it -> it.id != asked.id && it.action == Action.CAPTURE && it.late == Late.ONCE)
                        .anyMatch(it -> it.shopWaits()
                                || engine.database()
                                        .read(sql -> EventTable.askedBeforeCorrection(
                                                sql,
                                                asked.id,
                                                it.id,
                                                it.followUp == LedgerOperation.FollowUp.FINISHED)));
    }

    /** Whether a capture that counts as not made may still reach the gateway. */
    boolean mayStillArrive(List<LedgerOperation> all) {
        return watchedCaptures(all).stream().anyMatch(it -> mayBeMade(it) && conclusions.mayStillArrive(it));
    }

    /**
     * Corrects the ledger by the payment as it was read now, and ends watches whose day is over.
     *
     * @param certain whether nothing but the ledger's operations of this payment may explain what is captured; that it was
     *     released needs no explanation
     */
    void look(PaymentClaim claim, Payment payment, boolean certain) {
        List<LedgerOperation> all = claim.capturesAndVoids();
        if (all.stream().noneMatch(it -> it.watchedUntil != null)) {
            return;
        }
        boolean underWay = all.stream().anyMatch(it -> it.outcomeUnknown() || it.state == State.PROCESSING);
        if (told(payment) && !underWay) {
            if (certain) {
                made(payment, all, claim.refunds())
                        .ifPresent(capture -> correct(claim, capture, LedgerEvent.Kind.CAPTURED_LATE));
            }
            all.stream()
                    .filter(it -> it.action == Action.VOID && mayBeMade(it) && isReleased(it, payment))
                    .forEach(release -> correct(claim, release, LedgerEvent.Kind.VOIDED_LATE));
        }
        endWatches(claim, payment);
    }

    /** The one watched capture whose amount is exactly what is captured beyond everything else. */
    private static Optional<LedgerOperation> made(
            Payment now, List<LedgerOperation> all, List<LedgerOperation> refunds) {
        List<LedgerOperation> watched = watchedCaptures(all);
        boolean byWord = all.stream()
                .anyMatch(it -> it.action == Action.CAPTURE
                        && (it.succeededByWord() || (it.state == State.CANCELLED && it.asked())));
        return watched.size() != 1 || byWord
                ? Optional.empty()
                : watched.stream()
                        .filter(LateReservations::mayBeMade)
                        .filter(it -> beyond(now, it, all, refunds).equals(attempted(it)))
                        .findFirst();
    }

    private static Money attempted(LedgerOperation operation) {
        return Objects.requireNonNull(operation.attempt).amount();
    }

    /** Whether what was to be released is reserved no more and was not captured. */
    private static boolean isReleased(LedgerOperation release, Payment now) {
        Attempt attempt = release.attempt;
        return now.status() == PaymentStatus.VOIDED
                || (attempt != null
                        && attempt.before().capturable().isPositive()
                        && now.amounts().capturable().isZero()
                        && now.amounts().captured().equals(attempt.before().captured()));
    }

    private void correct(PaymentClaim claim, LedgerOperation operation, LedgerEvent.Kind what) {
        LedgerOperation stored = claim.store(
                operation.edit().paidLate(conclusions.followUp(operation, State.SUCCEEDED), engine.now()),
                what,
                operation.amount + " is at the gateway after it had been taken for not made");
        LOG.warn("Made late, what was told is corrected: {}", stored);
    }

    private void endWatches(PaymentClaim claim, Payment payment) {
        Instant now = engine.now();
        List<LedgerOperation> all = claim.capturesAndVoids();
        Money zero = Money.zero(payment.amounts().currency());
        Money left = told(payment) ? mostBeyond(payment, all, claim.refunds()) : zero;
        boolean known = !left.isPositive()
                || engine.database()
                        .read(sql -> GatewaySums.accepted(sql, claim.id(), DiscrepancyKind.CAPTURED_TWICE, zero))
                        .equals(left);
        for (LedgerOperation operation : all) {
            Instant until = operation.watchedUntil;
            boolean ends = until != null
                    && !until.isAfter(now)
                    && (operation.action == Action.VOID || known)
                    && (told(payment) || !until.plus(LONGEST).isAfter(now));
            if (ends) {
                LedgerOperation unused = claim.storeQuietly(operation.edit().watchedNoMore());
            }
        }
    }

    private static Money mostBeyond(Payment now, List<LedgerOperation> all, List<LedgerOperation> refunds) {
        return watchedCaptures(all).stream()
                .map(it -> beyond(now, it, all, refunds))
                .max(Comparator.naturalOrder())
                .orElse(Money.zero(now.amounts().currency()));
    }

    /**
     * Refunds before capture that a late capture of all that was left of an order was not judged with: they ended after
     * its attempt was stored, by the order of events in the ledger. For a parcel, or a part that a shop asked for, a later
     * capture may still be lowered for them.
     */
    static Set<Long> tooLateToLower(Engine engine, PaymentClaim claim) {
        List<LedgerOperation> late = claim.captures().stream()
                .filter(it -> it.late != null
                        && it.kind == Kind.SHIPPED
                        && it.shipment().isEmpty())
                .toList();
        List<LedgerOperation> lowering =
                claim.refunds().stream().filter(LedgerOperation::beforeCapture).toList();
        if (late.isEmpty() || lowering.isEmpty()) {
            return Set.of();
        }
        return engine.database()
                .read(sql -> lowering.stream()
                        .filter(refund ->
                                late.stream().anyMatch(it -> EventTable.loweredAfterAttempt(sql, refund.id, it.id)))
                        .map(refund -> refund.id)
                        .collect(Collectors.toSet()));
    }

    /** What a person has to know of captures and voids that were made late, or may have been. */
    static List<Mismatch> mismatches(Payment payment, List<LedgerOperation> all, List<LedgerOperation> refunds) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (LedgerOperation operation : all) {
            if (operation.late != null) {
                DiscrepancyKind kind =
                        operation.action == Action.VOID ? DiscrepancyKind.VOIDED_LATE : DiscrepancyKind.CAPTURED_LATE;
                mismatches.add(mismatch(kind, operation, operation.amount));
            }
        }
        if (told(payment)) {
            watchedCaptures(all).stream()
                    .filter(it -> !it.outcomeUnknown())
                    .max(Comparator.comparing(it -> beyond(payment, it, all, refunds)))
                    .filter(it -> beyond(payment, it, all, refunds).isPositive())
                    .ifPresent(it -> mismatches.add(
                            mismatch(DiscrepancyKind.CAPTURED_TWICE, it, beyond(payment, it, all, refunds))));
        }
        return mismatches;
    }

    private static Mismatch mismatch(DiscrepancyKind kind, LedgerOperation operation, Money amount) {
        String ofOrder = Optional.ofNullable(operation.orderId).orElse("");
        String subject = operation.asked()
                ? operation.key
                : operation.shipment().map(it -> ofOrder + "/" + it).orElse(ofOrder);
        return new Mismatch(kind, operation.shop, subject, amount, operation.orderId);
    }
}
