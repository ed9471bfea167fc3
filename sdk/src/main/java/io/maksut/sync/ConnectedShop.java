package io.maksut.sync;

import io.maksut.shop.ShopPlatform;
import io.maksut.text.Identifiers;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A shop, and how the engine treats its refunds. Immutable; thread-safe as the platform is.
 *
 * @param accounts the gateway accounts of the shop's payments; at least one
 * @param shipToSettle whether an authorised payment that the gateway lets be captured is captured when the shop has
 *     shipped; only for shops that do not capture by themselves
 * @param releasesWhenOver whether the authorisation of an order that was cancelled, failed, trashed or deleted is
 *     released; only for shops that do not release by themselves. If false, a standing authorisation is a discrepancy.
 * @param binding what may prove that a payment belongs to an order
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
     * @throws IllegalArgumentException if there is no account, or the shop's name is no identifier or is too long
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

    /** A shop with one account; nothing is captured on shipping or released. */
    public static ConnectedShop of(ShopPlatform platform, SyncMode mode, String account) {
        return new ConnectedShop(platform, mode, Set.of(account), false, false, BindingSettings.DEFAULT);
    }

    /** Sets {@code accounts} to exactly these. */
    public ConnectedShop withAccounts(String... names) {
        return new ConnectedShop(platform, mode, Set.of(names), shipToSettle, releasesWhenOver, binding);
    }

    /** Sets {@code shipToSettle}. */
    public ConnectedShop withShipToSettle() {
        return new ConnectedShop(platform, mode, accounts, true, releasesWhenOver, binding);
    }

    /** Sets {@code releasesWhenOver}. */
    public ConnectedShop withReleaseWhenOver() {
        return new ConnectedShop(platform, mode, accounts, shipToSettle, true, binding);
    }

    /** Sets {@code binding}. */
    public ConnectedShop withBinding(BindingSettings settings) {
        return new ConnectedShop(platform, mode, accounts, shipToSettle, releasesWhenOver, settings);
    }

    /** Whether the platform vouches for its requests; false if the bridge fails to say. */
    boolean vouchesForRequests() {
        return Plugins.askOr(
                false, "the bridge of " + name(), () -> platform.abilities().vouchesForRequests());
    }

    /** Whether orders show the refunds that were asked for; true if the bridge fails to say: then they are checked. */
    boolean showsRequests() {
        return Plugins.askOr(
                true, "the bridge of " + name(), () -> platform.abilities().showsRequests());
    }

    /** Whether a reference in this account may be read as an order of either shop. */
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

    /** Whether the shop waits to be told how its request ended; true if the bridge fails to say. */
    boolean waitsForAnswer() {
        return Plugins.askOr(
                true, "the bridge of " + name(), () -> platform.abilities().waitsForAnswer());
    }

    /** Whether a request may be the record of a direct refund; true if the bridge fails to say: then it is asked. */
    boolean recordsByAsking() {
        return Plugins.askOr(
                true, "the bridge of " + name(), () -> platform.abilities().recordsByAsking());
    }

    /** Whether the shop's requests have ids that its orders do not show; false if the bridge fails to say. */
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
