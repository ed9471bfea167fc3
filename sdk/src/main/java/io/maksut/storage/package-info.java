/**
 * Durable storage for all packages: JDBC on the caller's {@link javax.sql.DataSource} for SQLite, PostgreSQL and
 * MariaDB. Open {@link io.maksut.storage.Database} first; {@code Dialect} holds the differences of the three, {@code
 * Migrations} the schema versions, {@code Leases} the claims on rows. The package knows nothing of what is stored.
 *
 * <p>An acknowledged commit is on disk if the server is set up for it: see {@link
 * io.maksut.storage.Database#durability()}.
 */
@NullMarked
package io.maksut.storage;

import org.jspecify.annotations.NullMarked;
