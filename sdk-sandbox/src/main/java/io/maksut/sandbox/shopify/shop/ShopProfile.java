package io.maksut.sandbox.shopify.shop;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What the shop is. Immutable.
 *
 * @param domain {@code something.myshopify.com}
 * @param currency the merchant's, ISO 4217
 */
public record ShopProfile(
        long id, String domain, String name, String email, String currency, ZoneId zone, Instant createdAt) {}
