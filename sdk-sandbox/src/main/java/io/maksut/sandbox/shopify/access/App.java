package io.maksut.sandbox.shopify.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An app of the shop: its credentials, its scopes and the tokens it was given. Secrets and tokens never reach
 * {@code toString}. Thread-safe.
 */
public final class App {
    /** How long deliveries may still be signed with the secret before. */
    private static final Duration OLD_SECRET = Duration.ofHours(1);

    private static final Duration CLIENT_CREDENTIALS = Duration.ofSeconds(86_399);
    private static final Duration OFFLINE = Duration.ofMinutes(60);
    private static final Duration REFRESHABLE = Duration.ofDays(90);
    private static final Duration RECOVERABLE = Duration.ofDays(30);

    private enum Kind {
        STATIC,
        CLIENT_CREDENTIALS,
        OFFLINE
    }

    private record Token(Kind kind, @Nullable Instant expiresAt) {}

    private record RefreshToken(String value, Instant expiresAt) {}

    /**
     * What an expiring offline token comes as.
     *
     * @param expiresIn of the access token
     */
    public record Tokens(
            String accessToken,
            Duration expiresIn,
            @Nullable String refreshToken,
            @Nullable Duration refreshExpiresIn) {
        @Override
        public String toString() {
            return "tokens";
        }
    }

    private final String name;
    private final String clientId;
    private final Clock clock;
    private final Supplier<String> random;
    private final List<String> firstScopes;
    private final Set<String> scopes = new LinkedHashSet<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private @Nullable RefreshToken current;
    private @Nullable RefreshToken previous;
    private Instant previousUsed = Instant.EPOCH;
    private String secret;
    private String oldSecret;
    private Instant rotated = Instant.EPOCH;
    private boolean installed = true;
    private boolean onlyExpiringTokens;

    /** @param random of 32 letters and digits */
    public App(String name, String clientId, Clock clock, Supplier<String> random, Collection<String> scopes) {
        this.name = name;
        this.clientId = clientId;
        this.clock = clock;
        this.random = random;
        this.firstScopes = List.copyOf(scopes);
        this.secret = "shpss_" + random.get();
        this.oldSecret = secret;
        this.scopes.addAll(firstScopes);
    }

    /** As new: another secret, the first scopes, no tokens. */
    synchronized void reset() {
        installed(true);
        grant(firstScopes);
        rotateSecret();
        rotated = Instant.EPOCH;
        onlyExpiringTokens = false;
    }

    public String name() {
        return name;
    }

    public String clientId() {
        return clientId;
    }

    // Secrets

    /** What webhooks are to be verified with, and what the OAuth endpoint expects. */
    public synchronized String secret() {
        return secret;
    }

    /** What is signed with now: for an hour after a rotation still the secret before. */
    public synchronized String signingSecret() {
        return clock.instant().isBefore(rotated.plus(OLD_SECRET)) ? oldSecret : secret;
    }

    /** Gives the app another secret and returns it. */
    public synchronized String rotateSecret() {
        oldSecret = secret;
        secret = "shpss_" + random.get();
        rotated = clock.instant();
        return secret;
    }

    // Scopes

    /** Those that were granted; a write scope contains its read scope. */
    public synchronized List<String> scopes() {
        return List.copyOf(scopes);
    }

    public synchronized boolean may(String scope) {
        return scopes.contains(scope)
                || (scope.startsWith("read_") && scopes.contains("write_" + scope.substring("read_".length())));
    }

    synchronized void grant(Collection<String> newScopes) {
        scopes.clear();
        scopes.addAll(newScopes);
    }

    // Installation

    public synchronized boolean installed() {
        return installed;
    }

    synchronized void installed(boolean now) {
        installed = now;
        tokens.clear();
        current = null;
        previous = null;
    }

    /** As for public apps from 2027: tokens that do not expire are refused. Default not. */
    public synchronized void onlyExpiringTokens(boolean on) {
        onlyExpiringTokens = on;
    }

    // Tokens

    /** A token that never expires, as apps made in the admin have. */
    public synchronized String staticToken() {
        return add(Kind.STATIC, null);
    }

    /** A token for an hour with a refresh token, as a public app gets it when it is installed; the one before is dead. */
    public synchronized Tokens offlineTokens() {
        Instant now = clock.instant();
        tokens.values().removeIf(token -> token.kind() == Kind.OFFLINE);
        RefreshToken next = new RefreshToken("shprt_" + random.get(), now.plus(REFRESHABLE));
        current = next;
        return new Tokens(add(Kind.OFFLINE, now.plus(OFFLINE)), OFFLINE, next.value(), REFRESHABLE);
    }

    synchronized Optional<Tokens> refresh(String refreshToken) {
        Instant now = clock.instant();
        RefreshToken newest = current;
        RefreshToken before = previous;
        if (newest != null && newest.value().equals(refreshToken) && now.isBefore(newest.expiresAt())) {
            previous = newest;
            previousUsed = now;
            return Optional.of(offlineTokens());
        }
        // The answer to the first use got lost: until its replacement is used it can be used again.
        boolean recoverable = before != null
                && before.value().equals(refreshToken)
                && now.isBefore(before.expiresAt())
                && now.isBefore(previousUsed.plus(RECOVERABLE));
        return recoverable ? Optional.of(offlineTokens()) : Optional.empty();
    }

    synchronized Tokens clientCredentials() {
        String token = add(Kind.CLIENT_CREDENTIALS, clock.instant().plus(CLIENT_CREDENTIALS));
        return new Tokens(token, CLIENT_CREDENTIALS, null, null);
    }

    /** Makes a token worthless. */
    public synchronized void revoke(String token) {
        tokens.remove(token);
    }

    /** What the shop thinks of a token. */
    public enum Verdict {
        ACCEPTED,
        UNKNOWN,
        NEVER_EXPIRES
    }

    public synchronized Verdict judge(String token) {
        Token known = tokens.get(token);
        boolean live = known != null
                && installed
                && (known.expiresAt() == null || clock.instant().isBefore(known.expiresAt()));
        if (known == null || !live) {
            return Verdict.UNKNOWN;
        }
        return onlyExpiringTokens && known.kind() == Kind.STATIC ? Verdict.NEVER_EXPIRES : Verdict.ACCEPTED;
    }

    private String add(Kind kind, @Nullable Instant expiresAt) {
        String value = (kind == Kind.CLIENT_CREDENTIALS ? "shpca_" : "shpat_") + random.get();
        tokens.put(value, new Token(kind, expiresAt));
        return value;
    }

    @Override
    public String toString() {
        return name;
    }
}
