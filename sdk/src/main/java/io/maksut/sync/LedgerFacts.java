package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.HandRecord;
import io.maksut.refund.PaidDirectly;
import io.maksut.refund.RefundFacts;
import io.maksut.refund.RefundInFlight;
import io.maksut.refund.RefundInFlight.Initiator;
import io.maksut.refund.RefundInFlight.Place;
import io.maksut.refund.Release;
import io.maksut.refund.ShopRefund;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.refund.WatchedRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.FactCollection.Located;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundedSum.OnRecord;
import io.maksut.sync.StatementTable.Stated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what ledger, shops and statements say of one payment's refunds into facts for the refund rule. */
final class LedgerFacts {
    private final @Nullable Payment payment;
    private final List<LedgerOperation> ledger;
    private final List<LedgerOperation> starts;
    private final List<LedgerOperation> captures;
    private final List<RefundInFlight> waitsElsewhere;
    private final Map<OrderRefund, LedgerOperation> shown = new LinkedHashMap<>();
    /** Refunds that the shop shows on this payment under ids that the ledger knows as another payment's. */
    private final List<OrderRefund> foreign = new ArrayList<>();
    /** The ledger's row of each shop refund, by the id that the rule sees. */
    private final Map<String, LedgerOperation> rows = new LinkedHashMap<>();

    private final Map<String, Long> used;
    private final List<Stated> statements;
    private final PaidFailures paidFailures;
    private final Money requested;
    private final List<Located> orders;
    /** What people put on record of the gateway's sum: explained, less come back; null without payment. */
    private final @Nullable Money accepted;

    /**
     * @param payment read just now; null if the gateway did not answer
     * @param orders read, and noted in the ledger, just now
     * @param told read in this transaction
     * @param waitsElsewhere what waits under another name of the payment
     */
    LedgerFacts(
            Sql sql,
            long claim,
            PaymentId id,
            @Nullable Payment payment,
            Money requested,
            List<Located> orders,
            LedgerBasis.Told told,
            List<RefundInFlight> waitsElsewhere) {
        this.payment = payment;
        this.requested = requested;
        this.orders = orders;
        this.ledger = told.refunds();
        this.starts = told.starts();
        this.captures = told.captures();
        this.waitsElsewhere = waitsElsewhere;
        this.used = told.usedFacts();
        this.statements = told.statements();
        this.paidFailures = PaidFailures.of(sql, statements, ledger);
        this.accepted = payment == null
                ? null
                : accepted(sql, claim, Money.zero(payment.amounts().currency()));
        for (Located located : orders) {
            // A test order has no refunds of real money, and was not noted.
            for (OrderRefund refund : located.order().test()
                    ? List.<OrderRefund>of()
                    : located.order().refunds()) {
                if (id.equals(refund.payment())) {
                    noted(sql, located.shop().name(), refund)
                            .ifPresentOrElse(row -> shown.put(refund, row), () -> foreign.add(refund));
                }
            }
        }
    }

    private Optional<LedgerOperation> noted(Sql sql, String shop, OrderRefund refund) {
        return ledger.stream()
                .filter(it -> it.shop.equals(shop))
                .filter(it -> it.key.equals(refund.id())
                        || OperationTable.names(sql, it.id).contains(refund.id()))
                .findFirst();
    }

    /** Whether the shop shows refunds of this payment that the ledger knows as another payment's: one is wrong. */
    boolean contradicted() {
        return !foreign.isEmpty();
    }

    private Money accepted(Sql sql, long claim, Money zero) {
        OnRecord onRecord = GatewaySums.onRecord(sql, claim, statements, paidFailures, zero);
        return onRecord.more().minus(onRecord.cameBack());
    }

    /** The explained part of the gateway's sum: paid by the ledger, by the shop's plugin as read now, or on record. */
    private Optional<Money> explained() {
        if (accepted == null) {
            return Optional.empty();
        }
        Money zero = Money.zero(accepted.currency());
        Money byPlugin = shown.entrySet().stream()
                .filter(it -> it.getValue().kind == Kind.OBSERVED)
                .map(Map.Entry::getKey)
                .filter(it -> it.state() == ShopRefund.State.SUCCEEDED && it.money() == OrderRefund.Payout.SUCCEEDED)
                .map(OrderRefund::amount)
                .filter(zero::sameCurrency)
                .reduce(zero, Money::plus);
        return Optional.of(GatewaySums.moved(ledger, zero).plus(byPlugin).plus(accepted));
    }

    void addTo(RefundFacts.Builder facts, Instant now) {
        facts.shopRefunds(shopRefunds())
                .inFlight(inFlight())
                .paidDirectly(paidDirectly())
                .watched(watched(now))
                .handRecord(handRecord().orElse(null))
                .captureNotShown(captureNotShown());
        if (payment != null) {
            facts.refunded(RefundedSum.atGateway(payment, ledger, captures));
        }
        explained().ifPresent(facts::explained);
        statements.stream()
                .filter(it -> it.kind() == StatementTable.Kind.NO_SHOP && !it.withdrawn())
                .findFirst()
                .ifPresent(it -> facts.noShop(it.statement()));
        statements.stream()
                .filter(it -> it.kind() == StatementTable.Kind.RELEASE && !it.withdrawn())
                .map(it -> new Release(
                        it.statement(), used.containsKey(it.statement().id())))
                .reduce((older, newer) -> newer)
                .ifPresent(facts::release);
    }

