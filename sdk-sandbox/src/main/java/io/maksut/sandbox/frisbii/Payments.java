package io.maksut.sandbox.frisbii;

import com.google.gson.JsonObject;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves money: authorises, settles, cancels and refunds charges, keeps the books and queues the webhooks. A planned decline
 * is met once everything else is in order. Thread-safe; each operation is atomic for its charge.
 */
final class Payments {
    private final FrisbiiState state;
    private final Books books;
    private final FrisbiiWebhooks webhooks;

    Payments(FrisbiiState state, Books books, FrisbiiWebhooks webhooks) {
        this.state = state;
        this.books = books;
        this.webhooks = webhooks;
    }

    /** Who asks, and under which idempotency key. */
    record Cause(Movement.By by, @Nullable String key) {
        static final Cause CUSTOMER = new Cause(Movement.By.CUSTOMER, null);
        static final Cause STAFF = new Cause(Movement.By.STAFF, null);
    }

    /** Authorises, or settles at once; a decline leaves the charge failed. */
    JsonObject pay(Charge charge, PaymentSource source, boolean settle, Cause cause) {
        synchronized (charge) {
            refuseUnlessPayable(charge);
            charge.source = source;
            Decline decline = state.takeDecline(Operation.CHARGE);
            if (decline != null) {
                declinePayment(charge, settle, decline, cause);
            } else if (settle) {
                charge.authorizedAmount = 0;
                Transaction transaction = state.addTransaction(charge, "settle", "settled", charge.amount);
                settled(charge, transaction, cause);
            } else {
                charge.state = "authorized";
                charge.authorized = state.now();
                charge.authorizedAmount = charge.amount;
                clearError(charge);
                Transaction transaction = state.addTransaction(charge, "authorization", "authorized", charge.amount);
                book(Movement.Kind.AUTHORISE, charge, charge.amount, cause);
                event("invoice_authorized", charge, transaction);
            }
            return Rendering.charge(charge);
        }
    }

    /** The customer was declined on the payment page, or an asynchronous payment failed in the end. */
    void declinePayment(Charge charge, boolean settle, Decline decline, Cause cause) {
        synchronized (charge) {
            Transaction transaction =
                    state.addTransaction(charge, settle ? "settle" : "authorization", "failed", charge.amount);
            failed(charge, transaction, decline);
            charge.state = "failed";
            if (decline.moneyMoved()) {
                book(settle ? Movement.Kind.CAPTURE : Movement.Kind.AUTHORISE, charge, charge.amount, cause);
            }
            event("invoice_failed", charge, transaction);
        }
    }

    /** The customer paid by a method whose result comes later. */
    void await(Charge charge, PaymentSource source) {
        synchronized (charge) {
            refuseUnlessPayable(charge);
            charge.source = source;
            charge.state = "pending";
        }
    }

    /** @param amount null for all that is left of the authorisation */
    JsonObject settle(Charge charge, @Nullable Long amount, Cause cause) {
        synchronized (charge) {
            refuseUnlessSettleable(charge);
            MethodSupport support = state.supportOf(charge);
            if (charge.settledAmount > 0 && !support.severalSettles()) {
                throw ErrorCode.SEVERAL_SETTLES.refusal();
            }
            if (charge.settles() >= state.maxSettles) {
                throw ErrorCode.TOO_MANY_SETTLES.refusal();
            }
            long rest = charge.authorizedRest();
            long wanted = amount == null ? rest : amount;
            if (wanted <= 0) {
                throw ErrorCode.NON_POSITIVE_AMOUNT.refusal();
            }
            if (wanted > rest) {
                throw ErrorCode.AMOUNT_TOO_HIGH.refusal();
            }
            if (wanted < charge.authorizedAmount && !support.partialSettle()) {
                throw ErrorCode.PARTIAL_SETTLE.refusal();
            }
            Decline decline = state.takeDecline(Operation.SETTLE);
            if (decline == null) {
                settled(charge, state.addTransaction(charge, "settle", "settled", wanted), cause);
            } else {
                Transaction transaction = state.addTransaction(charge, "settle", "failed", wanted);
                failed(charge, transaction, decline);
                if (charge.settledAmount == 0) {
                    charge.state = "failed";
                    event("invoice_failed", charge, transaction);
                }
                if (decline.moneyMoved()) {
                    book(Movement.Kind.CAPTURE, charge, wanted, cause);
                }
            }
            return Rendering.charge(charge);
        }
    }

