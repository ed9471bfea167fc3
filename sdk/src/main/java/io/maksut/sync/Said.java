package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.portal.OutcomeReason;
import java.util.Locale;

/** What was found out about an operation: in words for the merchant, and in detail for the auditor. */
record Said(String words, String detail) {
    static Said of(LedgerOperation operation, OutcomeReason reason, CallReport call) {
        return new Said(
                reason.explain(operation.language), reason.explain(Locale.ENGLISH) + " " + reason + "; " + call);
    }

    static Said of(LedgerOperation operation, MaksutException failure) {
        return new Said(FailureWords.ofGateway(failure, operation.language), FailureWords.detail(failure));
    }

    static Said ofShop(LedgerOperation operation, MaksutException failure) {
        return new Said(FailureWords.ofShop(failure, operation.language), FailureWords.detail(failure));
    }

    /** {@code kind} is the key of one of our texts about shops. */
    static Said ofShop(LedgerOperation operation, String kind) {
        String key = "failure.shop." + kind;
        return new Said(Texts.text(operation.language, key), Texts.text(Locale.ENGLISH, key));
    }

    /** {@code kind} is the key of one of our texts about gateways. */
    static Said of(LedgerOperation operation, String kind) {
        String key = "failure.gateway." + kind;
        return new Said(Texts.text(operation.language, key), Texts.text(Locale.ENGLISH, key));
    }

    /** Of two reads made one after the other one shows what the other does not. */
    static Said paymentChanging(LedgerOperation operation) {
        return new Said(Texts.text(operation.language, "waits.payment_changing"), "the payment has just changed");
    }
}
