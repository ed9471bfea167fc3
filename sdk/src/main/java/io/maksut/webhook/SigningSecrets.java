package io.maksut.webhook;

import io.maksut.internal.crypto.HmacSha256;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The secrets with which a sender may sign by HMAC-SHA256: the current one and, during a change, the former or the
 * next. Immutable and thread-safe; {@link #toString()} shows none of them.
 *
 * <p>A signature is compared for every secret, each in constant time, so that the time of the answer reveals neither
 * how much of it is right nor which secret fits.
 */
public final class SigningSecrets {
    private final List<HmacSha256> keys;

    private SigningSecrets(List<HmacSha256> keys) {
        this.keys = keys;
    }

    /**
     * Secrets as text, whose UTF-8 bytes are the keys. Nothing is trimmed, as spaces count for some senders.
     *
     * @throws IllegalArgumentException if there is none, or one is blank
     */
    public static SigningSecrets of(List<String> secrets) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a webhook needs at least one secret, and none may be blank");
        }
        return new SigningSecrets(
                secrets.stream().distinct().map(HmacSha256::new).toList());
    }

    /** As {@link #of(List)}. */
    public static SigningSecrets of(String... secrets) {
        return of(List.of(secrets));
    }

    /** Whether the signature, in hexadecimal digits of any case, is of these bytes under one of the secrets. */
    public boolean matchHex(byte[] signed, String signature) {
        try {
            return match(signed, HexFormat.of().parseHex(signature));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether the signature, in padded Base64, is of these bytes under one of the secrets. */
    public boolean matchBase64(byte[] signed, String signature) {
        try {
            return match(signed, Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean match(byte[] signed, byte[] signature) {
        boolean fits = false;
        for (HmacSha256 key : keys) {
            fits |= MessageDigest.isEqual(key.sign(signed), signature);
        }
        return fits;
    }

    @Override
    public String toString() {
        return "SigningSecrets[" + keys.size() + "]";
    }
}