    JsonObject cancel(Charge charge, Cause cause) {
        synchronized (charge) {
            refuseWhileBusy(charge);
            switch (charge.state) {
                case "authorized" -> {
                    // The only state that can be cancelled.
                }
                case "settled" -> throw ErrorCode.ALREADY_SETTLED.refusal();
                case "cancelled" -> throw ErrorCode.ALREADY_CANCELLED.refusal();
                default -> throw ErrorCode.MUST_BE_AUTHORIZED.refusal();
            }
            Decline decline = state.takeDecline(Operation.CANCEL);
            if (decline != null) {
                if (decline.moneyMoved()) {
                    book(Movement.Kind.VOID, charge, charge.authorizedAmount, cause);
                }
                throw ErrorCode.CANCEL_FAILED.of(decline.error());
            }
            charge.state = "cancelled";
            charge.cancelled = state.now();
            charge.transactions.stream()
                    .filter(t -> t.state.equals("authorized"))
                    .forEach(t -> t.state = "cancelled");
            book(Movement.Kind.VOID, charge, charge.authorizedAmount, cause);
            event("invoice_cancelled", charge, null);
            return Rendering.charge(charge);
        }
    }

    /**
     * @param amount null for all that can be refunded
     * @param manual true when the merchant pays it back outside the gateway, so that no money moves here
     */
    JsonObject refund(Charge charge, @Nullable Long amount, boolean manual, Cause cause) {
        synchronized (charge) {
            refuseWhileBusy(charge);
            if (!charge.state.equals("settled")) {
                throw ErrorCode.NOT_SETTLED.refusal();
            }
            long wanted = amount == null ? charge.refundable() : amount;
            if (amount != null && amount <= 0) {
                throw ErrorCode.NON_POSITIVE_AMOUNT.refusal();
            }
            if (wanted == 0 || wanted > charge.refundable()) {
                throw ErrorCode.REFUND_TOO_HIGH.refusal();
            }
            if (!manual) {
                refuseUnlessSupported(charge, wanted);
            }
            String settle = lastSettle(charge);
            Decline decline = manual ? null : state.takeDecline(Operation.REFUND);
            boolean async = !manual && state.asyncRefunds && !charge.source.card();
            Transaction refund = manual
                    ? state.addManualRefund(charge, wanted)
                    : state.addTransaction(charge, "refund", "processing", wanted);
            refund.refunds = settle;
            refund.key = cause.key();
            if (decline != null) {
                refund.fail(decline);
                if (decline.moneyMoved()) {
                    book(Movement.Kind.REFUND, charge, wanted, cause);
                }
            } else if (async) {
                charge.refundsProcessing += wanted;
            } else {
                refunded(charge, refund);
                if (!manual) {
                    book(Movement.Kind.REFUND, charge, wanted, cause);
                }
            }
            return Rendering.refund(charge, refund);
        }
    }

    /** Ends a refund in state processing. */
    void finishRefund(Charge charge, Transaction refund, boolean success) {
        synchronized (charge) {
            if (!refund.state.equals("processing")) {
                throw new IllegalStateException("refund " + refund.id + " is " + refund.state);
            }
            charge.refundsProcessing -= refund.amount;
            if (success) {
                refunded(charge, refund);
                book(Movement.Kind.REFUND, charge, refund.amount, new Cause(Movement.By.API, refund.key));
            } else {
                refund.fail(new Decline("refund_rejected", "hard_declined", false));
                event("invoice_refund_failed", charge, refund);
            }
        }
    }

