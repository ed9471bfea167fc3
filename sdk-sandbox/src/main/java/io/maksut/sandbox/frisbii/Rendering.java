package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.sandbox.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes the gateway's JSON objects; a charge is read under its monitor. */
final class Rendering {
    private static final int MAX_TRANSACTIONS = 100;
    private static final DateTimeFormatter OFFSET_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

    private Rendering() {}

    static String time(Instant instant) {
        return OFFSET_TIME.format(instant);
    }

    static JsonObject charge(Charge charge) {
        synchronized (charge) {
            JsonObject json = new JsonObject();
            json.addProperty("handle", charge.handle);
            json.addProperty("state", charge.state);
            json.addProperty("customer", charge.customer);
            json.addProperty("amount", charge.shownAmount());
            json.addProperty("currency", charge.currency);
            json.addProperty("created", time(charge.created));
            addTime(json, "authorized", charge.authorized);
            addTime(json, "settled", charge.settled);
            addTime(json, "cancelled", charge.cancelled);
            if (!charge.transactions.isEmpty()) {
                json.addProperty("transaction", charge.transactions.get(charge.transactions.size() - 1).id);
            }
            addText(json, "error", charge.error);
            addText(json, "error_state", charge.errorState);
            json.addProperty("processing", charge.processing || charge.state.equals("pending"));
            json.add("source", source(charge.source));
            json.add("order_lines", charge.orderLines.deepCopy());
            json.addProperty("refunded_amount", charge.refundedAmount);
            if (charge.authorizedAmount > 0) {
                json.addProperty("authorized_amount", charge.authorizedAmount);
            }
            return json;
        }
    }

    static JsonObject invoice(Charge charge) {
        synchronized (charge) {
            JsonObject json = new JsonObject();
            json.addProperty("id", charge.id);
            json.addProperty("handle", charge.handle);
            json.addProperty("customer", charge.customer);
            json.addProperty("state", charge.state);
            json.addProperty("type", "ch");
            json.addProperty("processing", charge.busy());
            json.addProperty("amount", charge.amount);
            json.addProperty("org_amount", charge.amount);
            json.addProperty("currency", charge.currency);
            json.addProperty("created", time(charge.created));
            addTime(json, "authorized", charge.authorized);
            addTime(json, "settled", charge.settled);
            addTime(json, "cancelled", charge.cancelled);
            json.addProperty("settled_amount", charge.settledAmount);
            json.addProperty("refunded_amount", charge.refundedAmount);
            if (charge.authorizedAmount > 0) {
                json.addProperty("authorized_amount", charge.authorizedAmount);
            }
            json.add("order_lines", charge.orderLines.deepCopy());
            JsonArray creditNotes = new JsonArray();
            JsonArray transactions = new JsonArray();
            for (Transaction transaction : charge.transactions) {
                if (transactions.size() < MAX_TRANSACTIONS) {
                    transactions.add(transaction(charge, transaction));
                }
                if (transaction.creditNote != null) {
                    JsonObject note = new JsonObject();
                    note.addProperty("id", transaction.creditNote);
                    note.addProperty("amount", transaction.amount);
                    note.addProperty("transaction", transaction.id);
                    note.addProperty("created", time(transaction.created));
                    creditNotes.add(note);
                }
            }
            json.add("credit_notes", creditNotes);
            json.add("transactions", transactions);
            return json;
        }
    }

    static JsonObject transaction(Charge charge, Transaction transaction) {
        synchronized (charge) {
            JsonObject json = new JsonObject();
            json.addProperty("id", transaction.id);
            json.addProperty("state", transaction.state);
            json.addProperty("invoice", charge.handle);
            json.addProperty("type", transaction.type);
            json.addProperty("amount", transaction.amount);
            json.addProperty("currency", charge.currency);
            json.addProperty("created", time(transaction.created));
            switch (transaction.state) {
                case "settled", "authorized", "refunded", "failed" ->
                    json.addProperty(transaction.state, time(transaction.created));
                default -> {
                    // The other states have no time of their own.
                }
            }
            json.addProperty("payment_type", transaction.paymentType);
            if (charge.source.card()) {
                JsonObject card = source(charge.source);
                card.remove("type");
                addText(card, "error", transaction.error);
                addText(card, "error_state", transaction.errorState);
                addText(card, "ref_transaction", transaction.refunds);
                json.add("card_transaction", card);
            }
            return json;
        }
    }

