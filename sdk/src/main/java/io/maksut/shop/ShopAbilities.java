package io.maksut.shop;

/**
 * What a shop can be told and asked. Immutable and thread-safe.
 *
 * @param waitsForAnswer whether a refund that it asks for stays open there until {@link ShopPlatform#tell} is called
 * @param recordsPortalRefunds whether {@link ShopPlatform#record} can write; else it only says what the merchant has to do
 * @param requestsHaveOwnIds whether a refund that it asks for appears in its order under an id that the request did not
 *     tell (a Shopify refund session)
 */
public record ShopAbilities(boolean waitsForAnswer, boolean recordsPortalRefunds, boolean requestsHaveOwnIds) {}
