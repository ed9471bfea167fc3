package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A charge, which is also an invoice; everything that changes is guarded by the monitor of this object. */
final class Charge {
    final String id;
    final String handle;
    final String customer;
    final String currency;
    final Position position;
    final Instant created;
    final List<Transaction> transactions = new ArrayList<>(2);
    long amount;
    PaymentSource source = PaymentSource.of("card");
    String state = "created";

    @Nullable
    Instant authorized;

    @Nullable
    Instant settled;

    @Nullable
    Instant cancelled;

    long authorizedAmount;
    long settledAmount;
    long refundedAmount;
    long refundsProcessing;

    @Nullable
    String error;

    @Nullable
    String errorState;

    JsonArray orderLines = new JsonArray();

    @Nullable
    JsonObject metadata;

    /** Null when the account's rule for the method holds. */
    @Nullable
    MethodSupport support;

    /** A transaction whose end is not known yet; everything else of the invoice has to wait. */
    boolean processing;

    Charge(String id, String handle, String customer, long amount, String currency, Instant created, long sequence) {
        this.id = id;
        this.handle = handle;
        this.customer = customer;
        this.amount = amount;
        this.currency = currency;
        this.created = created;
        this.position = new Position(created.toEpochMilli(), sequence);
    }

    private Charge(Charge other) {
        this.id = other.id;
        this.handle = other.handle;
        this.customer = other.customer;
        this.currency = other.currency;
        this.position = other.position;
        this.created = other.created;
    }

    /** As it is now. */
    Charge copy() {
        synchronized (this) {
            Charge copy = new Charge(this);
            transactions.forEach(transaction -> copy.transactions.add(transaction.copy()));
            copy.amount = amount;
            copy.source = source;
            copy.state = state;
            copy.authorized = authorized;
            copy.settled = settled;
            copy.cancelled = cancelled;
            copy.authorizedAmount = authorizedAmount;
            copy.settledAmount = settledAmount;
            copy.refundedAmount = refundedAmount;
            copy.refundsProcessing = refundsProcessing;
            copy.error = error;
            copy.errorState = errorState;
            copy.orderLines = orderLines.deepCopy();
            copy.metadata = metadata == null ? null : metadata.deepCopy();
            copy.support = support;
            copy.processing = processing;
            return copy;
        }
    }

    long authorizedRest() {
        return authorizedAmount - settledAmount;
    }

    /** Whether anything of it is under way at the acquirer. */
    boolean busy() {
        return processing || state.equals("pending") || refundsProcessing > 0;
    }

    long settles() {
        return transactions.stream()
                .filter(t -> t.type.equals("settle") && t.state.equals("settled"))
                .count();
    }

    boolean hasRefund() {
        return transactions.stream().anyMatch(t -> t.type.equals("refund") && !t.state.equals("failed"));
    }

    long refundable() {
        return settledAmount - refundedAmount - refundsProcessing;
    }

    /** What the API calls the amount: the invoice amount, or the total settled once partial settles were made. */
    long shownAmount() {
        return state.equals("settled") && settledAmount > 0 ? settledAmount : amount;
    }

    /** An authorisation that can still be settled, which outlives a declined settle. */
    boolean authorisationLives() {
        return transactions.stream().anyMatch(t -> t.type.equals("authorization") && t.state.equals("authorized"));
    }

    @Nullable
    Transaction transaction(String transactionId) {
        return transactions.stream()
                .filter(t -> t.id.equals(transactionId))
                .findFirst()
                .orElse(null);
    }
}
