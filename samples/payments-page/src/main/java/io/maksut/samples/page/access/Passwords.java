package io.maksut.samples.page.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords as PBKDF2 hashes, each with its own salt and its own number of rounds, so that the number can be raised. Thread-safe.
 */
public final class Passwords {
    /** What OWASP asks for with HMAC-SHA-256. */
    public static final int ROUNDS = 600_000;

    public static final int SHORTEST = 12;
    private static final int LONGEST = 200;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final String SCHEME = "pbkdf2-sha256";

    private final SecureRandom random = new SecureRandom();
    private final int rounds;
    private final String ofNobody;

    /** {@code rounds} is for new hashes; {@link #ROUNDS} unless it is a test. */
    public Passwords(int rounds) {
        this.rounds = rounds;
        this.ofNobody = hash("the password that nobody has");
    }

    /**
     * The hash to store.
     *
     * @throws IllegalArgumentException unless the password has 12 to 200 characters
     */
    public String hash(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException("a password has " + SHORTEST + " to " + LONGEST + " characters");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                "$",
                SCHEME,
                Integer.toString(rounds),
                base64.encodeToString(salt),
                base64.encodeToString(derive(password, salt, rounds)));
    }

    /** Whether the password is the one that was hashed. */
    public boolean matches(String password, String stored) {
        String[] parts = stored.split("\\$");
        if (parts.length != 4 || !parts[0].equals(SCHEME) || password.isEmpty() || password.length() > LONGEST) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(parts[3]);
        byte[] actual = derive(password, Base64.getDecoder().decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(expected, actual);
    }

    /** Takes as long as a comparison, so that an unknown name answers no sooner than a wrong password. */
    public void matchesNobody(String password) {
        boolean unused = matches(password, ofNobody);
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
