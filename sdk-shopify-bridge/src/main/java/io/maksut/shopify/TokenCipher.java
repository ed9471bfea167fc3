package io.maksut.shopify;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Encrypts tokens for the database: AES-GCM, bound to app, shop and version of the row. Thread-safe. */
final class TokenCipher {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    TokenCipher(SecretKey key) {
        if (!key.getAlgorithm().equals("AES")) {
            throw new IllegalArgumentException("the tokens' key is an AES key");
        }
        this.key = key;
    }

    /** {@link #toString()} shows no token. */
    record Pair(String accessToken, String refreshToken) {
        @Override
        public String toString() {
            return "Pair[]";
        }
    }

    byte[] seal(TokenTable.Owner owner, long version, Pair tokens) {
        JsonObject json = new JsonObject();
        json.addProperty("access", tokens.accessToken());
        json.addProperty("refresh", tokens.refreshToken());
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, owner, version);
            byte[] sealed = cipher.doFinal(json.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the tokens' key cannot seal", e);
        }
    }

    /**
     * Decrypts what {@link #seal} returned.
     *
     * @throws GeneralSecurityException if it was sealed with another key, for another row, or altered
     */
    Pair open(TokenTable.Owner owner, long version, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length <= NONCE) {
            throw new GeneralSecurityException("nothing is sealed");
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE];
        buffer.get(nonce);
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        JsonDocument json = JsonDocument.parse(
                cipher(Cipher.DECRYPT_MODE, nonce, owner, version).doFinal(rest));
        return new Pair(json.requiredText("access"), json.requiredText("refresh"));
    }

    private Cipher cipher(int mode, byte[] nonce, TokenTable.Owner owner, long version)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((owner.app() + "\n" + owner.shop() + "\n" + version).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "TokenCipher[]";
    }
}
