package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import java.time.Instant;
import java.util.Set;

/**
 * A payment from its creation to its result: what the customer, the issuer and the customer's bank do. A step that cannot
 * follow from the payment's state is a mistake in the test, an {@link IllegalStateException}. The caller holds the payment's
 * monitor.
 */
final class Checkout {
    /** V3 and help pages: longer order references cannot be paid by bank. */
    private static final int BANK_ORDER_REFERENCE = 120;

    private final EveryPayState state;
    private final Books books;
    private final Events events;
    private final Deadlines deadlines;

    Checkout(EveryPayState state, Books books, Events events, Deadlines deadlines) {
        this.state = state;
        this.books = books;
        this.events = events;
        this.deadlines = deadlines;
    }

    void choose(Payment payment, String method) {
        in(payment, "initial");
        if (!state.accountOf(payment).methods().contains(method)) {
            throw new IllegalStateException(payment.account + " has no " + method);
        }
        if (Payment.isBank(method) && payment.orderReference.length() > BANK_ORDER_REFERENCE) {
            throw new IllegalStateException("an order reference of more than 120 characters cannot be paid by bank");
        }
        payment.method = method;
    }

    /** The whole happy path from wherever the payment stands; by card when no method was chosen. */
    void pay(Payment payment) {
        if (payment.method == null) {
            choose(payment, "card");
        }
        if (payment.byCard()) {
            in(payment, "initial", "waiting_for_3ds_response", "confirmed_3ds");
            payByCard(payment);
        } else if (payment.byPayPal()) {
            in(payment, "initial", "waiting_for_sca", "authorised");
            settle(payment);
        } else {
            in(payment, "initial", "waiting_for_sca", "sent_for_processing");
            settle(payment);
        }
    }

    // Cards

    void start3ds(Payment payment) {
        if (payment.method == null) {
            choose(payment, "card");
        }
        if (!payment.byCard()) {
            throw new IllegalStateException("3DS is for cards, not " + payment.method);
        }
        move(payment, "waiting_for_3ds_response", "initial");
        deadlines.await3ds(payment, state.now());
    }

    /** Changes nothing: the gateway goes on waiting. */
    void closes3ds(Payment payment) {
        in(payment, "waiting_for_3ds_response");
    }

    void confirm3ds(Payment payment) {
        move(payment, "confirmed_3ds", "waiting_for_3ds_response");
        deadlines.forget(payment);
    }

    void cancels3ds(Payment payment) {
        in(payment, "waiting_for_3ds_response");
        fail(payment, ErrorCode.THREE_DS_CANCELLED.number, ErrorCode.THREE_DS_CANCELLED.message);
    }

    private void payByCard(Payment payment) {
        if (orderPaidOtherwise(payment)) {
            return;
        }
        ProcessingAccount account = state.accountOf(payment);
        deadlines.forget(payment);
        payment.transactionTime = state.now();
        book(payment, Movement.Kind.AUTHORISE);
        if (account.preAuthorisation()) {
            payment.state = "authorised";
        } else {
            payment.state = "settled";
            deadlines.awaitCapture(payment, state.now(), account.captureDelayDays());
        }
        events.result(payment, "status_updated");
    }

    // Banks and PayPal

    void startSca(Payment payment) {
        if (!payment.byBank() && !payment.byPayPal()) {
            throw new IllegalStateException("choose a bank or PayPal first");
        }
        move(payment, "waiting_for_sca", "initial");
    }

    void confirmSca(Payment payment) {
        if (!payment.byBank()) {
            throw new IllegalStateException(payment.method + " has no such step; use pay");
        }
        move(payment, "sent_for_processing", "waiting_for_sca");
        payment.transactionTime = state.now();
        events.plain(payment, "status_updated");
    }

    void bankConfirms(Payment payment) {
        in(payment, "sent_for_processing");
        settle(payment);
    }

    void bankRefuses(Payment payment) {
        in(payment, "waiting_for_sca", "sent_for_processing");
        fail(payment, ErrorCode.BANK_REFUSED.number, ErrorCode.BANK_REFUSED.message);
    }

    void neverConfirms(Payment payment) {
        move(payment, "abandoned", "waiting_for_sca");
        payment.transactionTime = state.now();
        events.result(payment, "abandoned");
    }

    /** PayPal wants the merchant to look at the payment. */
    void payPalReview(Payment payment) {
        if (!payment.byPayPal()) {
            throw new IllegalStateException("choose PayPal first");
        }
        in(payment, "initial", "waiting_for_sca");
        if (!orderPaidOtherwise(payment)) {
            payment.state = "authorised";
            payment.transactionTime = state.now();
            events.result(payment, "status_updated");
        }
    }

    /** Money of banks and PayPal moves with the payment itself. */
    private void settle(Payment payment) {
        if (orderPaidOtherwise(payment)) {
            return;
        }
        payment.state = "settled";
        payment.transactionTime = state.now();
        book(payment, Movement.Kind.CAPTURE);
        events.result(payment, "status_updated");
    }

    // Any method

    void fail(Payment payment, int code, String message) {
        in(payment, "initial", "waiting_for_3ds_response", "confirmed_3ds", "waiting_for_sca", "sent_for_processing");
        deadlines.forget(payment);
        payment.state = "failed";
        payment.transactionTime = state.now();
        payment.errorCode = code;
        payment.errorMessage = message;
        events.result(payment, "status_updated");
    }

    private boolean orderPaidOtherwise(Payment payment) {
        if (state.claimOrder(payment)) {
            return false;
        }
        fail(payment, ErrorCode.ORDER_PAID.number, ErrorCode.ORDER_PAID.message);
        return true;
    }

    private void book(Payment payment, Movement.Kind kind) {
        Instant now = state.now();
        books.add(new Movement(
                kind, payment.reference, payment.initial, payment.currency, null, now, Movement.By.CUSTOMER));
    }

    private static void move(Payment payment, String to, String from) {
        in(payment, from);
        payment.state = to;
    }

    private static void in(Payment payment, String... states) {
        if (!Set.of(states).contains(payment.state)) {
            throw new IllegalStateException(payment.reference + " is " + payment.state);
        }
    }
}
