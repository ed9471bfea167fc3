package io.maksut.woocommerce;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order as the shop answered it, without personal data, which is not requested. Immutable and thread-safe.
 *
 * @param total as text with six decimals, whatever the shop shows to people
 * @param meta the meta fields with plain values; plugins write anything there
 * @param refundIds in no order
 */
record WireOrder(
        long id,
        String number,
        String status,
        String currency,
        String total,
        String paymentMethod,
        String transactionId,
        String orderKey,
        @Nullable Instant created,
        @Nullable Instant modified,
        @Nullable Instant paid,
        Map<String, String> meta,
        List<Long> refundIds) {
    /** The fields that are requested. */
    static final String FIELDS = "id,number,status,currency,total,payment_method,transaction_id,order_key,"
            + "date_created_gmt,date_modified_gmt,date_paid_gmt,meta_data,refunds";

    /** Gets cents even if the shop's pages show none. What a currency cannot hold is refused later, not rounded. */
    static final int DECIMALS = 6;

    /**
     * Reads an order.
     *
     * @throws JsonFormatException if it has no id, or a part has another form
     */
    static WireOrder of(JsonDocument json) {
        long id = positive(json, "id");
        List<Long> refunds = new ArrayList<>();
        for (JsonDocument refund : json.objects("refunds")) {
            refunds.add(positive(refund, "id"));
        }
        return new WireOrder(
                id,
                json.plainText("number").orElse(""),
                json.plainText("status").orElse(""),
                json.plainText("currency").orElse(""),
                json.plainText("total").orElse(""),
                json.plainText("payment_method").orElse(""),
                json.plainText("transaction_id").orElse(""),
                json.plainText("order_key").orElse(""),
                utc(json, "date_created_gmt").orElse(null),
                utc(json, "date_modified_gmt").orElse(null),
                utc(json, "date_paid_gmt").orElse(null),
                meta(json),
                List.copyOf(refunds));
    }

    /** Cancelled, or its payment failed. The customer may still pay a failed order. */
    boolean cancelled() {
        return status.equals("cancelled") || status.equals("failed");
    }

    boolean trashed() {
        return status.equals("trash");
    }

    static long positive(JsonDocument json, String name) {
        long value = json.requiredInteger(name);
        if (value <= 0) {
            throw new JsonFormatException("field " + name + " is no id");
        }
        return value;
    }

    /** The fields whose names end in {@code _gmt} are in UTC and do not say so. */
    static Optional<Instant> utc(JsonDocument json, String name) {
        String text = json.plainText(name).orElse("");
        try {
            return text.isEmpty() || text.length() > 30
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** If a key comes twice, the last value counts, which is the one that plugins read. */
    static Map<String, String> meta(JsonDocument json) {
        Map<String, String> meta = new LinkedHashMap<>();
        for (JsonDocument item : json.objects("meta_data")) {
            String key = item.plainText("key").orElse("");
            item.plainText("value").ifPresent(value -> meta.put(key, value));
        }
        return Map.copyOf(meta);
    }

    @Override
    public String toString() {
        return "WireOrder[" + id + ", " + status + "]";
    }
}
