package io.maksut.portal;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One attempt to refund at a gateway, complete enough to be stored before it is submitted and recognised after a crash.
 * Immutable and thread-safe; {@link #toFields()} and {@link #fromFields} carry it through any store.
 *
 * @param paymentId what is refunded
 * @param amount how much
 * @param key names the attempt; where the gateway knows idempotency keys, it is sent as such
 * @param preparedAt when the payment was read
 * @param refundedBefore what had been refunded then
 * @param refundableBefore what could have been refunded then
 * @param protocol what else the gateway's adapter needs to send or recognise it, such as a nonce
 */
public record Attempt(
        PaymentId paymentId,
        Money amount,
        String key,
        Instant preparedAt,
        Money refundedBefore,
        Money refundableBefore,
        Map<String, String> protocol) {

    private static final String PROTOCOL = "protocol.";

    public Attempt {
        Objects.requireNonNull(paymentId);
        Objects.requireNonNull(key);
        Objects.requireNonNull(preparedAt);
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a refund has a positive amount");
        }
        if (!amount.sameCurrency(refundedBefore) || !amount.sameCurrency(refundableBefore)) {
            throw new IllegalArgumentException("the amounts of an attempt have one currency");
        }
        protocol = Map.copyOf(protocol);
    }

    /** All of it as text, by name. */
    public Map<String, String> toFields() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("account", paymentId.account());
        fields.put("reference", paymentId.reference());
        fields.put("currency", amount.currency().getCurrencyCode());
        fields.put("amount", Long.toString(amount.minorUnits()));
        fields.put("key", key);
        fields.put("preparedAt", preparedAt.toString());
        fields.put("refundedBefore", Long.toString(refundedBefore.minorUnits()));
        fields.put("refundableBefore", Long.toString(refundableBefore.minorUnits()));
        protocol.forEach((name, value) -> fields.put(PROTOCOL + name, value));
        return fields;
    }

    /**
     * The attempt that {@link #toFields()} wrote.
     *
     * @throws IllegalArgumentException if a field is missing or does not fit
     */
    public static Attempt fromFields(Map<String, String> fields) {
        String currency = required(fields, "currency");
        Map<String, String> protocol = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(PROTOCOL)) {
                protocol.put(name.substring(PROTOCOL.length()), value);
            }
        });
        try {
            return new Attempt(
                    new PaymentId(required(fields, "account"), required(fields, "reference")),
                    money(currency, fields, "amount"),
                    required(fields, "key"),
                    Instant.parse(required(fields, "preparedAt")),
                    money(currency, fields, "refundedBefore"),
                    money(currency, fields, "refundableBefore"),
                    protocol);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("the stored attempt has no readable time", e);
        }
    }

    private static Money money(String currency, Map<String, String> fields, String name) {
        return Money.ofMinor(currency, Long.parseLong(required(fields, name)));
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the stored attempt has no field " + name);
        }
        return value;
    }

    @Override
    public String toString() {
        return "Attempt[" + paymentId + ", " + amount + ", key " + key + "]";
    }
}
