package io.maksut.woocommerce;

import io.maksut.storage.Database;
import io.maksut.storage.Migrations;
import io.maksut.storage.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/** The bridge's tables in a database of the caller's. */
final class ShopTables {
    private static final Schema SCHEMA = new Schema("woocommerce", List.of(script("V001.sql")));

    private ShopTables() {}

    /**
     * Makes the tables, or brings them up to date.
     *
     * @throws io.maksut.error.DatabaseException if the database is not fit or does not answer
     */
    static Database open(DataSource dataSource, Clock clock) {
        Database database = Database.open(dataSource);
        new Migrations(database, clock).apply(SCHEMA);
        return database;
    }

    /** Read here: resources of this module are hidden from the SDK's. */
    private static String script(String version) {
        String name = "schema/woocommerce/" + version;
        try (InputStream script = ShopTables.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
