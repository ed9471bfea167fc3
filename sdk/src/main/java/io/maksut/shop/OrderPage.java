package io.maksut.shop;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of {@link ShopPlatform#changedSince}. Immutable and thread-safe.
 *
 * @param next cursor of the next page; null if this is the last one
 * @param seenUntil by the shop's clock: whoever has read all pages has seen every change before this instant
 */
public record OrderPage(List<ShopOrder> orders, @Nullable String next, Instant seenUntil) {
    /** Copies the list. */
    public OrderPage {
        orders = List.copyOf(orders);
    }
}
