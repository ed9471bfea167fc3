package io.maksut.sync;

import io.maksut.shop.ShopPlatform;
import io.maksut.text.Identifiers;
import java.util.Set;

/**
 * A shop, and how its refunds are dealt with. Immutable; thread-safe as the platform is.
 *
 * @param accounts the gateway accounts in which the shop's payments are; one at least
 * @param shipToSettle whether an authorised card payment is captured when the shop has shipped; only for shops that do not
 *     capture by themselves
 */
public record ConnectedShop(ShopPlatform platform, SyncMode mode, Set<String> accounts, boolean shipToSettle) {
    private static final int LONGEST_NAME = 120;

    /**
     * @throws IllegalArgumentException if there is no account, or the shop's name is no identifier of at most 120 characters
     */
    public ConnectedShop {
        accounts = Set.copyOf(accounts);
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("A shop has payments in one gateway account at least");
        }
        if (Identifiers.require("Shop name", platform.name()).length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A shop's name has at most " + LONGEST_NAME + " characters");
        }
    }

    /** One account, and nothing is captured on shipping. */
    public static ConnectedShop of(ShopPlatform platform, SyncMode mode, String account) {
        return new ConnectedShop(platform, mode, Set.of(account), false);
    }

    /** The same with payments in exactly these accounts. */
    public ConnectedShop withAccounts(String... names) {
        return new ConnectedShop(platform, mode, Set.of(names), shipToSettle);
    }

    /** The same, and authorised payments are captured on shipping. */
    public ConnectedShop withShipToSettle() {
        return new ConnectedShop(platform, mode, accounts, true);
    }

    /** Whether the shop waits to be told how its request ended; one that cannot say so is told. */
    boolean waitsForAnswer() {
        return Plugins.askOr(
                true, "the bridge of " + name(), () -> platform.abilities().waitsForAnswer());
    }

    /** Whether a request of the shop may be the record of a direct refund; of one that cannot say so a person is asked. */
    boolean recordsByAsking() {
        return Plugins.askOr(
                true, "the bridge of " + name(), () -> platform.abilities().recordsByAsking());
    }

    /** Whether the shop asks under ids that its orders do not show. */
    boolean requestsHaveOwnIds() {
        return Plugins.askOr(
                false, "the bridge of " + name(), () -> platform.abilities().requestsHaveOwnIds());
    }

    String name() {
        return platform.name();
    }

    @Override
    public String toString() {
        return "ConnectedShop[" + name() + ", " + mode + "]";
    }
}
