package io.maksut.shopify;

import io.maksut.text.Identifiers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the expiring tokens of a public app in the caller's database, encrypted with the caller's key. Each refresh
 * issues a new refresh token, and without the latest one the shop is lost. So each pair is on disk before it is used,
 * one process at a time refreshes, and a lost answer is requested again. Thread-safe; {@link #toString()} shows no
 * token.
 *
 * <p>Methods throw {@link io.maksut.error.DatabaseException} when the database fails.
 */
public final class OfflineTokens {
    private final TokenTable table;
    private final Clock clock;

    private OfflineTokens(TokenTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * The tokens in this SQLite, PostgreSQL or MariaDB database; creates its table or brings it up to date.
     *
     * @param key an AES key, kept elsewhere; with another key the tokens cannot be read
     */
    public static OfflineTokens open(DataSource dataSource, SecretKey key) {
        return open(dataSource, key, Clock.systemUTC());
    }

    /** As {@link #open(DataSource, SecretKey)}, with the clock that decides when a token expires. */
    public static OfflineTokens open(DataSource dataSource, SecretKey key, Clock clock) {
        return new OfflineTokens(TokenTable.open(dataSource, key, clock), clock);
    }

    /**
     * Stores the pair that the shop issued when the app was installed; replaces an older one.
     *
     * @param clientId the app's client id
     * @param shop the shop's {@code myshopify.com} domain, in small letters
     * @param expiresIn life of the access token from now, as the shop stated it ({@code expires_in})
     * @param refreshExpiresIn life of the refresh token from now; null if the shop did not state it
     * @throws IllegalArgumentException if a token has another form, or a duration is not positive
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

    /** Deletes the tokens of an app that a shop removed; false if there were none. */
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
