/**
 * What every part that keeps something durable stands on: JDBC over the caller's {@link javax.sql.DataSource} for
 * SQLite, PostgreSQL and MariaDB, a schema that migrates itself, and leases on rows. It knows nothing of what is stored.
 *
 * <p>A commit that was acknowledged is on disk, as far as the server is set up for it: see
 * {@link io.maksut.storage.Database#durability()}.
 */
@NullMarked
package io.maksut.storage;

import org.jspecify.annotations.NullMarked;
