package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Reading;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.Discrepancy.State;
import io.maksut.sync.Reconciliation.GoneOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles one payment: reads it at its gateway and its orders in their shops, compares, and keeps the discrepancies.
 * A difference is suspected at first, and opens when it is still there a settle delay later and what it rests on was
 * read ({@link ShopsRead}). Thread-safe.
 */
final class ReconciliationWork {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationWork.class);

    /** So long a difference is only suspected because a name of the payment is not known. */
    private static final Duration LONGEST_UNNAMED = Duration.ofDays(7);

    private final Engine engine;
    private final Ingestion ingestion;
    private final LateArrivals lateArrivals;
    private final LateReservations lateReservations;
    private final StandingAuthorisation standing;

    ReconciliationWork(Engine engine, Ingestion ingestion, Conclusions conclusions) {
        this.engine = engine;
        this.ingestion = ingestion;
        this.lateArrivals = new LateArrivals(engine, conclusions);
        this.lateReservations = new LateReservations(engine, conclusions);
        this.standing = new StandingAuthorisation(engine);
    }

    void compare(PaymentClaim claim) {
        Optional<PaymentGateway> gateway = engine.gateway(claim.payment().account());
        if (gateway.isEmpty()) {
            again(claim, engine.settings().reviewPause());
            return;
        }
        try {
            claim.holdFor(engine.settings().callTimeout());
            GatewayCall call = gateway.get()
                    .begin(CallOptions.DEFAULT.withTimeout(engine.settings().callTimeout()));
            Payment payment = NamedOtherwiseException.require(
                    claim.payment(), call.await(call.details(claim.payment().reference())));
            if (takeIn(claim, payment)) {
                again(claim, Duration.ZERO); // with the orders that are known under the other name
                return;
            }
            ShopsRead shops = ShopsRead.ofKnownOrders(engine, ingestion, claim, payment);
            claim.refresh();
            if (shops.needsLook() && isMissed(claim, payment)) {
                shops.look();
                if (takeIn(claim, payment)) {
                    again(claim, Duration.ZERO);
                    return;
                }
                claim.refresh();
            }
            takeNoteOfRecords(claim);
            if (Reconciliation.tooEarly(payment, claim.refunds(), engine.now())) {
                again(claim, engine.settings().longestPause());
                return;
            }
            boolean unclear = shops.unclear() || engine.database().read(sql -> OtherNames.mayExplain(sql, payment));
            RefundedSum sum = GatewaySums.refunded(engine, claim, payment);
            boolean changed = RefundedSum.told(payment) && lateArrivals.look(claim, unclear ? sum.doubted() : sum);
            Money cameBack = (changed ? GatewaySums.refunded(engine, claim, payment) : sum).cameBack();
            lateReservations.look(claim, payment, !unclear);
            List<Mismatch> mismatches = new ArrayList<>(differences(claim, payment, shops.gone(), cameBack));
            mismatches.addAll(LateReservations.mismatches(payment, claim.capturesAndVoids(), claim.refunds()));
            mismatches.addAll(standing.mismatches(claim, payment, shops));
            keep(claim, shops, mismatches, kind -> isTold(kind, payment), unclear);
        } catch (MaksutException e) {
            failed(claim);
        } catch (UnreadableRowException e) {
            engine.records().setAside(e);
            again(claim, engine.settings().reviewPause());
        } catch (NamedOtherwiseException | LeaseLostException | DatabaseException e) {
            throw e;
        } catch (Throwable e) { // also a fault of a bridge or a plugin
            LOG.error("The comparison of {} failed", claim, e);
            again(claim, engine.settings().reviewPause());
        }
    }

    /** What the orders name the payment by may not be its own id. */
    private boolean takeIn(PaymentClaim claim, Payment payment) {
        return OtherNames.takeIn(
                engine, payment, () -> claim.holdFor(engine.settings().callTimeout()));
    }

    private void again(PaymentClaim claim, Duration pause) {
        claim.commit((sql, now) -> {
            PaymentClaimTable.compareLater(sql, claim.id(), now.plus(pause));
            return true;
        });
    }

    /** A payment that cannot be read, by a name that the gateway does not find say, is read ever more seldom. */
    void failed(PaymentClaim claim) {
        boolean watched = claim.all().stream().anyMatch(it -> it.watchedUntil != null);
        claim.commit((sql, now) -> {
            PaymentClaimTable.compareFailed(
                    sql,
                    claim.id(),
                    now,
                    engine.settings().longestPause(),
                    watched ? engine.settings().reviewPause() : SyncSettings.LONGEST);
            return true;
        });
    }

    /** Whether all shops seem not to know of money at the gateway; what a person has accepted needs no order. */
    private boolean isMissed(PaymentClaim claim, Payment payment) {
        if (Reconciliation.tooEarly(payment, claim.refunds(), engine.now())) {
            return false;
        }
        Money zero = Money.zero(payment.amounts().currency());
        return differences(claim, payment, List.of(), zero).stream()
                .filter(it -> it.kind().isUnexplainedMoney())
                .anyMatch(it -> !engine.database()
                        .read(sql -> GatewaySums.accepted(sql, claim.id(), it.kind(), zero))
                        .equals(it.amount()));
    }

    private List<Mismatch> differences(PaymentClaim claim, Payment payment, List<GoneOrder> gone, Money cameBack) {
        return Reconciliation.of(
                payment,
                claim.refunds(),
                claim.captures(),
                LateReservations.tooLateToLower(engine, claim),
                gone,
                cameBack);
    }

    /** Ends reviews of records that the shop shows by now. */
    private static void takeNoteOfRecords(PaymentClaim claim) {
        for (LedgerOperation refund : claim.refunds()) {
            boolean asked = refund.reviewReason == ReviewReason.RECORD_BY_MERCHANT
                    || refund.reviewReason == ReviewReason.RECORDING_UNCLEAR;
            if (asked && refund.seen != null && !refund.seen.gone()) {
                LedgerOperation unused =
                        claim.store(refund.edit().followedUp(null), LedgerEvent.Kind.RECORDED, "the shop shows it");
            }
        }
    }

    private static boolean isTold(DiscrepancyKind kind, Payment payment) {
        return kind.ofSums()
                ? RefundedSum.told(payment)
                : kind != DiscrepancyKind.AUTHORISATION_STANDS || payment.status() != PaymentStatus.UNKNOWN;
    }

    /**
     * Stores what was found.
     *
     * @param told whether the gateway's status tells of a kind; if not, its known discrepancies stay as they are
     * @param unclear whether something may be the payment's that stands under a name which the gateway has not answered to
     */
    private void keep(
            PaymentClaim claim,
            ShopsRead shops,
            List<Mismatch> mismatches,
            Predicate<DiscrepancyKind> told,
            boolean unclear) {
        List<UnreadableRowException> unreadable = new ArrayList<>();
        List<Discrepancy> changed = claim.commit((sql, now) -> {
            List<Discrepancy> news = new ArrayList<>();
            Map<String, Discrepancy> known = new HashMap<>();
            List<Reading<Discrepancy>> before = DiscrepancyTable.ofPayment(sql, claim.id());
            unreadable.clear();
            unreadable.addAll(SetAsideTable.unreadable(before));
            SetAsideTable.readable(before)
                    .forEach(discrepancy -> known.put(key(discrepancy.kind(), discrepancy.subject()), discrepancy));
            Optional<Instant> next =
                    LateArrivals.nextLook(claim.all(), now, engine.settings().reviewPause());
            for (Mismatch mismatch : mismatches) {
                Discrepancy same = known.remove(key(mismatch.kind(), mismatch.subject()));
                boolean proved = shops.proves(sql, mismatch)
                        && !(unclear && mayBeExplained(mismatch) && !isLongSuspected(same, now));
                Optional<Discrepancy> after = same == null
                        ? DiscrepancyTable.insert(sql, claim.id(), mismatch, now)
                        : Optional.of(seenAgain(sql, claim, same, mismatch, proved, now, news));
                if (after.isPresent() && isUndecided(after.get(), mismatch)) {
                    boolean soon = proved || shops.provesSoon(sql, mismatch);
                    Instant again = now.plus(soon ? engine.settings().settleDelay() : pause(after.get(), now));
                    next = Optional.of(next.filter(again::isAfter).orElse(again));
                }
            }
            known.values()
                    .removeIf(discrepancy ->
                            !discrepancy.kind().foundByReconciliation() || !told.test(discrepancy.kind()));
            known.values().forEach(discrepancy -> seenNoMore(sql, claim, discrepancy, now, news));
            PaymentClaimTable.compared(sql, claim.id(), now, next.orElse(null));
            return news;
        });
        unreadable.forEach(engine.records()::setAside);
        for (Discrepancy discrepancy : changed) {
            if (discrepancy.state() == State.OPEN) {
                LOG.warn("Shop and gateway differ: {}", discrepancy);
            }
            engine.tell(new SyncEvent.DiscrepancyChanged(discrepancy));
        }
    }

    /** Whether what stands under another name of the payment may explain it. */
    private static boolean mayBeExplained(Mismatch mismatch) {
        return mismatch.kind().restsOnShop() || mismatch.kind() == DiscrepancyKind.CAPTURED_TWICE;
    }

    /** Whether a person looks, though a name is not known: it may never be. */
    private static boolean isLongSuspected(@Nullable Discrepancy before, Instant now) {
        return before != null && !before.firstSeenAt().plus(LONGEST_UNNAMED).isAfter(now);
    }

    /** Whether it is suspected, or a person was told another amount than the one found now, which is not proved. */
    private static boolean isUndecided(Discrepancy discrepancy, Mismatch mismatch) {
        return discrepancy.state() == State.SUSPECTED || !discrepancy.amount().equals(mismatch.amount());
    }

    /** Grows with the discrepancy's age: a shop that cannot be read for days is not asked all the time. */
    private Duration pause(Discrepancy unproved, Instant now) {
        Duration age = Duration.between(unproved.firstSeenAt(), now);
        Duration least = engine.settings().settleDelay();
        return age.compareTo(least) > 0 ? age : least;
    }

    /** @param proved whether what it rests on was read; if not, a person is told no larger amount than before */
    private Discrepancy seenAgain(
            Sql sql,
            PaymentClaim claim,
            Discrepancy before,
            Mismatch mismatch,
            boolean proved,
            Instant now,
            List<Discrepancy> news) {
        boolean told = before.state() == State.OPEN || before.state() == State.ACCEPTED;
        boolean moreUnproved = told
                && !proved
                && mismatch.kind().isUnexplainedMoney()
                && mismatch.amount().compareTo(before.amount()) > 0;
        boolean changed = !before.amount().equals(mismatch.amount()) && !moreUnproved;
        State state = switch (before.state()) {
            case GONE -> State.SUSPECTED;
            case SUSPECTED ->
                !proved
                                || before.firstSeenAt()
                                        .plus(engine.settings().settleDelay())
                                        .isAfter(now)
                        ? State.SUSPECTED
                        : State.OPEN;
            case OPEN -> State.OPEN;
            case ACCEPTED -> changed ? State.OPEN : State.ACCEPTED;
        };
        Discrepancy after = new Discrepancy(
                before.id(),
                before.payment(),
                before.shop(),
                before.kind(),
                before.subject(),
                state,
                changed ? mismatch.amount() : before.amount(),
                before.orderId(),
                before.state() == State.GONE ? now : before.firstSeenAt(),
                now,
                state == State.ACCEPTED ? before.decidedBy() : null,
                state == State.ACCEPTED ? before.decidedBecause() : null);
        DiscrepancyTable.update(sql, after, now);
        if (state == State.OPEN && (before.state() != State.OPEN || changed)) {
            EventTable.add(sql, claim.id(), 0, now, LedgerEvent.Kind.DISCREPANCY_OPENED, null, describe(after));
            news.add(after);
        }
        return after;
    }

    private static void seenNoMore(
            Sql sql, PaymentClaim claim, Discrepancy before, Instant now, List<Discrepancy> news) {
        if (before.state() == State.GONE) {
            return;
        }
        Discrepancy after = before.gone(now);
        DiscrepancyTable.update(sql, after, now);
        if (before.state() != State.SUSPECTED) {
            EventTable.add(sql, claim.id(), 0, now, LedgerEvent.Kind.DISCREPANCY_GONE, null, describe(after));
            news.add(after);
        }
    }

    private static String describe(Discrepancy discrepancy) {
        return discrepancy.kind() + " " + discrepancy.amount()
                + (discrepancy.subject().isEmpty() ? "" : " " + discrepancy.subject());
    }

    private static String key(DiscrepancyKind kind, String subject) {
        return kind + "/" + subject;
    }
}
