package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_set_aside}: records that could not be read. */
final class SetAsideTable {
    private static final String SELECT = "select s.place, s.row_id, s.found_at, s.why, t.account, t.reference"
            + " from maksut_set_aside s left join maksut_payment_claim t on t.id = s.claim_id ";

    private SetAsideTable() {}

    /** Returns whether it is new; {@code claimId} is null if the payment is not known. */
    static boolean add(Sql sql, UnreadableRowException found, @Nullable Long claimId, Instant now) {
        return sql.insertIfAbsent(
                "maksut_set_aside",
                List.of("place", "row_id"),
                List.of("claim_id", "found_at", "why"),
                found.table(),
                found.rowId().orElse(""),
                claimId == null ? claimOf(sql, found) : claimId,
                now,
                found.why());
    }

    private static @Nullable Long claimOf(Sql sql, UnreadableRowException found) {
        boolean ofPayment = List.of("maksut_operation", "maksut_discrepancy", "maksut_decision")
                .contains(found.table());
        if (!ofPayment || found.rowId().isEmpty()) {
            return null;
        }
        boolean numbered = !found.table().equals("maksut_decision");
        String id = found.rowId().get();
        return sql.one(
                        "select claim_id from " + found.table() + " where id = ?",
                        row -> row.number("claim_id"),
                        numbered ? Long.valueOf(id) : id)
                .orElse(null);
    }

    /** Deletes the entries of this payment's operations, which can all be read now. */
    static void readable(Sql sql, long claimId) {
        sql.update(
                "delete from maksut_set_aside where claim_id = ?"
                        + " and place in ('maksut_payment_claim', 'maksut_operation')",
                claimId);
    }

    /** Deletes the entry of a record that can be read, or is gone. */
    static void over(Sql sql, SetAside record) {
        sql.update("delete from maksut_set_aside where place = ? and row_id = ?", record.table(), record.rowId());
    }

    static List<SetAside> after(Sql sql, @Nullable SetAside last, int limit) {
        String place = last == null ? "" : last.table();
        return sql.list(
                SELECT + "where (s.place > ? or (s.place = ? and s.row_id > ?)) order by s.place, s.row_id limit ?",
                SetAsideTable::read,
                place,
                place,
                last == null ? "" : last.rowId(),
                limit);
    }

    /** The records that a list has to leave out. */
    static List<UnreadableRowException> unreadable(List<? extends Reading<?>> readings) {
        return readings.stream().flatMap(it -> it.unreadable().stream()).toList();
    }

    /** The records that a list can show. */
    static <T> List<T> readable(List<Reading<T>> readings) {
        return readings.stream().flatMap(it -> it.read().stream()).toList();
    }

    private static SetAside read(Row row) throws SQLException {
        String account = row.maybeText("account").orElse(null);
        return new SetAside(
                row.text("place"),
                row.text("row_id"),
                account == null ? null : new PaymentId(account, row.text("reference")),
                row.instant("found_at"),
                row.text("why"));
    }
}
