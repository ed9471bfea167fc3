/**
 * Search for gateways that have none: an index of the payments that were seen, in a database of the caller's (SQLite,
 * PostgreSQL or MariaDB). It knows what it was shown, as of when it was shown it; every result says since when.
 */
@NullMarked
package io.maksut.index;

import org.jspecify.annotations.NullMarked;
