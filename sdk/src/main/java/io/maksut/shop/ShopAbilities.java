package io.maksut.shop;

/**
 * What a shop can be told and asked. Immutable and thread-safe.
 *
 * @param waitsForAnswer whether a refund that it asks for stays open there until {@link ShopPlatform#tell} is called
 * @param recordsPortalRefunds whether {@link ShopPlatform#record} can write; else it only says what the merchant has to do
 * @param requestsHaveOwnIds whether a refund that it asks for appears in its order under an id that the request did not
 *     tell (a Shopify refund session)
 * @param recordsByAsking whether a person can enter a refund that was made elsewhere only by pressing Refund, upon which the
 *     shop asks us to pay it (a Shopify shop with a payments app): then a request that comes while a direct refund waits to be
 *     recorded may be that record, and is paid only after a person has said that it is another refund
 * @param vouchesForRequests whether the platform itself vouches that a refund which it asks for belongs to the payment that
 *     it names (a Shopify refund session, by Shopify's client certificate). Of any other request the engine establishes that
 *     payment and order belong together before it pays.
 * @param showsRequests whether a refund that it asks for is in its order, under the id of the request, from before it asks
 *     until somebody deletes it there (WooCommerce). Then the engine looks for the paid refunds of an order before it pays
 *     the next one: one that is missing was lost by the shop, and the next may be the same wish once more.
 */
public record ShopAbilities(
        boolean waitsForAnswer,
        boolean recordsPortalRefunds,
        boolean requestsHaveOwnIds,
        boolean recordsByAsking,
        boolean vouchesForRequests,
        boolean showsRequests) {
    /** For a shop that never asks us to pay what a person only enters as made elsewhere, and of whose requests no more is known. */
    public ShopAbilities(boolean waitsForAnswer, boolean recordsPortalRefunds, boolean requestsHaveOwnIds) {
        this(waitsForAnswer, recordsPortalRefunds, requestsHaveOwnIds, false);
    }

    /** For a shop that neither vouches for its requests nor is sure to show them. */
    public ShopAbilities(
            boolean waitsForAnswer, boolean recordsPortalRefunds, boolean requestsHaveOwnIds, boolean recordsByAsking) {
        this(waitsForAnswer, recordsPortalRefunds, requestsHaveOwnIds, recordsByAsking, false, false);
    }

    /** The same, and the platform vouches for its requests, or does not. */
    public ShopAbilities withVouchedRequests(boolean vouches) {
        return new ShopAbilities(
                waitsForAnswer, recordsPortalRefunds, requestsHaveOwnIds, recordsByAsking, vouches, showsRequests);
    }

    /** The same, and its orders show the refunds that it asks for. */
    public ShopAbilities withShownRequests() {
        return new ShopAbilities(
                waitsForAnswer, recordsPortalRefunds, requestsHaveOwnIds, recordsByAsking, vouchesForRequests, true);
    }
}
