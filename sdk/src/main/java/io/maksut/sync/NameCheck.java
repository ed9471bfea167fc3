package io.maksut.sync;

import io.maksut.payment.Payment;
import java.util.Optional;

/**
 * Takes in what the ledger has under other names of a payment before an operation is judged: an order may name the payment by
 * one, and half of the orders tell neither whose it is nor what is due. Thread-safe.
 */
final class NameCheck {
    private final Engine engine;
    private final Conclusions conclusions;

    NameCheck(Engine engine, Conclusions conclusions) {
        this.engine = engine;
        this.conclusions = conclusions;
    }

    /**
     * For what is concluded without an attempt, with which the names are looked for again.
     *
     * @return the result of {@link #takeIn} where something stands under another name; empty where nothing does
     */
    Optional<LedgerOperation> first(PaymentClaim claim, LedgerOperation operation, Payment payment) {
        return areKnown(engine, payment) ? Optional.empty() : Optional.of(takeIn(claim, operation, payment));
    }

    /** Whether the ledger has nothing under a name that the gateway tells of the payment, and was not asked about. */
    static boolean areKnown(Engine engine, Payment payment) {
        return engine.database()
                .read(sql -> OtherNames.unresolved(sql, payment))
                .isEmpty();
    }

    /** Takes in what stands under the payment's names. The operation stays due and is judged anew then; else it waits. */
    LedgerOperation takeIn(PaymentClaim claim, LedgerOperation operation, Payment payment) {
        boolean unused = OtherNames.takeIn(
                engine, payment, () -> claim.holdFor(engine.settings().callTimeout()));
        if (!areKnown(engine, payment)) {
            return conclusions.later(
                    claim,
                    operation,
                    new Said(
                            Texts.text(operation.language, "waits.other_name"),
                            "the ledger has something under another name of the payment: it is not told whose, or cannot be"
                                    + " moved yet"));
        }
        claim.refresh();
        return claim.all().stream()
                .filter(it -> it.id == operation.id)
                .findFirst()
                .orElseThrow();
    }
}
