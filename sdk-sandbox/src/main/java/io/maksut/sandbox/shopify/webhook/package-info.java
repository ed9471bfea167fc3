/** Webhooks: bodies in the shape of the REST API, subscriptions, signatures, deliveries and their retries. */
@NullMarked
package io.maksut.sandbox.shopify.webhook;

import org.jspecify.annotations.NullMarked;