    static JsonObject refund(Charge charge, Transaction refund) {
        synchronized (charge) {
            JsonObject json = new JsonObject();
            json.addProperty("id", refund.id);
            json.addProperty("state", refund.state);
            json.addProperty("invoice", charge.handle);
            json.addProperty("amount", refund.amount);
            json.addProperty("currency", charge.currency);
            json.addProperty("transaction", refund.id);
            json.addProperty("type", refund.paymentType);
            json.addProperty("created", time(refund.created));
            addText(json, "credit_note_id", refund.creditNote);
            addText(json, "ref_transaction", refund.refunds);
            addText(json, "error", refund.error);
            addText(json, "error_state", refund.errorState);
            if (refund.error != null) {
                json.addProperty("acquirer_message", "Declined");
            }
            return json;
        }
    }

    static JsonObject customer(Customer customer) {
        JsonObject json = new JsonObject();
        json.addProperty("handle", customer.handle());
        addText(json, "email", customer.email());
        addText(json, "first_name", customer.firstName());
        addText(json, "last_name", customer.lastName());
        addText(json, "phone", customer.phone());
        json.addProperty("created", time(customer.created()));
        json.addProperty("subscriptions", 0);
        json.addProperty("test", true);
        return json;
    }

    static JsonObject dispute(Dispute dispute) {
        JsonObject json = new JsonObject();
        json.addProperty("id", dispute.id());
        json.addProperty("invoice", dispute.invoice());
        json.addProperty("state", dispute.state());
        json.addProperty("amount", dispute.amount());
        json.addProperty("reason", dispute.reason());
        json.addProperty("created", time(dispute.created()));
        json.addProperty("updated", time(dispute.updated()));
        addTime(json, "resolved", dispute.resolved());
        addText(json, "outcome", dispute.outcome());
        if (dispute.outcomeAmount() != null) {
            json.addProperty("outcome_amount", dispute.outcomeAmount());
        }
        if (dispute.resolved() == null) {
            json.addProperty("waiting_for", "merchant");
        }
        return json;
    }

    /** An error of the gateway's own; {@code transactionError} is the acquirer's word, null when there is none. */
    record WireError(
            int status,
            int code,
            String error,
            String message,
            @Nullable String transactionError) {}

    static Reply error(WireError error, String path, Instant at, String requestId) {
        JsonObject json = new JsonObject();
        json.addProperty("code", error.code());
        json.addProperty("error", error.error());
        json.addProperty("message", error.message());
        json.addProperty("http_status", error.status());
        json.addProperty("http_reason", reason(error.status()));
        json.addProperty("path", path);
        json.addProperty("timestamp", time(at));
        json.addProperty("request_id", requestId);
        addText(json, "transaction_error", error.transactionError());
        return Reply.json(error.status(), json.toString());
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Entity";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            default -> "Status " + status;
        };
    }

    private static JsonObject source(PaymentSource source) {
        JsonObject json = new JsonObject();
        json.addProperty("type", source.type());
        addText(json, "card_type", source.cardType());
        addText(json, "masked_card", source.maskedCard());
        addText(json, "exp_date", source.expDate());
        if (source.card()) {
            json.addProperty("card_country", "FI");
        }
        return json;
    }

    private static void addTime(JsonObject json, String name, @Nullable Instant instant) {
        if (instant != null) {
            json.addProperty(name, time(instant));
        }
    }

    private static void addText(JsonObject json, String name, @Nullable String text) {
        if (text != null) {
            json.addProperty(name, text);
        }
    }
}
