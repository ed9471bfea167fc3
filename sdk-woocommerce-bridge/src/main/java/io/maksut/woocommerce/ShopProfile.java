package io.maksut.woocommerce;

import io.maksut.json.JsonDocument;
import java.util.Optional;

/**
 * What a shop tells about itself, as far as the bridge's requests depend on it. Immutable and thread-safe.
 *
 * @param version of WooCommerce, such as 10.9.1; empty if the shop does not tell (a security plugin may forbid it):
 *     then only requests that every release answers are sent
 * @param storage where the shop keeps its orders
 * @param currency the shop's currency, ISO 4217; an order may have another. Empty if the shop does not tell
 */
public record ShopProfile(String version, Storage storage, String currency) {
    /** Where WooCommerce keeps orders. */
    public enum Storage {
        /** In tables of their own (HPOS): orders are found by transaction id. */
        ORDER_TABLES,
        /** Among WordPress's posts. */
        POSTS,
        /** The shop does not tell. */
        UNKNOWN
    }

    static final ShopProfile UNKNOWN = new ShopProfile("", Storage.UNKNOWN, "");

    static ShopProfile of(JsonDocument systemStatus) {
        String version = systemStatus
                .object("environment")
                .flatMap(environment -> environment.plainText("version"))
                .orElse("");
        Optional<JsonDocument> settings = systemStatus.object("settings");
        return new ShopProfile(
                version,
                settings.map(ShopProfile::storage).orElse(Storage.UNKNOWN),
                settings.flatMap(it -> it.plainText("currency")).orElse(""));
    }

    /** Older releases, which only know posts, do not tell. */
    private static Storage storage(JsonDocument settings) {
        return settings.flag("HPOS_enabled") ? Storage.ORDER_TABLES : Storage.POSTS;
    }

    ShopRelease release() {
        return ShopRelease.of(version);
    }
}
