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

/** Opens the bridge's tables in the caller's database. */
final class ShopTables {
    private static final Schema SCHEMA = new Schema("woocommerce", List.of(script("V001.sql")));

    private ShopTables() {}

    /**
     * Creates the tables, or brings them up to date.
     *
     * @throws io.maksut.error.DatabaseException if the database is not suitable or does not answer
     */
    static Database open(DataSource dataSource, Clock clock) {
        Database database = Database.open(dataSource);
        new Migrations(database, clock).apply(SCHEMA);
        return database;
    }

    /** Read here, because the SDK's module cannot read the resources of this one. */
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
