package io.maksut.sync;

import io.maksut.storage.Sql;
import io.maksut.sync.LedgerRefund.AttemptState;
import io.maksut.sync.LedgerRefund.State;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what is unfinished: looks at nothing that is. */
final class CountTable {
    private CountTable() {}

    static LedgerCounts read(Sql sql, Instant now) {
        Map<State, Long> inFlight = new EnumMap<>(State.class);
        Map<State, Instant> oldest = new EnumMap<>(State.class);
        for (State state : State.values()) {
            if (state.inFlight()) {
                sql.list(
                        "select count(*) as refunds, min(created_at) as oldest from maksut_refund where state = ?",
                        row -> {
                            inFlight.put(state, row.number("refunds"));
                            row.maybeInstant("oldest").ifPresent(at -> oldest.put(state, at));
                            return true;
                        },
                        state.stored());
            }
        }
        Map<Hold, Long> waiting = new EnumMap<>(Hold.class);
        for (String table : new String[] {"maksut_refund", "maksut_capture"}) {
            sql.list(
                    "select hold, count(*) as held from " + table + " where hold is not null group by hold",
                    row -> waiting.merge(Hold.of(row.text("hold")), row.number("held"), Long::sum));
        }
        Map<String, Instant> sweeps = new HashMap<>();
        sql.list(
                "select name, finished_at from maksut_sweep where finished_at is not null",
                row -> sweeps.put(row.text("name"), row.instant("finished_at")) == null);
        return new LedgerCounts(
                inFlight,
                number(
                        sql,
                        "select count(*) as n from maksut_refund where state = ? and attempt_state = ?",
                        State.INTENDED.stored(),
                        AttemptState.OPEN.stored()),
                waiting,
                number(
                        sql,
                        "select count(*) as n from maksut_finding where state = ?",
                        Finding.State.OPEN.name().toLowerCase(Locale.ROOT)),
                oldest.values().stream().min(Instant::compareTo).orElse(null),
                dueSince(sql, now),
                sweeps);
    }

    /** A payment whose lease has run out is due, too. */
    private static @Nullable Instant dueSince(Sql sql, Instant now) {
        return sql
                .list(
                        "select min(claimable_at) as since from maksut_turn where claimable_at <= ?",
                        row -> row.maybeInstant("since"),
                        now)
                .stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static long number(Sql sql, String query, String... parameters) {
        return sql.one(query, row -> row.number("n"), (Object[]) parameters).orElseThrow();
    }
}
