package io.maksut.sync;

import io.maksut.shop.ShopPlatform;
import io.maksut.text.Identifiers;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A shop, and how its refunds are dealt with. Immutable; thread-safe as the platform is.
 *
 * @param accounts the gateway accounts in which the shop's payments are; one at least
 * @param shipToSettle whether an authorised card payment is captured when the shop has shipped; only for shops that do not
 *     capture by themselves
 * @param releasesWhenOver whether the authorisation of an order that was cancelled, has failed, lies in the bin or was deleted is
 *     released; only for shops that do not release by themselves. Where not, what stands is shown to a person
 * @param binding by what it may be established that a payment is an order's
 */
public record ConnectedShop(
        ShopPlatform platform,
        SyncMode mode,
        Set<String> accounts,
        boolean shipToSettle,
        boolean releasesWhenOver,
        BindingSettings binding) {
    private static final int LONGEST_NAME = 120;

    /**
     * @throws IllegalArgumentException if there is no account, or the shop's name is no identifier of at most 120 characters
     */
    public ConnectedShop {
        Objects.requireNonNull(binding);
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
        return new ConnectedShop(platform, mode, Set.of(account), false, false, BindingSettings.DEFAULT);
    }

    /** The same with payments in exactly these accounts. */
    public ConnectedShop withAccounts(String... names) {
        return new ConnectedShop(platform, mode, Set.of(names), shipToSettle, releasesWhenOver, binding);
    }

    /** The same, and authorised payments are captured on shipping. */
    public ConnectedShop withShipToSettle() {
        return new ConnectedShop(platform, mode, accounts, true, releasesWhenOver, binding);
    }

    /** The same, and what is authorised for an order that is over is released. */
    public ConnectedShop withReleaseWhenOver() {
        return new ConnectedShop(platform, mode, accounts, shipToSettle, true, binding);
    }

    /** The same with other rules of what establishes that a payment is an order's. */
    public ConnectedShop withBinding(BindingSettings settings) {
        return new ConnectedShop(platform, mode, accounts, shipToSettle, releasesWhenOver, settings);
    }

    /** A bridge that cannot say so vouches for nothing. */
    boolean vouchesForRequests() {
        return Plugins.askOr(
                false, "the bridge of " + name(), () -> platform.abilities().vouchesForRequests());
    }

    /** A bridge that cannot say so is asked for the records all the same. */
    boolean showsRequests() {
        return Plugins.askOr(
                true, "the bridge of " + name(), () -> platform.abilities().showsRequests());
    }

    /** Whether a reference at the gateway in this account may be read as an order of either shop. */
    boolean mayBeTakenFor(ConnectedShop other, String account) {
        List<ReferenceForm> theirs = other.formsOf(account);
        List<ReferenceForm> ours = formsOf(account);
        boolean oneHasNone = ours.isEmpty() != theirs.isEmpty();
        return oneHasNone || ours.stream().anyMatch(form -> theirs.stream().anyMatch(form::overlaps));
    }

    private List<ReferenceForm> formsOf(String account) {
        return binding.references().stream()
                .filter(form -> form.account().equals(account))
                .toList();
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
