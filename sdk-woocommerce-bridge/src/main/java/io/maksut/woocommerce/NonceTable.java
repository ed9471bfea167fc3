package io.maksut.woocommerce;

import io.maksut.storage.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The used nonces, of all processes and over restarts, for as long as their requests could be sent again. */
final class NonceTable {
    private final Database database;
    private final String shop;
    private final Clock clock;

    NonceTable(Database database, String shop, Clock clock) {
        this.database = database;
        this.shop = shop;
        this.clock = clock;
    }

    /** Whether this is the nonce's first use. Deletes nonces that are too old to be accepted. */
    boolean use(String nonce, Instant acceptedUntil) {
        return database.inTransaction(sql -> {
            sql.update("delete from maksut_woo_nonce where expires_at < ?", clock.instant());
            return sql.insertIfAbsent(
                    "maksut_woo_nonce", List.of("shop", "nonce"), List.of("expires_at"), shop, nonce, acceptedUntil);
        });
    }
}
