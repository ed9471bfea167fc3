package io.maksut.sandbox.everypay;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One payment. What changes is guarded by the payment's own monitor; amounts are in minor units. */
final class Payment {
    /** A bank's refund that may still fail. */
    record BankRefund(long amount, boolean moneyMoved) {}

    final String reference;
    final String linkPath;
    final String account;
    final String currency;
    final String orderReference;
    final long initial;
    final Instant created;

    @Nullable
    String email;

    @Nullable
    String customerIp;

    @Nullable
    String customerUrl;

    /** What the payment link said, for a payment made by one. */
    @Nullable
    Map<String, String> link;

    String state = "initial";
    long standing;

    @Nullable
    String method;

    String cardType = "visa";
    String lastFour = "0042";

    @Nullable
    Instant waitingFor3dsSince;

    @Nullable
    Instant transactionTime;

    /** For an account without pre-authorisation: when the gateway captures by itself; null when that is over. */
    @Nullable
    Instant captureDue;

    @Nullable
    Instant fundsReceived;

    int errorCode;

    @Nullable
    String errorMessage;

    @Nullable
    String stateBeforeDispute;

    final Deque<BankRefund> bankRefunds = new ArrayDeque<>(1);

    Payment(
            String reference,
            String linkPath,
            ProcessingAccount account,
            String orderReference,
            long initial,
            Instant created) {
        this.reference = reference;
        this.linkPath = linkPath;
        this.account = account.name();
        this.currency = account.currency();
        this.orderReference = orderReference;
        this.initial = initial;
        this.standing = initial;
        this.created = created;
    }

    private Payment(Payment other) {
        this.reference = other.reference;
        this.linkPath = other.linkPath;
        this.account = other.account;
        this.currency = other.currency;
        this.orderReference = other.orderReference;
        this.initial = other.initial;
        this.created = other.created;
    }

    /** As it is now. */
    Payment copy() {
        synchronized (this) {
            Payment copy = new Payment(this);
            copy.email = email;
            copy.customerIp = customerIp;
            copy.customerUrl = customerUrl;
            copy.link = link;
            copy.state = state;
            copy.standing = standing;
            copy.method = method;
            copy.cardType = cardType;
            copy.lastFour = lastFour;
            copy.waitingFor3dsSince = waitingFor3dsSince;
            copy.transactionTime = transactionTime;
            copy.captureDue = captureDue;
            copy.fundsReceived = fundsReceived;
            copy.errorCode = errorCode;
            copy.errorMessage = errorMessage;
            copy.stateBeforeDispute = stateBeforeDispute;
            copy.bankRefunds.addAll(bankRefunds);
            return copy;
        }
    }

    /** Equal for two states that look the same from outside. */
    String content() {
        synchronized (this) {
            return String.join(
                    "|",
                    state,
                    String.valueOf(standing),
                    String.valueOf(method),
                    String.valueOf(transactionTime),
                    String.valueOf(fundsReceived),
                    String.valueOf(errorCode));
        }
    }

    boolean byCard() {
        return "card".equals(method);
    }

    boolean byPayPal() {
        return "paypal".equals(method);
    }

    boolean byBank() {
        return method != null && isBank(method);
    }

    static boolean isBank(String method) {
        return method.startsWith("ob_") || method.contains("_ob_");
    }

    /** Whether it was ever paid, so that no other payment of the order is needed. */
    boolean succeeded() {
        return switch (state) {
            case "authorised", "settled", "refunded", "chargebacked", "voided" -> true;
            default -> false;
        };
    }
}
