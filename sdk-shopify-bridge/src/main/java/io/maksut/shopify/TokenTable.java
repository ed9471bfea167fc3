package io.maksut.shopify;

import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.storage.Leases;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The latest tokens of each app in each shop, on disk, with the lease of who replaces them. Thread-safe. */
final class TokenTable {
    /** Longer than any call that requests a token: two answers must not be stored in the wrong order. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final Database database;
    private final TokenCipher cipher;
    private final Clock clock;
    private final Leases leases;

    private TokenTable(Database database, SecretKey key, Clock clock) {
        this.database = database;
        this.cipher = new TokenCipher(key);
        this.clock = clock;
        this.leases = new Leases("maksut_shopify_token", UUID.randomUUID().toString(), LEASE, clock);
    }

    static TokenTable open(DataSource dataSource, SecretKey key, Clock clock) {
        Database database = Tables.open(dataSource, "shopify_tokens", clock);
        return new TokenTable(database, key, clock);
    }

    /** A row with its tokens encrypted. */
    private static final class Sealed {
        final long id;
        final long version;
        final byte[] sealed;
        final Instant expiresAt;
        final @Nullable Instant refreshExpiresAt;

        Sealed(Row row) throws SQLException {
            id = row.number("id");
            version = row.number("version");
            sealed = row.bytes("sealed");
            expiresAt = row.instant("expires_at");
            refreshExpiresAt = row.maybeInstant("refresh_expires_at").orElse(null);
        }
    }

    /** A row with its tokens decrypted. */
    record Stored(long id, long version, Grant grant) {
        String accessToken() {
            return grant.accessToken();
        }
    }

    /**
     * An app in a shop.
     *
     * @param app the app's client id
     */
    record Owner(String app, String shop) {}

    /**
     * The stored tokens.
     *
     * @throws GeneralSecurityException if they cannot be decrypted with this key
     */
    Optional<Stored> read(Owner owner) throws GeneralSecurityException {
        Optional<Sealed> row = database.read(sql -> row(sql, owner));
        return row.isEmpty() ? Optional.empty() : Optional.of(opened(owner, row.get()));
    }

    private Stored opened(Owner owner, Sealed row) throws GeneralSecurityException {
        TokenCipher.Pair pair = cipher.open(owner, row.version, row.sealed);
        return new Stored(
                row.id,
                row.version,
                new Grant(pair.accessToken(), row.expiresAt, pair.refreshToken(), row.refreshExpiresAt));
    }

    private static Optional<Sealed> row(Sql sql, Owner owner) {
        return sql.one(
                "select id, version, sealed, expires_at, refresh_expires_at from maksut_shopify_token"
                        + " where app = ? and shop = ?",
                Sealed::new,
                owner.app(),
                owner.shop());
    }

    /** Stores the first pair of an installation, in place of any other. */
    void save(Owner owner, TokenCipher.Pair tokens, Instant expiresAt, @Nullable Instant refreshExpiresAt) {
        Instant now = clock.instant();
        database.inTransaction(sql -> {
            boolean added = sql.insertIfAbsent(
                    "maksut_shopify_token",
                    List.of("app", "shop"),
                    List.of("claimable_at", "version", "sealed", "expires_at", "refresh_expires_at", "changed_at"),
                    owner.app(),
                    owner.shop(),
                    now,
                    1,
                    cipher.seal(owner, 1, tokens),
                    expiresAt,
                    refreshExpiresAt,
                    now);
            if (!added) {
                write(sql, owner, row(sql, owner).orElseThrow().version, tokens, expiresAt, refreshExpiresAt);
            }
            return added;
        });
    }

    private void write(
            Sql sql,
            Owner owner,
            long before,
            TokenCipher.Pair tokens,
            Instant expiresAt,
            @Nullable Instant refreshExpiresAt) {
        long version = before + 1;
        int written = sql.update(
                "update maksut_shopify_token set version = ?, sealed = ?, expires_at = ?, refresh_expires_at = ?,"
                        + " changed_at = ? where app = ? and shop = ? and version = ?",
                version,
                cipher.seal(owner, version, tokens),
                expiresAt,
                refreshExpiresAt,
                clock.instant(),
                owner.app(),
                owner.shop(),
                before);
        if (written != 1) {
            throw new IllegalStateException("the tokens of an app were replaced by two at the same moment");
        }
    }

    /** The right to replace the tokens of a row; empty while another process has it. */
    Optional<Lease> claim(long id) {
        return database.inTransaction(sql -> leases.claimRow(sql, id));
    }

    /** Ends the right to replace without a replacement. */
    void release(Lease lease) {
        database.inTransaction(sql -> {
            leases.release(sql, lease, clock.instant());
            return true;
        });
    }

    /** Stores the pair that replaces this version and ends the lease: only then may the pair be used. */
    void replace(Owner owner, Lease lease, long before, TokenCipher.Pair tokens, Grant grant) {
        database.inTransaction(sql -> {
            leases.release(sql, lease, clock.instant());
            write(sql, owner, before, tokens, grant.expiresAt(), grant.refreshExpiresAt());
            return true;
        });
    }

    boolean delete(Owner owner) {
        return database.inTransaction(sql -> sql.update(
                        "delete from maksut_shopify_token where app = ? and shop = ?", owner.app(), owner.shop()))
                == 1;
    }
}
