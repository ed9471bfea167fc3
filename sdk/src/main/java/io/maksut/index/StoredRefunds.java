package io.maksut.index;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The refunds of a payment as JSON in one column; they are never searched. Amounts are in the payment's currency. */
final class StoredRefunds {
    private static final String LIST = "refunds";

    private StoredRefunds() {}

    /** Null for none. */
    static @Nullable String write(List<Refund> refunds) {
        if (refunds.isEmpty()) {
            return null;
        }
        JsonArray list = new JsonArray(refunds.size());
        for (Refund refund : refunds) {
            JsonObject json = new JsonObject();
            json.addProperty("id", refund.id());
            json.addProperty("minor", refund.amount().minorUnits());
            json.addProperty("state", refund.state().name());
            json.addProperty("raw", StoredText.display(refund.rawState()));
            Instant created = refund.created();
            if (created != null) {
                json.addProperty("created", created.toString());
            }
            list.add(json);
        }
        JsonObject document = new JsonObject();
        document.add(LIST, list);
        return document.toString();
    }

    static List<Refund> read(Optional<String> json, Currency currency) {
        return json.map(JsonDocument::parse)
                .map(it -> it.objects(LIST).stream()
                        .map(refund -> refund(refund, currency))
                        .toList())
                .orElse(List.of());
    }

    private static Refund refund(JsonDocument json, Currency currency) {
        return new Refund(
                json.requiredText("id"),
                Money.ofMinor(currency, json.requiredInteger("minor")),
                StoredWord.of(RefundState.class, json.requiredText("state"), RefundState.UNKNOWN),
                json.time("created").orElse(null),
                json.text("raw").orElse(""));
    }
}
