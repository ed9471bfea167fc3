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
 */
public record ShopAbilities(
        boolean waitsForAnswer, boolean recordsPortalRefunds, boolean requestsHaveOwnIds, boolean recordsByAsking) {
    /** For a shop that never asks us to pay what a person only enters as made elsewhere. */
    public ShopAbilities(boolean waitsForAnswer, boolean recordsPortalRefunds, boolean requestsHaveOwnIds) {
        this(waitsForAnswer, recordsPortalRefunds, requestsHaveOwnIds, false);
    }
}
