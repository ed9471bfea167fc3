package io.maksut.sync;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundFacts;
import io.maksut.refund.RefundInFlight;
import io.maksut.refund.RefundInFlight.Initiator;
import io.maksut.refund.RefundInFlight.Place;
import io.maksut.refund.Release;
import io.maksut.refund.ShopRefund;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerRefund.FollowUp;
import io.maksut.sync.LedgerRefund.Kind;
import io.maksut.sync.LedgerRefund.Seen;
import io.maksut.sync.StatementTable.Stated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ledger, shops and statements say of one payment's refunds, put together as facts for the refund rule. */
final class LedgerFacts {
    private final @Nullable Payment payment;
    private final List<LedgerRefund> ledger;
    private final Map<OrderRefund, LedgerRefund> shown = new LinkedHashMap<>();
    /** The ledger's row of a shop refund, by the id that the rule sees. */
    private final Map<String, LedgerRefund> rows = new LinkedHashMap<>();

    private final Set<String> used;
    private final List<Stated> statements;

    /**
     * @param payment as read just now; null if the gateway did not tell
     * @param orders as read, and noted in the ledger, just now
     */
    LedgerFacts(Sql sql, long turn, PaymentId id, @Nullable Payment payment, List<ShopOrder> orders) {
        this.payment = payment;
        this.ledger = RefundTable.ofTurn(sql, turn);
        this.used = DecisionTable.usedFacts(sql, turn);
        this.statements = StatementTable.standing(sql, id);
        for (ShopOrder order : orders) {
            for (OrderRefund refund : order.refunds()) {
                if (id.equals(refund.payment())) {
                    shown.put(refund, noted(sql, refund));
                }
            }
        }
    }

    private LedgerRefund noted(Sql sql, OrderRefund refund) {
        return ledger.stream()
                .filter(it -> it.key.equals(refund.id())
                        || RefundTable.names(sql, it.id).contains(refund.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a refund of the order was not noted"));
    }

    void addTo(RefundFacts.Builder facts) {
        facts.shopRefunds(shopRefunds()).inFlight(inFlight());
        statements.stream()
                .filter(it -> it.kind() == StatementTable.Kind.NO_SHOP)
                .findFirst()
                .ifPresent(it -> facts.noShop(it.statement()));
        statements.stream()
                .filter(it -> it.kind() == StatementTable.Kind.RELEASE)
                .map(it ->
                        new Release(it.statement(), used.contains(it.statement().id())))
                .reduce((older, newer) -> newer)
                .ifPresent(facts::release);
    }

    private List<RefundInFlight> inFlight() {
        return ledger.stream()
                .filter(refund -> refund.state.inFlight())
                .map(refund -> new RefundInFlight(
                        refund.key,
                        refund.amount,
                        Place.LEDGER,
                        refund.kind == Kind.DIRECT ? Initiator.DIRECT : Initiator.SHOP))
                .toList();
    }

    /** As the shop shows them; then those that only the ledger knows; then those that only a statement proves. */
    private List<ShopRefund> shopRefunds() {
        List<ShopRefund> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        shown.forEach((refund, row) -> {
            if (row.kind != Kind.DIRECT && !isRecord(row, refund.state())) {
                add(all, ids, ShopRefund.of(refund.id(), refund.amount(), refund.state(), refund.at()), row);
            }
        });
        for (LedgerRefund row : ledger) {
            if (shown.values().stream().noneMatch(it -> it.id == row.id)) {
                notShown(row).ifPresent(refund -> add(all, ids, refund, row));
            }
        }
        for (Stated stated : statements) {
            if (stated.kind() == StatementTable.Kind.SHOP_REFUND_FAILED && stated.amount() != null) {
                ShopRefund failed = ShopRefund.of(
                        stated.statement().id(),
                        stated.amount(),
                        ShopRefund.State.FAILED,
                        stated.statement().at());
                add(all, ids, failed.statedIn(stated.statement()), null);
            }
        }
        return attributed(all);
    }

    /** What stands in the shop as the record of a direct refund is no refund of its own. */
    private static boolean isRecord(LedgerRefund row, ShopRefund.State shown) {
        return row.recordOf != null && row.followUp != FollowUp.TELL && shown == ShopRefund.State.SUCCEEDED;
    }

    /** What the ledger says of a refund that no order which could be read shows. */
    private static Optional<ShopRefund> notShown(LedgerRefund row) {
        Seen seen = row.seen;
        if (isRecord(row, ShopRefund.State.SUCCEEDED)) {
            return Optional.empty();
        }
        if (row.kind == Kind.REQUESTED && !row.state.inFlight() && row.endedAt != null) {
            ShopRefund.State ended = row.toldAsDone() ? ShopRefund.State.SUCCEEDED : ShopRefund.State.FAILED;
            // As long as the shop was not told, it is open there.
            ShopRefund.State state = row.followUp == FollowUp.TELL ? ShopRefund.State.PENDING : ended;
            return Optional.of(ShopRefund.of(row.key, row.amount, state, row.endedAt));
        }
        boolean unfinished = seen != null
                && !seen.gone()
                && (seen.state() == ShopRefund.State.PENDING || seen.state() == ShopRefund.State.UNKNOWN);
        // The shop cannot be read now, or not this order: what was not finished there may not be yet.
        return row.kind == Kind.OBSERVED && seen != null && unfinished
                ? Optional.of(ShopRefund.of(row.key, seen.amount(), seen.state(), seen.at()))
                : Optional.empty();
    }

    private void add(List<ShopRefund> all, Set<String> ids, ShopRefund refund, @Nullable LedgerRefund row) {
        // Two shops may use one id; nobody could tell then which of them was used.
        ShopRefund unique = ids.add(refund.id()) ? refund : refund.called(refund.id() + " (" + all.size() + ")");
        ids.add(unique.id());
        if (row != null) {
            rows.put(unique.id(), row);
        }
        all.add(used.contains(unique.id()) ? unique.usedUp() : unique);
    }

    private List<ShopRefund> attributed(List<ShopRefund> refunds) {
        if (payment == null) {
            return refunds;
        }
        Attributions attributions = new Attributions(payment, ledger);
        boolean onlyFailure = refunds.stream().filter(ShopRefund::failed).count() == 1;
        return refunds.stream()
                .map(refund -> refund.failed() ? refund.attributed(of(refund, attributions, onlyFailure)) : refund)
                .toList();
    }

    private Attribution of(ShopRefund refund, Attributions attributions, boolean onlyFailure) {
        LedgerRefund row = rows.get(refund.id());
        boolean certainlyPaid = row != null && row.toldAsDone();
        return certainlyPaid ? Attribution.MOVED : attributions.of(refund.amount(), onlyFailure);
    }
}
