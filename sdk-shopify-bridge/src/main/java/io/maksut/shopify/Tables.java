package io.maksut.shopify;

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
final class Tables {
    private Tables() {}

    /**
     * Creates the tables of one part of the bridge, or brings them up to date.
     *
     * @throws io.maksut.error.DatabaseException if the database is not suitable or does not answer
     */
    static Database open(DataSource dataSource, String part, Clock clock) {
        Database database = Database.open(dataSource);
        new Migrations(database, clock).apply(new Schema(part, List.of(script(part))));
        return database;
    }

    /** Read here, because the SDK's module cannot read the resources of this one. */
    private static String script(String part) {
        String name = "schema/" + part + "/V001.sql";
        try (InputStream script = Tables.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
