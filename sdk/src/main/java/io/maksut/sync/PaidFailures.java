package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.refund.ShopRefund;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.StatementTable.Kind;
import io.maksut.sync.StatementTable.Stated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refunds that failed in a shop and were paid all the same, by a person's statement. Immutable.
 *
 * @param ids all ids of these refunds in shop, ledger and statements
 * @param amounts of the gateway's money that they explain, each failure once, unless something else explains it
 */
record PaidFailures(Set<String> ids, List<Money> amounts) {
    PaidFailures {
        ids = Set.copyOf(ids);
        amounts = List.copyOf(amounts);
    }

    static PaidFailures of(Sql sql, List<Stated> statements, List<LedgerOperation> ledger) {
        Set<String> ids = new HashSet<>();
        List<Money> amounts = new ArrayList<>();
        for (Stated word : statements) {
            String failed = word.subject();
            if (word.kind() != Kind.FAILURE_PAID || word.withdrawn() || failed == null || ids.contains(failed)) {
                continue;
            }
            Optional<LedgerOperation> row = ledger.stream()
                    .filter(it -> it.key.equals(failed)
                            || OperationTable.names(sql, it.id).contains(failed))
                    .findFirst();
            ids.add(failed);
            row.ifPresent(it -> {
                ids.add(it.key);
                ids.addAll(OperationTable.names(sql, it.id));
            });
            ids.addAll(same(statements, failed));
            row.map(PaidFailures::unexplained)
                    .orElseGet(() -> stated(statements, failed))
                    .ifPresent(amounts::add);
        }
        return new PaidFailures(ids, amounts);
    }

    /** The amount, unless the ledger's payment or the shop's explains the money already. */
    private static Optional<Money> unexplained(LedgerOperation refund) {
        Seen seen = refund.seen;
        boolean paidInShop = seen != null && !seen.gone() && seen.state() == ShopRefund.State.SUCCEEDED;
        return paidInShop || refund.moneyMoved().isPositive() ? Optional.empty() : Optional.of(refund.amount);
    }

    private static Optional<Money> stated(List<Stated> statements, String id) {
        return statements.stream()
                .filter(it -> it.kind() == Kind.SHOP_REFUND_FAILED
                        && it.statement().id().equals(id))
                .flatMap(it -> Optional.ofNullable(it.amount()).stream())
                .findFirst();
    }

    /** The ids that a person said to be the very same failure. */
    private static Set<String> same(List<Stated> statements, String id) {
        Set<String> same = new HashSet<>();
        for (Stated stated : statements) {
            String subject = stated.subject();
            String other = stated.other();
            if (stated.kind() == Kind.SAME_FAILURE && !stated.withdrawn() && subject != null && other != null) {
                if (subject.equals(id)) {
                    same.add(other);
                } else if (other.equals(id)) {
                    same.add(subject);
                }
            }
        }
        return same;
    }

    boolean include(String id) {
        return ids.contains(id);
    }
}