    private void refuseUnlessSupported(Charge charge, long wanted) {
        MethodSupport support = state.supportOf(charge);
        if (!support.onlineRefund()) {
            throw ErrorCode.MANUAL_REFUND_ONLY.refusal();
        }
        if (charge.hasRefund() && !support.severalRefunds()) {
            throw ErrorCode.SEVERAL_REFUNDS.refusal();
        }
        if (wanted < charge.settledAmount && !support.partialRefund()) {
            throw ErrorCode.PARTIAL_REFUND.refusal();
        }
    }

    private static void refuseWhileBusy(Charge charge) {
        if (charge.busy()) {
            throw ErrorCode.PROCESSING_TRANSACTION.refusal();
        }
    }

    void event(String type, Charge charge, @Nullable Transaction transaction) {
        webhooks.queue(
                state.newId(),
                state.newId(),
                type,
                state.now(),
                charge.customer,
                charge.handle,
                transaction == null ? null : transaction.id);
    }

    void customerEvent(String type, String customer) {
        webhooks.queue(state.newId(), state.newId(), type, state.now(), customer, null, null);
    }

    void book(Movement.Kind kind, Charge charge, long amount, Cause cause) {
        books.add(new Movement(kind, charge.handle, amount, charge.currency, cause.key(), state.now(), cause.by()));
    }

    private static void refuseUnlessPayable(Charge charge) {
        switch (charge.state) {
            case "created", "failed" -> {
                // A failed handle may be charged again.
            }
            case "settled" -> throw ErrorCode.ALREADY_SETTLED.refusal();
            case "authorized" -> throw ErrorCode.ALREADY_AUTHORIZED.refusal();
            case "cancelled" -> throw ErrorCode.ALREADY_CANCELLED.refusal();
            case "pending" -> throw ErrorCode.PROCESSING_TRANSACTION.refusal();
            default -> throw ErrorCode.WRONG_STATE.refusal();
        }
    }

    private static void refuseUnlessSettleable(Charge charge) {
        refuseWhileBusy(charge);
        switch (charge.state) {
            case "authorized" -> {
                // The plain case.
            }
            case "settled" -> {
                if (charge.authorizedRest() <= 0) {
                    throw ErrorCode.ALREADY_SETTLED.refusal();
                }
            }
            case "failed" -> {
                if (!charge.authorisationLives() || "hard_declined".equals(charge.errorState)) {
                    throw ErrorCode.MUST_BE_AUTHORIZED.refusal();
                }
            }
            case "cancelled" -> throw ErrorCode.ALREADY_CANCELLED.refusal();
            case "created" -> throw ErrorCode.MUST_BE_AUTHORIZED.refusal();
            default -> throw ErrorCode.WRONG_STATE.refusal();
        }
    }

    private void settled(Charge charge, Transaction transaction, Cause cause) {
        charge.state = "settled";
        charge.settledAmount += transaction.amount;
        clearError(charge);
        if (charge.settled == null) {
            Instant now = state.now();
            charge.settled = now;
            state.indexSettled(charge);
        }
        book(Movement.Kind.CAPTURE, charge, transaction.amount, cause);
        event("invoice_settled", charge, transaction);
    }

    private void refunded(Charge charge, Transaction refund) {
        refund.state = "refunded";
        refund.creditNote = state.newId();
        charge.refundedAmount += refund.amount;
        event("invoice_refund", charge, refund);
    }

    private static void failed(Charge charge, Transaction transaction, Decline decline) {
        transaction.fail(decline);
        charge.error = decline.error();
        charge.errorState = decline.errorState();
    }

    private static void clearError(Charge charge) {
        charge.error = null;
        charge.errorState = null;
    }

    private static @Nullable String lastSettle(Charge charge) {
        String id = null;
        for (Transaction transaction : charge.transactions) {
            if (transaction.type.equals("settle") && transaction.state.equals("settled")) {
                id = transaction.id;
            }
        }
        return id;
    }
}
