package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A charge as it is to stand when a test begins: unless said otherwise 100.00 EUR, by card, settled, created now. Not
 * thread-safe. The books are written as if it had come about in the usual way, by {@link Movement.By#SEED}.
 */
public final class ChargeSeed {
    private final FrisbiiState state;
    private final Books books;
    private final String handle;
    private String customer = "customer-1";
    private long amount = 10_000;
    private String currency = "EUR";
    private PaymentSource source = PaymentSource.of("card");
    private Instant created;
    private String chargeState = "settled";
    private @Nullable Long settled;
    private long refunded;
    private @Nullable String error;
    private @Nullable String errorState;
    private @Nullable JsonObject metadata;
    private String ordertext = "";
    private @Nullable MethodSupport support;

    ChargeSeed(FrisbiiState state, Books books, String handle) {
        this.state = state;
        this.books = books;
        this.handle = handle;
        this.created = state.now();
    }

    /** Made without an e-mail address when there is none with this handle. */
    public ChargeSeed customer(String customerHandle) {
        this.customer = customerHandle;
        return this;
    }

    /** In minor units. */
    public ChargeSeed amount(long minor) {
        this.amount = minor;
        return this;
    }

    public ChargeSeed currency(String code) {
        this.currency = code;
        return this;
    }

    /** The source type on the wire, such as card, mobilepay, klarna_pay_later; unknown ones are allowed. */
    public ChargeSeed method(String type) {
        this.source = PaymentSource.of(type);
        return this;
    }

    /** What this charge's method can do, whatever the account's rule for it. */
    public ChargeSeed supports(MethodSupport methodSupport) {
        this.support = methodSupport;
        return this;
    }

    /** Masked number such as {@code 411111XXXXXX1111}, expiry such as {@code 12-28}. */
    public ChargeSeed card(String cardType, String maskedCard, String expDate) {
        this.source = new PaymentSource(source.type(), cardType, maskedCard, expDate);
        return this;
    }

    public ChargeSeed created(Instant instant) {
        this.created = instant.truncatedTo(ChronoUnit.MILLIS);
        return this;
    }

    /** created, pending, authorized, settled, failed or cancelled, or one that no client knows. */
    public ChargeSeed state(String wireState) {
        this.chargeState = wireState;
        return this;
    }

    /** Of an authorised amount only this much was settled; for state settled. In minor units. */
    public ChargeSeed settled(long minor) {
        this.settled = minor;
        return this;
    }

    /** So much of it was refunded; for state settled. In minor units. */
    public ChargeSeed refunded(long minor) {
        this.refunded = minor;
        return this;
    }

    /** For state failed. */
    public ChargeSeed error(String code, String codeState) {
        this.error = code;
        this.errorState = codeState;
        return this;
    }

    public ChargeSeed metadata(Map<String, String> values) {
        JsonObject json = new JsonObject();
        values.forEach(json::addProperty);
        this.metadata = json;
        return this;
    }

    /** The text of the single order line. */
    public ChargeSeed ordertext(String text) {
        this.ordertext = text;
        return this;
    }

    /**
     * Adds the charge and returns its handle.
     *
     * @throws IllegalStateException when there is one with this handle
     * @throws IllegalArgumentException when the amounts do not fit together
     */
    public String add() {
        long settledAmount = chargeState.equals("settled") ? (settled == null ? amount : settled) : 0;
        if (amount <= 0 || settledAmount > amount || refunded < 0 || refunded > settledAmount) {
            throw new IllegalArgumentException("0 <= refunded <= settled <= amount must hold, and 0 < amount");
        }
        state.addCustomer(new Customer(customer, null, null, null, null, created));
        Charge charge = state.newCharge(handle, customer, amount, currency, created);
        charge.source = source;
        charge.state = chargeState;
        charge.orderLines = orderLines();
        charge.metadata = metadata;
        charge.support = support;
        synchronized (charge) {
            if (state.addIfAbsent(charge) != charge) {
                throw new IllegalStateException("there is a charge " + handle);
            }
            history(charge, settledAmount);
        }
        return handle;
    }

    private void history(Charge charge, long settledAmount) {
        boolean authorisedFirst = switch (chargeState) {
            case "authorized", "cancelled" -> true;
            case "settled" -> settled != null;
            default -> false;
        };
        if (authorisedFirst) {
            charge.authorized = created;
            charge.authorizedAmount = amount;
            transaction(charge, "authorization", chargeState.equals("cancelled") ? "cancelled" : "authorized", amount);
            book(Movement.Kind.AUTHORISE, amount);
        }
        switch (chargeState) {
            case "settled" -> {
                charge.settled = created;
                charge.settledAmount = settledAmount;
                state.indexSettled(charge);
                Transaction settle = transaction(charge, "settle", "settled", settledAmount);
                book(Movement.Kind.CAPTURE, settledAmount);
                if (refunded > 0) {
                    charge.refundedAmount = refunded;
                    Transaction refund = transaction(charge, "refund", "refunded", refunded);
                    refund.creditNote = state.newId();
                    refund.refunds = settle.id;
                    book(Movement.Kind.REFUND, refunded);
                }
            }
            case "cancelled" -> {
                charge.cancelled = created;
                book(Movement.Kind.VOID, amount);
            }
            case "failed" -> {
                charge.error = error == null ? "card_declined" : error;
                charge.errorState = errorState == null ? "hard_declined" : errorState;
                transaction(charge, "settle", "failed", amount)
                        .fail(new Decline(charge.error, charge.errorState, false));
            }
            default -> {
                // Nothing has been tried yet, or nothing that this stand-in knows.
            }
        }
    }

    private Transaction transaction(Charge charge, String type, String transactionState, long minor) {
        return state.addTransaction(
                charge, new Transaction(state.newId(), type, transactionState, minor, created, source.type()));
    }

    private void book(Movement.Kind kind, long minor) {
        books.add(new Movement(kind, handle, minor, currency, null, created, Movement.By.SEED));
    }

    private JsonArray orderLines() {
        JsonObject line = new JsonObject();
        line.addProperty("ordertext", ordertext);
        line.addProperty("amount", amount);
        line.addProperty("quantity", 1);
        JsonArray lines = new JsonArray();
        lines.add(line);
        return lines;
    }
}
