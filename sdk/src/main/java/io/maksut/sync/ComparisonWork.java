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
import io.maksut.sync.Finding.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a payment at its gateway and its orders in their shops, compares, and keeps the findings. A difference is suspected
 * at first, and opened when it is still there a settle delay later and what it rests on was read ({@link ShopsRead}).
 * Thread-safe.
 */
final class ComparisonWork {
    private static final Logger LOG = LoggerFactory.getLogger(ComparisonWork.class);

    private final Engine engine;
    private final Observation observation;
    private final LateArrivals lateArrivals;
    private final LateReservations lateReservations;
    private final StandingAuthorisation standing;

    ComparisonWork(Engine engine, Observation observation, Conclusions conclusions) {
        this.engine = engine;
        this.observation = observation;
        this.lateArrivals = new LateArrivals(engine, conclusions);
        this.lateReservations = new LateReservations(engine, conclusions);
        this.standing = new StandingAuthorisation(engine);
    }

    void compare(Turn turn) {
        Optional<PaymentGateway> gateway = engine.gateway(turn.payment().account());
        if (gateway.isEmpty()) {
            again(turn, engine.settings().heldPause());
            return;
        }
        try {
            turn.holdFor(engine.settings().callTimeout());
            GatewayCall call = gateway.get()
                    .begin(CallOptions.DEFAULT.withTimeout(engine.settings().callTimeout()));
            Payment payment = call.await(call.details(turn.payment().reference()));
            ShopsRead shops = ShopsRead.ofKnownOrders(engine, observation, turn);
            turn.refresh();
            if (shops.needsLook() && isMissed(turn, payment)) {
                shops.look(payment);
                turn.refresh();
            }
            takeNoteOfRecords(turn);
            if (Comparison.tooEarly(payment, turn.refunds(), engine.now())) {
                again(turn, engine.settings().longestPause());
                return;
            }
            RefundedSum sum = GatewaySums.refunded(engine, turn, payment);
            boolean changed = RefundedSum.told(payment) && lateArrivals.look(turn, sum);
            Money cameBack = (changed ? GatewaySums.refunded(engine, turn, payment) : sum).cameBack();
            lateReservations.look(turn, payment);
            List<Difference> differences =
                    new ArrayList<>(Comparison.of(payment, turn.refunds(), turn.captures(), shops.gone(), cameBack));
            differences.addAll(LateReservations.differences(payment, turn.capturesAndVoids()));
            differences.addAll(standing.differences(turn, payment, shops));
            keep(turn, shops, differences, kind -> isTold(kind, payment));
        } catch (MaksutException e) {
            again(turn, engine.settings().longestPause());
        } catch (UnreadableRowException e) {
            engine.records().setAside(e);
            again(turn, engine.settings().heldPause());
        } catch (LeaseLostException | DatabaseException e) {
            throw e;
        } catch (Throwable e) { // a fault of a bridge or a plugin, too
            LOG.error("The comparison of {} failed", turn, e);
            again(turn, engine.settings().heldPause());
        }
    }

    private void again(Turn turn, Duration pause) {
        turn.commit((sql, now) -> {
            TurnTable.compareLater(sql, turn.id(), now.plus(pause));
            return true;
        });
    }

    /** Whether no shop seems to know of money; what a person has accepted as it is needs no order any more. */
    private boolean isMissed(Turn turn, Payment payment) {
        if (Comparison.tooEarly(payment, turn.refunds(), engine.now())) {
            return false;
        }
        Money zero = Money.zero(payment.amounts().currency());
        return Comparison.of(
                        payment,
                        turn.refunds(),
                        turn.captures(),
                        List.of(),
                        Money.zero(payment.amounts().currency()))
                .stream()
                .filter(it -> it.kind() == FindingKind.ONLY_AT_GATEWAY)
                .anyMatch(it -> !engine.database()
                        .read(sql -> GatewaySums.accepted(sql, turn.id(), it.kind(), zero))
                        .equals(it.amount()));
    }

    /** The merchant was told to record a direct refund, and the shop shows it now. */
    private static void takeNoteOfRecords(Turn turn) {
        for (LedgerOperation refund : turn.refunds()) {
            boolean asked = refund.hold == Hold.RECORD_BY_MERCHANT || refund.hold == Hold.RECORDING_UNCLEAR;
            if (asked && refund.seen != null && !refund.seen.gone()) {
                LedgerOperation unused =
                        turn.store(refund.edit().followedUp(null), LedgerEvent.Kind.RECORDED, "the shop shows it");
            }
        }
    }

    private static boolean isTold(FindingKind kind, Payment payment) {
        return kind.ofSums()
                ? RefundedSum.told(payment)
                : kind != FindingKind.AUTHORISATION_STANDS || payment.status() != PaymentStatus.UNKNOWN;
    }

