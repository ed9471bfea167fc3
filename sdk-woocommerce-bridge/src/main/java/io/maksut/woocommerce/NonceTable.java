package io.maksut.woocommerce;

import io.maksut.storage.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Which nonces were used, over all processes and restarts, for as long as the requests with them could be sent again. */
final class NonceTable {
    private final Database database;
    private final String shop;
    private final Clock clock;

    NonceTable(Database database, String shop, Clock clock) {
        this.database = database;
        this.shop = shop;
        this.clock = clock;
    }

    /** Whether this is its first use. Forgets those that are too old to be accepted. */
    boolean use(String nonce, Instant acceptedUntil) {
        return database.inTransaction(sql -> {
            sql.update("delete from maksut_woo_nonce where expires_at < ?", clock.instant());
            return sql.insertIfAbsent(
                    "maksut_woo_nonce", List.of("shop", "nonce"), List.of("expires_at"), shop, nonce, acceptedUntil);
        });
    }
}
