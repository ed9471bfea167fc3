package io.maksut.storage;

import io.maksut.error.DatabaseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row holds what this version does not understand, for example because a newer version wrote it. The transaction can
 * continue, so that the row can be set aside in it. The message names table, row and column, never a stored value.
 */
public final class UnreadableRowException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*\\)");
    private static final Pattern TABLE = Pattern.compile("\\bfrom (maksut_[a-z0-9_]+)");

    private final String table;
    private final @Nullable String rowId;
    private final String why;

    private UnreadableRowException(String table, @Nullable String rowId, String why) {
        super("this version cannot read " + table + (rowId == null ? "" : ", row " + rowId) + ": " + why, false, false);
        this.table = table;
        this.rowId = rowId;
        this.why = why;
    }

    /** For a row on which a reader failed. */
    static UnreadableRowException of(String query, @Nullable String rowId, RuntimeException failure) {
        Matcher from = TABLE.matcher(withoutSubqueries(query));
        String why = failure instanceof UnreadableColumn column
                ? column.why()
                : "its columns do not fit together (" + failure.getClass().getSimpleName() + ")";
        return new UnreadableRowException(from.find() ? from.group(1) : "a table", rowId, why);
    }

    private static String withoutSubqueries(String query) {
        String shorter = IN_BRACKETS.matcher(query).replaceAll("");
        return shorter.equals(query) ? query : withoutSubqueries(shorter);
    }

    /** The table, as the database knows it. */
    public String table() {
        return table;
    }

    /** The row's column {@code id}, if it could be read. */
    public Optional<String> rowId() {
        return Optional.ofNullable(rowId);
    }

    /** The column and what is wrong with it, in English, without stored values. */
    public String why() {
        return why;
    }

    /** Thrown by a reader. */
    static final class UnreadableColumn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String why;

        UnreadableColumn(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