    /** Includes refunds that the shop is asked to make: it may have made one, and ask us to pay it. */
    private List<RefundInFlight> inFlight() {
        Stream<RefundInFlight> here = Stream.concat(ledger.stream(), starts.stream())
                .filter(refund -> refund.state.inFlight())
                .map(refund -> new RefundInFlight(
                        refund.key,
                        refund.amount,
                        Place.LEDGER,
                        refund.kind == Kind.DIRECT ? Initiator.DIRECT : Initiator.SHOP));
        return Stream.concat(here, waitsElsewhere.stream()).toList();
    }

    private boolean captureNotShown() {
        return payment != null
                && KnownCaptures.of(captures, Money.zero(payment.amounts().currency()))
                        .notShown(payment, requested);
    }

    private List<PaidDirectly> paidDirectly() {
        return ledger.stream()
                .filter(refund -> refund.kind == Kind.DIRECT && refund.state == State.SUCCEEDED)
                .map(refund -> new PaidDirectly(refund.key, refund.amount, refund.createdAt, factUsedBy(refund)))
                .toList();
    }

    private List<WatchedRefund> watched(Instant now) {
        return ledger.stream()
                .filter(refund -> LateArrivals.mayBePaid(refund) && LateArrivals.isWatched(refund, now))
                .map(refund -> new WatchedRefund(
                        Long.toString(refund.id),
                        refund.amount,
                        Objects.requireNonNullElse(refund.attemptAt, refund.createdAt),
                        Objects.requireNonNull(refund.watchedUntil)))
                .toList();
    }

