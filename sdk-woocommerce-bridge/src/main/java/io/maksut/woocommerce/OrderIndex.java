package io.maksut.woocommerce;

import io.maksut.internal.crypto.Sha256;
import io.maksut.storage.Database;
import io.maksut.storage.Sql;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All orders of a shop that were ever read, and the payment references in them, as WooCommerce has no search for the
 * order of a payment. Also knows whether all orders were read, so that it can prove that there is none. References are
 * kept as digests: they may be long, and an order's key opens its page. Thread-safe.
 */
final class OrderIndex {
    private final Database database;
    private final PaymentReferences references;
    private final String shop;
    private final Clock clock;

    OrderIndex(Database database, PaymentReferences references, String shop, Clock clock) {
        this.database = database;
        this.references = references;
        this.shop = shop;
        this.clock = clock;
    }

    /** The kinds of references to an order. */
    enum Kind {
        /** The transaction id, or a meta field. */
        PAYMENT,
        KEY,
        /** The number that people see, or the id. */
        NUMBER
    }

    /**
     * How far the shop's orders have been read.
     *
     * @param fullBegan when the last complete walk of all orders began, by our clock; null if there was none
     * @param changesUntil all changes from that walk until this time, by the shop's clock, were read; null if there was
     *     no such walk
     * @param cursor the position of an unfinished walk of all orders; null if there is none
     */
    record Progress(
            @Nullable Instant fullBegan,
            @Nullable Instant changesUntil,
            @Nullable WalkCursor cursor) {}

    /** Notes orders as they were just read. */
    void seen(List<WireOrder> orders) {
        if (orders.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        // Sorted, so that two transactions with the same page cannot deadlock.
        List<WireOrder> sorted = orders.stream()
                .sorted((one, other) -> Long.compare(one.id(), other.id()))
                .toList();
        database.inTransaction(sql -> {
            for (WireOrder order : sorted) {
                note(sql, order, now);
            }
            return true;
        });
    }

    private void note(Sql sql, WireOrder order, Instant now) {
        int known = sql.update(
                "update maksut_woo_order set seen_at = ?, created_at = ? where shop = ? and order_id = ?",
                now,
                order.created(),
                shop,
                order.id());
        if (known == 0) {
            sql.insertIfAbsent(
                    "maksut_woo_order",
                    List.of("shop", "order_id"),
                    List.of("created_at", "seen_at"),
                    shop,
                    order.id(),
                    order.created(),
                    now);
        }
        for (String reference : digests(order)) {
            sql.insertIfAbsent(
                    "maksut_woo_reference",
                    List.of("shop", "reference", "order_id"),
                    List.of(),
                    shop,
                    reference,
                    order.id());
        }
    }

    private Set<String> digests(WireOrder order) {
        Set<String> digests = new TreeSet<>();
        references.all(order).forEach(reference -> digests.add(digest(Kind.PAYMENT, reference)));
        if (!order.orderKey().isEmpty()) {
            digests.add(digest(Kind.KEY, order.orderKey()));
        }
        digests.add(digest(Kind.NUMBER, Long.toString(order.id())));
        if (!order.number().isEmpty()) {
            digests.add(digest(Kind.NUMBER, order.number()));
        }
        return digests;
    }

    /** The orders that were ever seen with one of these references, the lowest id first. */
    Set<Long> find(Kind kind, Set<String> values) {
        return database.read(sql -> {
            Set<Long> found = new TreeSet<>();
            for (String value : values) {
                found.addAll(sql.list(
                        "select order_id from maksut_woo_reference where shop = ? and reference = ?",
                        row -> row.number("order_id"),
                        shop,
                        digest(kind, value)));
            }
            return found;
        });
    }

    Progress progress() {
        return database.read(sql -> sql.one(
                        "select full_began, changes_until, walk_cursor from maksut_woo_shop where shop = ?",
                        row -> new Progress(
                                row.maybeInstant("full_began").orElse(null),
                                row.maybeInstant("changes_until").orElse(null),
                                row.maybeText("walk_cursor")
                                        .flatMap(WalkCursor::of)
                                        .orElse(null)),
                        shop))
                .orElse(new Progress(null, null, null));
    }

    /** Stores the position of a walk of all orders. */
    void walked(WalkCursor cursor) {
        update("update maksut_woo_shop set walk_cursor = ? where shop = ?", cursor.text(), shop);
    }

    /**
     * Notes the end of a walk of all orders. It is complete only if it has seen as many orders as the shop had when it
     * began: a key may not show all orders, and some are deleted meanwhile.
     *
     * @param walk the walk on its last page
     * @return whether it is complete
     */
    boolean ended(WalkCursor walk) {
        return database.inTransaction(sql -> {
            ensure(sql);
            long seen = sql.one(
                            "select count(*) as seen from maksut_woo_order"
                                    + " where shop = ? and seen_at >= ? and created_at < ?",
                            row -> row.number("seen"),
                            shop,
                            walk.began(),
                            walk.shopBegan())
                    .orElse(0L);
            boolean all = walk.total() >= 0 && seen >= walk.total();
            if (all) {
                sql.update(
                        "update maksut_woo_shop set full_began = ?, changes_until = ?"
                                + " where shop = ? and (full_began is null or full_began < ?)",
                        walk.began(),
                        walk.shopBegan(),
                        shop,
                        walk.began());
            }
            return all;
        });
    }

    /** Notes that no walk of all orders is under way. */
    void noWalk() {
        update("update maksut_woo_shop set walk_cursor = null where shop = ?", shop);
    }

    /** Notes that all changes before this time, by the shop's clock, were read. */
    void changesSeenUntil(Instant until) {
        update("update maksut_woo_shop set changes_until = ? where shop = ? and changes_until < ?", until, shop, until);
    }

    private void update(String statement, Object... parameters) {
        database.inTransaction(sql -> {
            ensure(sql);
            return sql.update(statement, parameters);
        });
    }

    private void ensure(Sql sql) {
        sql.insertIfAbsent("maksut_woo_shop", List.of("shop"), List.of(), shop);
    }

    private static String digest(Kind kind, String value) {
        return Sha256.hex(kind + "\n" + value);
    }
}
