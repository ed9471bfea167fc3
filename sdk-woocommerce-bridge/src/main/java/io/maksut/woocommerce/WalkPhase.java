package io.maksut.woocommerce;

import io.maksut.woocommerce.ShopRelease.Feature;
import java.time.Instant;
import java.util.List;

/**
 * One list that a walk reads. Lists are sorted by a time of their items, the earliest first, and read by that time, not
 * by page numbers: an item deleted or changed meanwhile makes no other item be missed.
 */
enum WalkPhase {
    /** All orders but those in the bin, by creation. */
    ALL("any", false),
    /** All orders in the bin. */
    ALL_TRASH("trash", false),
    /** Orders by their last change, without those in the bin. */
    CHANGED("any", true),
    CHANGED_TRASH("trash", true),
    /** Recent orders by creation: for shops in which a refund does not change its order. */
    RECENT("any", false),
    RECENT_TRASH("trash", false),
    /**
     * Refunds by creation, also those that were never completed and change nothing else, as those of a killed process.
     */
    REFUNDED("", false);

    private final String status;
    private final boolean byChange;

    WalkPhase(String status, boolean byChange) {
        this.status = status;
        this.byChange = byChange;
    }

    /**
     * The phases that show every change since then, as far as this release can. Walks of all orders find what the quick
     * walks of older releases cannot.
     */
    // @formatter:off
    static List<WalkPhase> since(Instant since, ShopRelease release) {
        if (since.equals(Instant.EPOCH))                      return List.of(ALL, ALL_TRASH);
        if (release.has(Feature.REFUNDS_OF_ALL_ORDERS))       return List.of(CHANGED, CHANGED_TRASH, REFUNDED);
        if (release.has(Feature.REFUND_MOVES_ORDER))          return List.of(CHANGED, CHANGED_TRASH);
        if (release.has(Feature.FILTER_BY_MODIFICATION))      return List.of(CHANGED, CHANGED_TRASH, RECENT);
        return List.of(RECENT, RECENT_TRASH);
    }
    // @formatter:on

    /** Whether it lists orders whether they changed or not. */
    boolean isOfAll() {
        return this == ALL || this == ALL_TRASH;
    }

    boolean isOfOrders() {
        return this != REFUNDED;
    }

    boolean isRecent() {
        return this == RECENT || this == RECENT_TRASH;
    }

    boolean byChange() {
        return byChange;
    }

    /** The query without bounds. */
    RestQuery query() {
        return isOfOrders()
                ? RestQuery.of("/orders").with("status", status).with("_fields", WireOrder.FIELDS)
                : RestQuery.of("/refunds").with("_fields", WireRefund.FIELDS);
    }

    String after() {
        return byChange ? "modified_after" : "after";
    }

    String before() {
        return byChange ? "modified_before" : "before";
    }

    String sortedBy() {
        return byChange ? "modified" : "date";
    }
}
