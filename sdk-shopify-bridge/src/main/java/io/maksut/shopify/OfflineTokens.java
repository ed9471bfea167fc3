package io.maksut.shopify;

import io.maksut.text.Identifiers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the expiring tokens of a public app in a database of the caller's, encrypted with a key of the caller's. A refresh
 * token is new each time it is used, so a lost one is a lost shop: each is on disk before it is used, one process at a time
 * replaces it, and an answer that got lost is asked for again. Thread-safe; shows no token.
 *
 * <p>Methods throw {@link io.maksut.error.DatabaseException} when the database does not answer.
 */
public final class OfflineTokens {
    private final TokenTable table;
    private final Clock clock;

    private OfflineTokens(TokenTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * The tokens in this SQLite, PostgreSQL or MariaDB database; its table is made or brought up to date.
     *
     * @param key an AES key that is kept elsewhere; with another one the tokens cannot be read
     */
    public static OfflineTokens open(DataSource dataSource, SecretKey key) {
        return open(dataSource, key, Clock.systemUTC());
    }

    /** As {@link #open(DataSource, SecretKey)}, with the clock that says when a token expires. */
    public static OfflineTokens open(DataSource dataSource, SecretKey key, Clock clock) {
        return new OfflineTokens(TokenTable.open(dataSource, key, clock), clock);
    }

    /**
     * Stores the pair that the shop gave out when the app was installed; an older one of this shop is gone.
     *
     * @param clientId the app's
     * @param shop its {@code myshopify.com} domain, in small letters
     * @param expiresIn from now, as the shop said ({@code expires_in})
     * @param refreshExpiresIn from now; null if the shop did not say
     * @throws IllegalArgumentException if a token is none, or a duration is not positive
     */
    public void save(
            String clientId,
            String shop,
            String accessToken,
            Duration expiresIn,
            String refreshToken,
            @Nullable Duration refreshExpiresIn) {
        if (!ShopifyTokens.isToken(accessToken) || !ShopifyTokens.isToken(refreshToken)) {
            throw new IllegalArgumentException("a token is visible ASCII text of at most 512 characters");
        }
        if (isNotPositive(expiresIn) || (refreshExpiresIn != null && isNotPositive(refreshExpiresIn))) {
            throw new IllegalArgumentException("a token lives for a while");
        }
        Instant now = clock.instant();
        table.save(
                owner(clientId, shop),
                new TokenCipher.Pair(accessToken, refreshToken),
                now.plus(expiresIn),
                refreshExpiresIn == null ? null : now.plus(refreshExpiresIn));
    }

    /** Forgets the tokens of an app that a shop removed; false if there were none. */
    public boolean forget(String clientId, String shop) {
        return table.delete(owner(clientId, shop));
    }

    private static TokenTable.Owner owner(String clientId, String shop) {
        return new TokenTable.Owner(Identifiers.require("Client id", clientId), Identifiers.require("Shop", shop));
    }

    private static boolean isNotPositive(Duration duration) {
        return duration.isNegative() || duration.isZero();
    }

    TokenTable table() {
        return table;
    }

    @Override
    public String toString() {
        return "OfflineTokens[]";
    }
}
