package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.PaymentClaimTable.OrderLink;
import io.maksut.sync.StatementTable.Stated;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the ledger says of one payment and a refund decision may rest on. It is made in one transaction and acted on
 * in a later one: it holds only if both read the same (domain 4, invariant 5). Immutable.
 *
 * @param emptySince since when each shop has answered that it has no such order
 */
record LedgerBasis(
        List<OperationFact> operations,
        Map<String, Long> usedFacts,
        List<String> statements,
        List<OrderLink> orders,
        List<String> acceptedDiscrepancies,
        List<Instant> emptySince) {
    /** For a ledger that cannot be read: no decision rests on it. */
    static final LedgerBasis UNREAD = new LedgerBasis(List.of(), Map.of(), List.of(), List.of(), List.of(), List.of());

    /** What a decision needs of one refund, start or capture, without the time at which the shop was last read. */
    private record OperationFact(
            long id,
            Kind kind,
            State state,
            FollowUp followUp,
            Money amount,
            @Nullable Seen seen) {
        static OperationFact of(LedgerOperation operation) {
            Seen seen = operation.seen;
            return new OperationFact(
                    operation.id,
                    operation.kind,
                    operation.state,
                    operation.followUp,
                    operation.amount,
                    seen == null
                            ? null
                            : new Seen(seen.state(), seen.amount(), seen.payout(), Instant.EPOCH, seen.gone()));
        }
    }

    /** What the ledger has of the payment; the rule is judged on it. */
    record Told(
            List<LedgerOperation> refunds,
            List<LedgerOperation> starts,
            List<LedgerOperation> captures,
            Map<String, Long> usedFacts,
            List<Stated> statements) {
        static Told read(Sql sql, long claim, PaymentId payment) {
            List<LedgerOperation> all = OperationTable.allOfPayment(sql, claim);
            return new Told(
                    all.stream().filter(it -> it.action == Action.REFUND).toList(),
                    all.stream().filter(it -> it.action == Action.START_REFUND).toList(),
                    all.stream().filter(it -> it.action == Action.CAPTURE).toList(),
                    DecisionTable.usedFacts(sql, claim),
                    StatementTable.all(sql, payment));
        }
    }

    /**
     * Reads the basis. Read before the facts are fetched, it reveals changes that come in between. Read again under the
     * lock of the payment's row, which every writer of these facts takes, it holds at the commit.
     */
    static LedgerBasis read(Sql sql, long claim, Told told) {
        return new LedgerBasis(
                Stream.of(told.refunds(), told.starts(), told.captures())
                        .flatMap(List::stream)
                        .map(OperationFact::of)
                        .toList(),
                told.usedFacts(),
                told.statements().stream()
                        .filter(it -> !it.withdrawn())
                        .map(it -> it.statement().id())
                        .toList(),
                PaymentClaimTable.orders(sql, claim),
                SetAsideTable.readable(DiscrepancyTable.ofPayment(sql, claim)).stream()
                        .filter(it -> it.state() == Discrepancy.State.ACCEPTED)
                        .map(it -> it.id() + " " + it.amount())
                        .toList(),
                LookupTable.emptySince(sql, claim));
    }
}
