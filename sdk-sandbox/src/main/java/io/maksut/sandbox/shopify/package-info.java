/** A stand-in for a Shopify shop: Admin GraphQL API, Payments Apps API, webhooks, OAuth, and the merchant's side. */
@NullMarked
package io.maksut.sandbox.shopify;

import org.jspecify.annotations.NullMarked;
