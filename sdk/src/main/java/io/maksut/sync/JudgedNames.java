package io.maksut.sync;

import io.maksut.payment.Payment;
import io.maksut.storage.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The names of a payment on whose orders and operations something was judged. What was judged is stored only while that is all:
 * the ledger has nothing under a name that the gateway tells and was not asked about, and no name was found out since.
 *
 * @param told by which the gateway finds the payment, too
 * @param known how many names were known to be the payment's when the claim was last read before it was judged
 */
record JudgedNames(Set<String> told, long known) {
    JudgedNames {
        told = Set.copyOf(told);
    }

    /** @param known {@link PaymentClaim#knownNames()} before anything was judged */
    static JudgedNames of(Payment payment, long known) {
        return new JudgedNames(OtherNames.foundBy(payment), known);
    }

    /** Ends a condition on the payment's row of {@code maksut_payment_claim}; it begins with "and". */
    String condition() {
        String resolved =
                "and ? = (select count(*) from maksut_payment_claim k where k.same_as = maksut_payment_claim.id)";
        return told.isEmpty()
                ? resolved
                : resolved + " and not exists (select 1 from maksut_payment_claim n"
                        + " where n.account = maksut_payment_claim.account and n.same_as is null and n.reference in ("
                        + String.join(", ", Collections.nCopies(told.size(), "?")) + "))";
    }

    /** The parameters of {@link #condition()}. */
    List<Object> parameters() {
        List<Object> parameters = new ArrayList<>();
        parameters.add(known);
        parameters.addAll(told);
        return parameters;
    }

    /** Whether they are all names of the payment still. */
    boolean areAll(Sql sql, long claimId) {
        List<Object> parameters = new ArrayList<>(List.of(claimId));
        parameters.addAll(parameters());
        return !sql.list(
                        "select id from maksut_payment_claim where id = ? " + condition(),
                        row -> true,
                        parameters.toArray())
                .isEmpty();
    }
}
