package io.maksut.sync;

import io.maksut.storage.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The only row of {@code maksut_ledger}, and the rows of {@code maksut_ledger_address}. */
final class IdentityTable {
    private static final String ONLY = "ledger";

    private IdentityTable() {}

    /** Makes the identity if there is none. */
    static void ensure(Sql sql, Instant now) {
        sql.insertIfAbsent(
                "maksut_ledger",
                List.of("name"),
                List.of("identity", "made_at"),
                ONLY,
                UUID.randomUUID().toString(),
                now);
    }

    /**
     * The ledger's own mark.
     *
     * @param marked whether a mark of it was ever kept outside
     */
    record Inside(LedgerMark mark, boolean marked) {}

    static Optional<Inside> inside(Sql sql) {
        return sql.one(
                "select l.identity, l.made_at, l.marked_at, e.id, e.happened_at from maksut_ledger l"
                        + " left join maksut_ledger_event e on e.id = (select max(id) from maksut_ledger_event)"
                        + " where l.name = ?",
                row -> new Inside(
                        new LedgerMark(
                                row.text("identity"),
                                row.maybeNumber("id").orElse(0L),
                                row.maybeInstant("happened_at").orElse(row.instant("made_at"))),
                        row.maybeInstant("marked_at").isPresent()),
                ONLY);
    }

    /** Whether the ledger has the event of one of its marks. */
    static boolean has(Sql sql, LedgerMark mark) {
        return mark.event() == 0
                || sql.one(
                                "select happened_at from maksut_ledger_event where id = ?",
                                row -> row.instant("happened_at"),
                                mark.event())
                        .filter(mark.at()::equals)
                        .isPresent();
    }

    static void marked(Sql sql, Instant now) {
        sql.update("update maksut_ledger set marked_at = ? where name = ? and marked_at is null", now, ONLY);
    }

    /** Stores the address of the database; returns whether it is new and not the first. */
    static boolean isAnotherAddress(Sql sql, String address, Instant now) {
        boolean first = sql.one("select count(*) as n from maksut_ledger_address", row -> row.number("n"))
                        .orElseThrow()
                == 0;
        boolean isNew =
                sql.insertIfAbsent("maksut_ledger_address", List.of("address"), List.of("seen_at"), address, now);
        return isNew && !first;
    }
}
