package io.maksut.portal;

import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One attempt to move money at a gateway, complete enough to be stored before it is submitted and to be recognised
 * after a crash. Immutable and thread-safe; {@link #toFields()} and {@link #fromFields} carry it through any store.
 *
 * @param paymentId the payment
 * @param amount the amount to move
 * @param key names the attempt; where the gateway knows idempotency keys, it is sent as such
 * @param preparedAt when the payment was read
 * @param before the payment's amounts at that time
 * @param protocol what else the gateway's adapter needs to send or recognise the attempt, such as a nonce
 */
public record Attempt(
        PaymentId paymentId,
        Money amount,
        String key,
        Instant preparedAt,
        Amounts before,
        Map<String, String> protocol) {

    private static final String PROTOCOL = "protocol.";

    public Attempt {
        Objects.requireNonNull(paymentId);
        Objects.requireNonNull(key);
        Objects.requireNonNull(preparedAt);
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("an attempt has a positive amount");
        }
        if (!amount.sameCurrency(before.authorised())) {
            throw new IllegalArgumentException("the amounts of an attempt have one currency");
        }
        protocol = Map.copyOf(protocol);
    }

    /** All fields as text, by name. */
    public Map<String, String> toFields() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("account", paymentId.account());
        fields.put("reference", paymentId.reference());
        fields.put("currency", amount.currency().getCurrencyCode());
        fields.put("amount", minorUnits(amount));
        fields.put("key", key);
        fields.put("preparedAt", preparedAt.toString());
        fields.put("authorisedBefore", minorUnits(before.authorised()));
        fields.put("capturedBefore", minorUnits(before.captured()));
        fields.put("refundedBefore", minorUnits(before.refunded()));
        fields.put("capturableBefore", minorUnits(before.capturable()));
        fields.put("refundableBefore", minorUnits(before.refundable()));
        protocol.forEach((name, value) -> fields.put(PROTOCOL + name, value));
        return fields;
    }

    /**
     * Reads the attempt that {@link #toFields()} wrote.
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
                    new Amounts(
                            money(currency, fields, "authorisedBefore"),
                            money(currency, fields, "capturedBefore"),
                            money(currency, fields, "refundedBefore"),
                            money(currency, fields, "capturableBefore"),
                            money(currency, fields, "refundableBefore")),
                    protocol);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("the stored attempt has no readable time", e);
        }
    }

    private static String minorUnits(Money money) {
        return Long.toString(money.minorUnits());
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