    private @Nullable String factUsedBy(LedgerOperation direct) {
        return used.entrySet().stream()
                .filter(it -> it.getValue() == direct.id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /**
     * A record by hand, without money, that leaves less to refund in the one order than is asked for (domain 3, row 7).
     * Unexplained money at the gateway may be the record's own: then there is none.
     */
    private Optional<HandRecord> handRecord() {
        if (payment == null || orders.size() != 1 || orders.get(0).order().test()) {
            return Optional.empty();
        }
        List<OrderRefund> byHand = shown.entrySet().stream()
                .filter(it -> it.getKey().succeeded() && recordedByHand(it.getKey(), it.getValue()))
                .map(Map.Entry::getKey)
                .filter(it -> it.amount().sameCurrency(requested))
                .sorted(Comparator.comparing(OrderRefund::amount))
                .toList();
        Money recorded = sum(byHand);
        boolean withoutMoney = recorded.sameCurrency(payment.amounts().refunded())
                && recorded.compareTo(new RefundMatching(payment, ledger, captures, accepted).unexplained()) > 0;
        if (!withoutMoney || leftInShop(payment).compareTo(requested) >= 0) {
            return Optional.empty();
        }
        OrderRefund named = byHand.stream()
                .filter(it -> it.amount().compareTo(requested) >= 0)
                .findFirst()
                .orElse(byHand.get(byHand.size() - 1));
        boolean portalPays = orders.get(0).shop().mode() == SyncMode.PORTAL_PAYS;
        return Optional.of(new HandRecord(named.id(), named.amount(), portalPays));
    }

    /** What the shop still lets be refunded in the order; may be negative. */
    private Money leftInShop(Payment read) {
        ShopOrder order = orders.get(0).order();
        Money total = order.total()
                .filter(it -> it.sameCurrency(requested))
                .orElse(RefundedSum.captured(read, ledger, captures));
        return total.minus(sum(order.refunds().stream()
                .filter(it -> it.succeeded() && it.amount().sameCurrency(requested))
                .toList()));
    }

    private Money sum(List<OrderRefund> some) {
        return some.stream().map(OrderRefund::amount).reduce(Money.zero(requested.currency()), Money::plus);
    }

    /** Whether it was recorded without money and without a request, and is not our record of a direct refund. */
    private static boolean recordedByHand(OrderRefund refund, LedgerOperation row) {
        return row.kind == Kind.OBSERVED && refund.money() == OrderRefund.Payout.NONE;
    }

    /** First refunds as the shop shows them, then those only of the ledger, then those only of statements. */
    private List<ShopRefund> shopRefunds() {
        List<ShopRefund> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        shown.forEach((refund, row) -> {
            if (row.kind != Kind.DIRECT && !isRecord(row, refund.state())) {
                ShopRefund shop = ShopRefund.of(refund.id(), refund.amount(), refund.state(), refund.at());
                add(all, ids, recordedByHand(refund, row) ? shop.recordedByHand() : shop, row);
            }
        });
        for (OrderRefund refund : foreign) {
            add(all, ids, ShopRefund.of(refund.id(), refund.amount(), refund.state(), refund.at()), null);
        }
        for (LedgerOperation row : ledger) {
            if (shown.values().stream().noneMatch(it -> it.id == row.id)) {
                notShown(row).ifPresent(refund -> add(all, ids, refund, row));
            }
        }
        for (Stated stated : statements) {
            String id = stated.statement().id();
            // A used statement stays the failure that was refunded even when it is withdrawn; one that is the same as
            // another proof adds nothing to it.
            boolean counts = used.containsKey(id)
                    || (!stated.withdrawn()
                            && said(StatementTable.Kind.SAME_FAILURE, id).isEmpty());
            if (stated.kind() == StatementTable.Kind.SHOP_REFUND_FAILED && stated.amount() != null && counts) {
                ShopRefund failed = ShopRefund.of(
                        id,
                        stated.amount(),
                        ShopRefund.State.FAILED,
                        stated.statement().at());
                add(all, ids, failed.statedIn(stated.statement()), null);
            }
        }
        return attributed(all);
    }

    /** Whether the refund is in the shop as the record of a direct refund, and so no refund of its own. */
    private static boolean isRecord(LedgerOperation row, ShopRefund.State shown) {
        return row.recordOf != null && row.followUp != FollowUp.TELL && shown == ShopRefund.State.SUCCEEDED;
    }

    /** A refund that only the ledger knows, as no order that could be read shows it. */
    private static Optional<ShopRefund> notShown(LedgerOperation row) {
        Seen seen = row.seen;
        if (isRecord(row, ShopRefund.State.SUCCEEDED)) {
            return Optional.empty();
        }
        if (row.kind == Kind.REQUESTED && !row.state.inFlight() && row.endedAt != null) {
            ShopRefund.State ended = row.toldAsDone() ? ShopRefund.State.SUCCEEDED : ShopRefund.State.FAILED;
            // Until the shop is told the end, the refund is open there.
            ShopRefund.State state = row.followUp == FollowUp.TELL ? ShopRefund.State.PENDING : ended;
            return Optional.of(ShopRefund.of(row.key, row.amount, state, row.endedAt));
        }
        boolean unfinished = seen != null
                && !seen.gone()
                && (seen.state() == ShopRefund.State.PENDING || seen.state() == ShopRefund.State.UNKNOWN);
        // The order cannot be read now: what was unfinished there may still be.
        return row.kind == Kind.OBSERVED && seen != null && unfinished
                ? Optional.of(ShopRefund.of(row.key, seen.amount(), seen.state(), seen.at()))
                : Optional.empty();
    }

    private void add(List<ShopRefund> all, Set<String> ids, ShopRefund refund, @Nullable LedgerOperation row) {
        // Two shops may use one id: it is made unique, so that it is known which of them was used.
        ShopRefund unique = ids.add(refund.id()) ? refund : refund.called(refund.id() + " (" + all.size() + ")");
        ids.add(unique.id());
        if (row != null) {
            rows.put(unique.id(), row);
        }
        ShopRefund known = unique.anotherThan(others(unique.id()));
        all.add(isUsed(known.id()) ? known.usedUp() : known);
    }

    /** Whether it was used, or a person said that it is the very failure of another proof that was. */
    private boolean isUsed(String id) {
        return used.containsKey(id)
                || said(StatementTable.Kind.SAME_FAILURE, id).stream().anyMatch(used::containsKey);
    }

    /** The ids that people related to it on record, as another failure or as the same. */
    private Set<String> others(String id) {
        return Stream.of(StatementTable.Kind.ANOTHER_FAILURE, StatementTable.Kind.SAME_FAILURE)
                .flatMap(kind -> said(kind, id).stream())
                .collect(Collectors.toSet());
    }

    private Set<String> said(StatementTable.Kind kind, String id) {
        Set<String> others = new HashSet<>();
        for (Stated stated : statements) {
            if (stated.kind() == kind && !stated.withdrawn() && stated.subject() != null && stated.other() != null) {
                if (stated.subject().equals(id)) {
                    others.add(stated.other());
                } else if (stated.other().equals(id)) {
                    others.add(stated.subject());
                }
            }
        }
        return others;
    }

    private List<ShopRefund> attributed(List<ShopRefund> refunds) {
        if (payment == null) {
            return refunds;
        }
        RefundMatching matching = new RefundMatching(payment, ledger, captures, accepted);
        boolean onlyFailure = refunds.stream().filter(ShopRefund::failed).count() == 1;
        Set<String> contradicted = foreign.stream().map(OrderRefund::id).collect(Collectors.toSet());
        return refunds.stream()
                .map(refund -> refund.failed() && !contradicted.contains(refund.id())
                        ? refund.attributed(of(refund, matching, onlyFailure))
                        : refund)
                .toList();
    }

    private Attribution of(ShopRefund refund, RefundMatching matching, boolean onlyFailure) {
        LedgerOperation row = rows.get(refund.id());
        boolean certainlyPaid = (row != null && row.toldAsDone())
                || paidFailures.include(refund.id())
                || (row != null && paidFailures.include(row.key));
        return certainlyPaid ? Attribution.MOVED : matching.of(refund.amount(), onlyFailure);
    }
}
