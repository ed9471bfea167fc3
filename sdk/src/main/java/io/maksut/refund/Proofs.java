package io.maksut.refund;

import io.maksut.refund.RefundQuestion.AnotherFailure;
import io.maksut.refund.ShopRefund.State;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which proofs of a failure may be proofs of one and the same. A shop gives each of its failed refunds an id; a statement has
 * none, so it may be of any failure of the payment that is known otherwise, whatever amount and time, until a person has said
 * on record that it is another. Immutable and thread-safe.
 */
final class Proofs {
    private final List<ShopRefund> refunds;
    private final List<PaidDirectly> paidDirectly;
    private final Set<String> ids;

    Proofs(RefundFacts facts) {
        refunds = facts.shopRefunds();
        paidDirectly = facts.paidDirectly();
        ids = refunds.stream().map(ShopRefund::id).collect(Collectors.toSet());
    }

    /** What has to be answered before this failure counts as one of its own; nothing if it surely does. */
    List<RefundQuestion> questions(ShopRefund failure) {
        Stream<RefundQuestion> known = refunds.stream()
                .filter(other -> !other.id().equals(failure.id()))
                .filter(other -> takesTheFailureFrom(failure, other) && !saidToBeTwo(failure, other))
                .map(other -> question(failure, other));
        Stream<RefundQuestion> made = paidDirectly.stream()
                .filter(direct -> failure.statement() != null && !represented(direct))
                .filter(direct -> !failure.anotherThan().contains(direct.id()))
                .map(direct -> new AnotherFailure(failure.id(), direct.id(), direct.amount(), direct.at()));
        return Stream.concat(known, made).toList();
    }

    /** Whether the other, if it is the same failure, is the one that counts. */
    private static boolean takesTheFailureFrom(ShopRefund failure, ShopRefund other) {
        if (failure.statement() == null) {
            return other.failed() && other.statement() != null && other.used();
        }
        if (!other.failed()) {
            // It may have been tried again, with success, before it was stated. The likeness only asks.
            return other.state() == State.SUCCEEDED
                    && other.amount().sameCurrency(failure.amount())
                    && other.amount().compareTo(failure.amount()) >= 0;
        }
        return other.statement() == null || other.used() || isEarlier(other, failure);
    }

    private static boolean isEarlier(ShopRefund other, ShopRefund failure) {
        int byTime = other.knownSince().compareTo(failure.knownSince());
        return byTime < 0 || (byTime == 0 && other.id().compareTo(failure.id()) < 0);
    }

    private static boolean saidToBeTwo(ShopRefund one, ShopRefund other) {
        return one.anotherThan().contains(other.id()) || other.anotherThan().contains(one.id());
    }

    private static RefundQuestion question(ShopRefund failure, ShopRefund other) {
        return failure.statement() != null
                ? new AnotherFailure(failure.id(), other.id(), other.amount(), other.knownSince())
                : new AnotherFailure(other.id(), failure.id(), failure.amount(), failure.knownSince());
    }

    /** Whether the failure that a direct refund has used up is among the refunds, and so asked about already. */
    private boolean represented(PaidDirectly direct) {
        return direct.uses() != null && ids.contains(direct.uses());
    }
}
