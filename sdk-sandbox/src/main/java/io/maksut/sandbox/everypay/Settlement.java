package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import org.jspecify.annotations.Nullable;

/**
 * A paid payment: capture, void and refund by the merchant, and what banks and schemes do afterwards. Amounts are in minor
 * units. The caller holds the payment's monitor; {@code nonce} is null for staff in the portal.
 */
final class Settlement {
    private final EveryPayState state;
    private final Books books;
    private final Events events;
    private final Deadlines deadlines;

    Settlement(EveryPayState state, Books books, Events events, Deadlines deadlines) {
        this.state = state;
        this.books = books;
        this.events = events;
        this.deadlines = deadlines;
    }

    /** Once, of cards, up to the authorised amount; what is not captured is released and stands no more. */
    void capture(Payment payment, long amount, @Nullable String nonce) {
        if (!payment.byCard() || !payment.state.equals("authorised")) {
            throw ErrorCode.CAN_NOT_BE_CAPTURED.refusal();
        }
        atMostStanding(payment, amount);
        payment.state = "settled";
        payment.standing = amount;
        done(payment, Movement.Kind.CAPTURE, amount, nonce, "status_updated");
    }

    /** Of cards, before the capture, the whole amount. */
    void voidPayment(Payment payment, @Nullable String nonce) {
        boolean uncaptured = payment.state.equals("authorised") || payment.captureDue != null;
        if (!payment.byCard() || !uncaptured) {
            throw ErrorCode.CAN_NOT_BE_VOIDED.refusal();
        }
        deadlines.forget(payment);
        payment.state = "voided";
        done(payment, Movement.Kind.VOID, payment.initial, nonce, "voided");
    }

    /**
     * Any number of times up to what stands. A final authorisation that is not captured yet is captured first: the
     * gateway's answers do not tell the two apart, so it is assumed not to refuse.
     */
    void refund(Payment payment, long amount, @Nullable String nonce) {
        boolean paid = payment.state.equals("settled") || payment.state.equals("refunded");
        boolean refundable = payment.byCard() || payment.byBank();
        if (!paid || !refundable) {
            throw ErrorCode.CAN_NOT_BE_REFUNDED.refusal();
        }
        OpenBankingRefunds mode = state.accountOf(payment).openBankingRefunds();
        if (payment.byBank() && mode == OpenBankingRefunds.REFUSED) {
            throw ErrorCode.BANK_REFUNDS_REFUSED.refusal();
        }
        atMostStanding(payment, amount);
        deadlines.capture(payment);
        payment.state = "refunded";
        payment.standing -= amount;
        boolean moneyMoves = payment.byCard() || mode == OpenBankingRefunds.EXECUTED;
        if (payment.byBank()) {
            payment.bankRefunds.push(new Payment.BankRefund(amount, moneyMoves));
        }
        if (moneyMoves) {
            done(payment, Movement.Kind.REFUND, amount, nonce, "refunded");
        } else {
            payment.transactionTime = state.now();
            events.plain(payment, "refunded");
        }
    }

    /** The customer's bank sends the latest refund back. */
    void refundFails(Payment payment) {
        if (!payment.state.equals("refunded") || payment.bankRefunds.isEmpty()) {
            throw new IllegalStateException(payment.reference + " has no refund by bank that could fail");
        }
        Payment.BankRefund refund = payment.bankRefunds.pop();
        payment.standing += refund.amount();
        if (payment.standing == payment.initial) {
            payment.state = "settled";
        }
        if (refund.moneyMoved()) {
            book(payment, Movement.Kind.REFUND_RETURNED, refund.amount(), null);
        }
        events.plain(payment, "refund_failed");
    }

    void chargeback(Payment payment) {
        boolean paid = payment.state.equals("settled") || payment.state.equals("refunded");
        if (!payment.byCard() || !paid) {
            throw new IllegalStateException(payment.reference + " is " + payment.state + " by " + payment.method);
        }
        deadlines.capture(payment);
        payment.stateBeforeDispute = payment.state;
        payment.state = "chargebacked";
        events.plain(payment, "dispute_opened");
        events.plain(payment, "chargebacked");
    }

    void disputeReversed(Payment payment) {
        String before = payment.stateBeforeDispute;
        if (before == null) {
            throw new IllegalStateException(payment.reference + " has no dispute");
        }
        payment.stateBeforeDispute = null;
        payment.state = before;
        events.plain(payment, "dispute_reversed");
    }

    private static void atMostStanding(Payment payment, long amount) {
        if (amount > payment.standing) {
            throw ErrorCode.AMOUNT_TOO_HIGH.refusal();
        }
    }

    private void done(Payment payment, Movement.Kind kind, long amount, @Nullable String nonce, String event) {
        payment.transactionTime = state.now();
        book(payment, kind, amount, nonce);
        events.plain(payment, event);
    }

    private void book(Payment payment, Movement.Kind kind, long amount, @Nullable String nonce) {
        books.add(new Movement(
                kind,
                payment.reference,
                amount,
                payment.currency,
                nonce,
                state.now(),
                nonce == null ? Movement.By.STAFF : Movement.By.API));
    }
}
