package io.maksut.sync;

import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.AttemptState;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts what is unfinished; reads nothing that is finished. */
final class CountTable {
    private CountTable() {}

    static LedgerCounts read(Sql sql, ExpectedWork expected, Set<LedgerNotice> notices, Instant now) {
        Map<State, Long> inFlight = new EnumMap<>(State.class);
        Map<State, Instant> oldest = new EnumMap<>(State.class);
        for (State state : State.values()) {
            if (state.inFlight()) {
                sql.list(
                        "select count(*) as refunds, min(created_at) as oldest from maksut_operation"
                                + " where action = 'refund' and state = ?",
                        row -> {
                            inFlight.put(state, row.number("refunds"));
                            row.maybeInstant("oldest").ifPresent(at -> oldest.put(state, at));
                            return true;
                        },
                        state.stored());
            }
        }
        Map<ReviewReason, Long> waiting = new EnumMap<>(ReviewReason.class);
        long unreadable = number(sql, "select count(*) as n from maksut_set_aside");
        unreadable += waiting(sql, waiting);
        Map<String, Instant> scans = new HashMap<>();
        sql.list(
                "select name, finished_at from maksut_scan where finished_at is not null",
                row -> scans.put(row.text("name"), row.instant("finished_at")) == null);
        scans.remove(ExpectedWork.PAYMENTS);
        ExpectedWork.Missed missed = expected.missed(sql, now);
        return new LedgerCounts(
                inFlight,
                number(
                        sql,
                        "select count(*) as n from maksut_operation"
                                + " where action = 'refund' and state in (?, ?) and attempt_state = ?",
                        State.SUBMITTED.stored(),
                        State.UNKNOWN.stored(),
                        AttemptState.OPEN.stored()),
                waiting,
                number(
                        sql,
                        "select count(*) as n from maksut_discrepancy where state = ?",
                        Discrepancy.State.OPEN.name().toLowerCase(Locale.ROOT)),
                oldest.values().stream().min(Instant::compareTo).orElse(null),
                dueSince(sql, now),
                scans,
                sql.list("select name from maksut_scan where fault is not null", row -> row.text("name")).stream()
                        .filter(expected::isExpected)
                        .collect(Collectors.toSet()),
                missed.scans(),
                missed.looked(),
                unreadable,
                StopTable.standing(sql),
                notices);
    }

    /** Adds counts by known reason; returns how many rows have a reason unknown here and are not set aside yet. */
    private static long waiting(Sql sql, Map<ReviewReason, Long> waiting) {
        Map<String, ReviewReason> known = Stream.of(ReviewReason.values())
                .collect(Collectors.toMap(ReviewReason::stored, reviewReason -> reviewReason));
        List<String> unknown = new ArrayList<>();
        sql.list(
                "select review_reason, count(*) as held from maksut_operation where review_reason is not null and action <> 'record' group by review_reason",
                row -> {
                    String reviewReason = row.text("review_reason");
                    return known.containsKey(reviewReason)
                            ? waiting.merge(known.get(reviewReason), row.number("held"), Long::sum) > 0
                            : unknown.add(reviewReason);
                });
        long met = 0;
        long all = 0;
        for (String reviewReason : unknown) {
            List<String> ids = sql.list(
                    "select id from maksut_operation where review_reason = ? and action <> 'record' order by id limit 1000",
                    row -> row.text("id"),
                    reviewReason);
            Set<String> setAside = Set.copyOf(sql.list(
                    "select row_id from maksut_set_aside where place = 'maksut_operation'", row -> row.text("row_id")));
            all += ids.size();
            met += ids.stream().filter(setAside::contains).count();
        }
        return all - met;
    }

    /** Includes a payment whose lease has run out. */
    private static @Nullable Instant dueSince(Sql sql, Instant now) {
        return sql
                .list(
                        "select min(claimable_at) as since from maksut_payment_claim where claimable_at <= ?",
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
