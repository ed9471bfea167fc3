/** Who may talk to the shop, and in which version: apps, tokens, scopes, API versions, the OAuth endpoint. */
@NullMarked
package io.maksut.sandbox.shopify.access;

import org.jspecify.annotations.NullMarked;
