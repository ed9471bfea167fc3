package io.maksut.samples.refunds;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** A ledger in a file of SQLite. */
final class Ledger {
    private Ledger() {}

    static DataSource at(Path file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }
}
