package io.maksut.everypay;

import io.maksut.webhook.SigningSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The signed form of a payment link's callback, whose {@code hmac} was verified.
 *
 * @param nonce unique among the callbacks of the account
 * @param signedAt when the gateway signed it
 */
record EveryPayCallbackForm(String nonce, Instant signedAt) {
    /**
     * The addresses of payment links are signed with the same secret and seen by customers: none of them has all of
     * these parameters, so none passes for a callback.
     */
    private static final List<String> REQUIRED =
            List.of("api_username", "nonce", "timestamp", "payment_reference", "payment_state");

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{8,100}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    /** Empty unless the signature is right and it is certain which parameters it covers. */
    static Optional<EveryPayCallbackForm> verified(Map<String, String> parameters, SigningSecrets secrets) {
        TreeMap<String, String> signed = new TreeMap<>(parameters);
        String hmac = signed.remove("hmac");
        if (hmac == null || !signed.keySet().containsAll(REQUIRED) || isAmbiguous(signed)) {
            return Optional.empty();
        }
        String text = signed.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        String nonce = parameters.getOrDefault("nonce", "");
        String timestamp = parameters.getOrDefault("timestamp", "");
        if (!secrets.matchHex(text.getBytes(StandardCharsets.UTF_8), hmac)
                || !NONCE.matcher(nonce).matches()
                || !SECONDS.matcher(timestamp).matches()) {
            return Optional.empty();
        }
        return Optional.of(new EveryPayCallbackForm(nonce, Instant.ofEpochSecond(Long.parseLong(timestamp))));
    }

    /** The signed text has no escapes: a value with an ampersand could be read as several parameters. */
    private static boolean isAmbiguous(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .anyMatch(it ->
                        !NAME.matcher(it.getKey()).matches() || it.getValue().indexOf('&') >= 0);
    }
}
