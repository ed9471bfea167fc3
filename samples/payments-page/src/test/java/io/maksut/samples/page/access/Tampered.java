package io.maksut.samples.page.access;

/** Rows of the merchant's database as a newer version, or somebody with an SQL client, may leave them. */
public final class Tampered {
    private Tampered() {}

    /** Runs one statement; times are milliseconds. */
    public static int with(PageDatabase database, String statement, Object... parameters) {
        return database.update(statement, parameters);
    }
}
