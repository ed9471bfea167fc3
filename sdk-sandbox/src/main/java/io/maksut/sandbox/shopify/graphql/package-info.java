/** The GraphQL endpoints: any document is executed over a schema of our own, by tables of fields. */
@NullMarked
package io.maksut.sandbox.shopify.graphql;

import org.jspecify.annotations.NullMarked;
