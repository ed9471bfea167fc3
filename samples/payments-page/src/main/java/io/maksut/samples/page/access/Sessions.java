package io.maksut.samples.page.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. Sessions live in memory: when the page is restarted, everybody signs in again. The token in the cookie is
 * a random number of 256 bits, of which only a hash is kept here. Thread-safe.
 */
public final class Sessions {
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int TOKEN_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final byte[] csrfKey = bytes();
    private final Map<String, Session> open = new ConcurrentHashMap<>();

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    /** A token for a cookie; nobody is signed in by it. */
    public String newToken() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** Signs somebody in, always under a new token: one that was there before could have been planted. */
    public String open(User user) {
        Instant now = clock.instant();
        open.values().removeIf(session -> isOver(session, now));
        String token = newToken();
        open.put(hash(token), new Session(user.name(), now));
        return token;
    }

    /** Who is signed in by this token; counts as a sign of life unless {@code inBackground}. */
    public Optional<Session> find(@Nullable String token, boolean inBackground) {
        if (token == null) {
            return Optional.empty();
        }
        Session session = open.get(hash(token));
        Instant now = clock.instant();
        if (session == null || isOver(session, now)) {
            return Optional.empty();
        }
        if (!inBackground) {
            session.seen(now);
        }
        return Optional.of(session);
    }

    /** Signs out. */
    public void close(String token) {
        open.remove(hash(token));
    }

    /** Signs a user out everywhere. */
    public void closeAllOf(String userName) {
        open.values().removeIf(session -> session.userName().equals(userName));
    }

    /** What a form of the browser with this token carries, and no other site can know. */
    public String csrf(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(csrfKey, "HmacSHA256"));
            byte[] code = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Whether a form was made for the browser with this token. */
    public boolean isOwn(@Nullable String token, @Nullable String csrf) {
        return token != null
                && csrf != null
                && MessageDigest.isEqual(
                        csrf(token).getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isOver(Session session, Instant now) {
        return now.isAfter(session.seenAt().plus(IDLE))
                || now.isAfter(session.openedAt().plus(LONGEST));
    }

    private byte[] bytes() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
