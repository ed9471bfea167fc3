package io.maksut.woocommerce;

import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.storage.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What we write, or have tried to write, into the shop's orders, and who writes into which: one writer for each order, over
 * all processes, because WooCommerce does not see to it. Thread-safe.
 */
final class RecordingTable {
    /** Longer than looking, writing and looking again may take together, plus the difference between clocks. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Database database;
    private final Leases leases;
    private final String shop;
    private final Clock clock;

    RecordingTable(Database database, String shop, Clock clock) {
        this.database = database;
        this.shop = shop;
        this.clock = clock;
        this.leases = new Leases("maksut_woo_writer", UUID.randomUUID().toString(), LEASE, clock);
    }

    /**
     * One refund that was to be written.
     *
     * @param postedAt when the request was about to be sent
     * @param refundId what the shop calls it; null if that is not known
     */
    record Posted(Instant postedAt, @Nullable Long refundId) {}

    /** The right to write into an order; empty while somebody else has it. */
    Optional<Lease> claimOrder(long orderId) {
        return database.inTransaction(sql -> {
            sql.insertIfAbsent(
                    "maksut_woo_writer",
                    List.of("shop", "order_id"),
                    List.of("claimable_at"),
                    shop,
                    orderId,
                    Instant.EPOCH);
            long id = sql.one(
                            "select id from maksut_woo_writer where shop = ? and order_id = ?",
                            row -> row.number("id"),
                            shop,
                            orderId)
                    .orElseThrow();
            return leases.claimRow(sql, id);
        });
    }

    /**
     * Gives the right back.
     *
     * @throws io.maksut.storage.LeaseLostException if it took so long that another has it
     */
    void release(Lease lease) {
        database.inTransaction(sql -> {
            leases.release(sql, lease, clock.instant());
            return true;
        });
    }

    Optional<Posted> find(String portalKey) {
        return database.read(sql -> sql.one(
                "select posted_at, refund_id from maksut_woo_recording where shop = ? and portal_key = ?",
                row -> new Posted(
                        row.instant("posted_at"), row.maybeNumber("refund_id").orElse(null)),
                shop,
                portalKey));
    }

    /**
     * It is about to be sent. On disk when this returns.
     *
     * @throws io.maksut.storage.LeaseLostException if another writes into the order by now: nothing may be sent
     * @throws IllegalStateException if it was sent before
     */
    void posting(Lease lease, String portalKey, long orderId) {
        boolean first = database.inTransaction(sql -> {
            Lease unused = leases.renew(sql, lease);
            return sql.insertIfAbsent(
                    "maksut_woo_recording",
                    List.of("shop", "portal_key"),
                    List.of("order_id", "posted_at"),
                    shop,
                    portalKey,
                    orderId,
                    clock.instant());
        });
        if (!first) {
            throw new IllegalStateException("a refund is sent once");
        }
    }

    /** It certainly was not taken on. */
    void notPosted(String portalKey) {
        database.inTransaction(sql -> sql.update(
                "delete from maksut_woo_recording where shop = ? and portal_key = ? and refund_id is null",
                shop,
                portalKey));
    }

    void recorded(String portalKey, long refundId) {
        database.inTransaction(sql -> sql.update(
                "update maksut_woo_recording set refund_id = ? where shop = ? and portal_key = ?",
                refundId,
                shop,
                portalKey));
    }
}
