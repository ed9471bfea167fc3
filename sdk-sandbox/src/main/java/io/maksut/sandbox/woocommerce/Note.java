package io.maksut.sandbox.woocommerce;

import java.time.Instant;

/** A note on an order. Immutable. */
record Note(long id, Instant created, String author, String text, boolean forCustomer) {}