    /** {@code told}: whether the gateway tells of this kind; if not, what was found of it stands. */
    private void keep(Turn turn, ShopsRead shops, List<Difference> differences, Predicate<FindingKind> told) {
        List<UnreadableRowException> unreadable = new ArrayList<>();
        List<Finding> changed = turn.commit((sql, now) -> {
            List<Finding> news = new ArrayList<>();
            Map<String, Finding> known = new HashMap<>();
            List<Reading<Finding>> before = FindingTable.ofTurn(sql, turn.id());
            unreadable.clear();
            unreadable.addAll(SetAsideTable.unreadable(before));
            SetAsideTable.readable(before)
                    .forEach(finding -> known.put(key(finding.kind(), finding.subject()), finding));
            Optional<Instant> next =
                    LateArrivals.nextLook(turn.all(), now, engine.settings().heldPause());
            for (Difference difference : differences) {
                Finding same = known.remove(key(difference.kind(), difference.subject()));
                boolean proved = shops.proves(sql, difference);
                Optional<Finding> after = same == null
                        ? FindingTable.insert(sql, turn.id(), difference, now)
                        : Optional.of(seenAgain(sql, turn, same, difference, proved, now, news));
                if (after.isPresent() && isUndecided(after.get(), difference)) {
                    boolean soon = proved || shops.provesSoon(sql, difference);
                    Instant again = now.plus(soon ? engine.settings().settleDelay() : pause(after.get(), now));
                    next = Optional.of(next.filter(again::isAfter).orElse(again));
                }
            }
            known.values().removeIf(finding -> !finding.kind().foundByComparison() || !told.test(finding.kind()));
            known.values().forEach(finding -> seenNoMore(sql, turn, finding, now, news));
            TurnTable.compared(sql, turn.id(), now, next.orElse(null));
            return news;
        });
        unreadable.forEach(engine.records()::setAside);
        for (Finding finding : changed) {
            if (finding.state() == State.OPEN) {
                LOG.warn("Shop and gateway differ: {}", finding);
            }
            engine.tell(new SyncEvent.FindingChanged(finding));
        }
    }

    /** Suspected, or told to a person in another amount than is found now and not proved. */
    private static boolean isUndecided(Finding finding, Difference difference) {
        return finding.state() == State.SUSPECTED || !finding.amount().equals(difference.amount());
    }

    /** A shop that cannot be read for days is not asked about each of its payments all the time. */
    private Duration pause(Finding unproved, Instant now) {
        Duration age = Duration.between(unproved.firstSeenAt(), now);
        Duration least = engine.settings().settleDelay();
        return age.compareTo(least) > 0 ? age : least;
    }

    /** @param proved whether what it rests on was read; else no more is told to a person than was told before */
    private Finding seenAgain(
            Sql sql,
            Turn turn,
            Finding before,
            Difference difference,
            boolean proved,
            Instant now,
            List<Finding> news) {
        boolean told = before.state() == State.OPEN || before.state() == State.ACCEPTED;
        boolean moreUnproved = told
                && !proved
                && difference.kind() == FindingKind.ONLY_AT_GATEWAY
                && difference.amount().compareTo(before.amount()) > 0;
        boolean changed = !before.amount().equals(difference.amount()) && !moreUnproved;
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
        Finding after = new Finding(
                before.id(),
                before.payment(),
                before.shop(),
                before.kind(),
                before.subject(),
                state,
                changed ? difference.amount() : before.amount(),
                before.orderId(),
                before.state() == State.GONE ? now : before.firstSeenAt(),
                now,
                state == State.ACCEPTED ? before.decidedBy() : null,
                state == State.ACCEPTED ? before.decidedBecause() : null);
        FindingTable.update(sql, after, now);
        if (state == State.OPEN && (before.state() != State.OPEN || changed)) {
            EventTable.add(sql, turn.id(), 0, now, LedgerEvent.Kind.FINDING_OPENED, null, describe(after));
            news.add(after);
        }
        return after;
    }

    private static void seenNoMore(Sql sql, Turn turn, Finding before, Instant now, List<Finding> news) {
        if (before.state() == State.GONE) {
            return;
        }
        Finding after = before.gone(now);
        FindingTable.update(sql, after, now);
        if (before.state() != State.SUSPECTED) {
            EventTable.add(sql, turn.id(), 0, now, LedgerEvent.Kind.FINDING_GONE, null, describe(after));
            news.add(after);
        }
    }

    private static String describe(Finding finding) {
        return finding.kind() + " " + finding.amount() + (finding.subject().isEmpty() ? "" : " " + finding.subject());
    }

    private static String key(FindingKind kind, String subject) {
        return kind + "/" + subject;
    }
}
