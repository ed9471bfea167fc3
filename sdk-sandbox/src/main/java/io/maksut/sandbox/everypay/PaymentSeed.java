package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment as it is to stand when a test begins: unless said otherwise 100.00 on account EUR3D1, by card, settled, created
 * now. Amounts are in minor units. The books are written as if it had come about in the usual way, by
 * {@link Movement.By#SEED}; no callback is queued. Not thread-safe.
 */
public final class PaymentSeed {
    private final EveryPayState state;
    private final Books books;
    private final Deadlines deadlines;
    private final String linkPayToken;
    private String account = EveryPaySandbox.DEFAULT_ACCOUNT;
    private long amount = 10_000;
    private String orderReference;
    private @Nullable String email;
    private @Nullable String customerIp;
    private @Nullable String customerUrl = "https://shop.example.com/return";
    private @Nullable String method = "card";
    private String cardType = "visa";
    private String lastFour = "0042";
    private Instant created;
    private String paymentState = "settled";
    private @Nullable Long captured;
    private boolean uncaptured;
    private @Nullable Long refunded;
    private int errorCode;
    private @Nullable String errorMessage;
    private boolean byLink;

    PaymentSeed(EveryPayState state, Books books, Deadlines deadlines, String linkPayToken) {
        this.state = state;
        this.books = books;
        this.deadlines = deadlines;
        this.linkPayToken = linkPayToken;
        this.created = state.now();
        this.orderReference = "order-" + state.newToken(8);
    }

    public PaymentSeed account(String name) {
        this.account = name;
        return this;
    }

    public PaymentSeed amount(long minor) {
        this.amount = minor;
        return this;
    }

    /** Default a new one. */
    public PaymentSeed orderReference(String reference) {
        this.orderReference = reference;
        return this;
    }

    /** Default none. */
    public PaymentSeed email(@Nullable String address) {
        this.email = address;
        return this;
    }

    /** Default none. */
    public PaymentSeed customerIp(@Nullable String address) {
        this.customerIp = address;
        return this;
    }

    public PaymentSeed customerUrl(@Nullable String url) {
        this.customerUrl = url;
        return this;
    }

    /** card, paypal, a bank such as {@code lhv_ob_ee}, one that no client knows, or null for none chosen. */
    public PaymentSeed method(@Nullable String source) {
        this.method = source;
        return this;
    }

    /** Type visa or master_card. */
    public PaymentSeed card(String type, String lastFourDigits) {
        this.cardType = type;
        this.lastFour = lastFourDigits;
        return this;
    }

    /** Also when a 3DS wait began, when it was paid, and so on. */
    public PaymentSeed created(Instant instant) {
        this.created = instant.truncatedTo(ChronoUnit.MILLIS);
        return this;
    }

    /** As on the wire in the usual spelling, or one that no client knows. */
    public PaymentSeed state(String paymentStateName) {
        this.paymentState = paymentStateName;
        return this;
    }

    /** Only so much of the authorised amount was captured. */
    public PaymentSeed captured(long minor) {
        this.captured = minor;
        return this;
    }

    /** Settled, but still to be captured by the gateway, so that it can be voided; not under pre-authorisation. */
    public PaymentSeed uncaptured() {
        this.uncaptured = true;
        return this;
    }

    /** For states refunded and chargebacked; default all for refunded, nothing for chargebacked. */
    public PaymentSeed refunded(long minor) {
        this.refunded = minor;
        return this;
    }

    /** The processing error, for state failed. */
    public PaymentSeed error(int code, String message) {
        this.errorCode = code;
        this.errorMessage = message;
        return this;
    }

    /** Made by a payment link. */
    public PaymentSeed byLink() {
        this.byLink = true;
        return this;
    }

    /**
     * Adds the payment and returns its reference, 64 hex digits.
     *
     * @throws IllegalArgumentException when the settings do not fit together
     */
    public String add() {
        ProcessingAccount of = state.account(account);
        if (of == null) {
            throw new IllegalArgumentException("no account " + account);
        }
        boolean refundable = paymentState.equals("refunded") || paymentState.equals("chargebacked");
        long taken = captured == null ? amount : captured;
        long back = refunded != null ? refunded : paymentState.equals("refunded") ? taken : 0;
        boolean amountsFit = 0 < taken && taken <= amount && 0 <= back && back <= taken;
        if (!amountsFit || (back > 0 && !refundable)) {
            throw new IllegalArgumentException(
                    "0 <= refunded <= captured <= amount must hold, for a state with refunds");
        }
        if (uncaptured && (of.preAuthorisation() || !paymentState.equals("settled") || captured != null)) {
            throw new IllegalArgumentException("uncaptured is for state settled without pre-authorisation");
        }
        Payment payment = payment(of);
        synchronized (payment) {
            history(payment, of, taken, back);
            state.add(payment);
        }
        return payment.reference;
    }

    private Payment payment(ProcessingAccount of) {
        Payment payment = state.newPayment(of, orderReference, amount, created);
        payment.email = email;
        payment.customerIp = customerIp;
        payment.customerUrl = customerUrl;
        payment.method = method;
        payment.cardType = cardType;
        payment.lastFour = lastFour;
        payment.state = paymentState;
        payment.link = byLink ? Map.of("linkpay_token", linkPayToken) : null;
        return payment;
    }

    private void history(Payment payment, ProcessingAccount of, long taken, long back) {
        if (!paymentState.equals("initial") && !paymentState.startsWith("waiting_")) {
            payment.transactionTime = created;
        }
        if (payment.succeeded()) {
            state.claimOrder(payment);
            if (payment.byCard()) {
                book(payment, Movement.Kind.AUTHORISE, amount);
            }
        }
        switch (paymentState) {
            case "waiting_for_3ds_response" -> deadlines.await3ds(payment, created);
            case "voided" -> book(payment, Movement.Kind.VOID, amount);
            case "failed" -> {
                payment.errorCode = errorMessage == null ? ErrorCode.ISSUER_DECLINED.number : errorCode;
                payment.errorMessage = errorMessage == null ? ErrorCode.ISSUER_DECLINED.message : errorMessage;
            }
            case "settled", "refunded", "chargebacked" -> {
                if (uncaptured) {
                    deadlines.awaitCapture(payment, created, of.captureDelayDays());
                } else {
                    book(payment, Movement.Kind.CAPTURE, taken);
                    refunds(payment, of, taken, back);
                }
            }
            default -> {
                // No money has moved, or none that this stand-in knows of.
            }
        }
    }

    private void refunds(Payment payment, ProcessingAccount of, long taken, long back) {
        payment.standing = taken - back;
        payment.stateBeforeDispute = !paymentState.equals("chargebacked") ? null : back > 0 ? "refunded" : "settled";
        boolean moneyMoved = !payment.byBank() || of.openBankingRefunds() == OpenBankingRefunds.EXECUTED;
        if (back > 0 && moneyMoved) {
            book(payment, Movement.Kind.REFUND, back);
        }
        if (back > 0 && payment.byBank()) {
            payment.bankRefunds.push(new Payment.BankRefund(back, moneyMoved));
        }
    }

    private void book(Payment payment, Movement.Kind kind, long minor) {
        books.add(new Movement(kind, payment.reference, minor, payment.currency, null, created, Movement.By.SEED));
    }
}
