package io.maksut.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code application/x-www-form-urlencoded} strictly: text that readers could understand differently is refused.
 */
final class FormParameters {
    private static final int MOST = 200;

    private FormParameters() {}

    /** The parameters of all texts; empty if they are ambiguous. A repeated name with the same value is not. */
    static Optional<Map<String, String>> parse(String... texts) {
        Map<String, String> parameters = new HashMap<>();
        int count = 0;
        for (String text : texts) {
            // A line break at the end comes from an editor and is no part of the last value.
            for (String pair : text.strip().split("&")) {
                if (pair.isEmpty()) {
                    continue;
                }
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
                if (name == null || value == null || ++count > MOST) {
                    return Optional.empty();
                }
                String before = parameters.putIfAbsent(name, value);
                if (before != null && !before.equals(value)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(parameters);
    }

    /** Null if it is not percent-encoded UTF-8. */
    private static @Nullable String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
                if (low < 0) {
                    return null;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c > ' ' && c < 0x7f) {
                bytes.write(c == '+' ? ' ' : c);
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
