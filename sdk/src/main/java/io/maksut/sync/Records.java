package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.storage.Reading;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets records aside that cannot be read, so that the caller goes on with the others. Thread-safe. */
final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);
    private static final int PAGE = 100;

    private static final Map<String, BiFunction<Sql, String, Optional<?>>> READERS = Map.of(
            "maksut_operation",
            (sql, id) -> OperationTable.byId(sql, Long.parseLong(id)),
            "maksut_discrepancy",
            (sql, id) -> DiscrepancyTable.byId(sql, Long.parseLong(id)),
            "maksut_decision",
            DecisionTable::permit,
            "maksut_statement",
            StatementTable::byId);

    private final Engine engine;

    Records(Engine engine) {
        this.engine = engine;
    }

    /** Stores, once, that a record cannot be read. Never throws a database failure: the record is met again. */
    void setAside(UnreadableRowException found) {
        try {
            boolean isNew = engine.database().inTransaction(sql -> SetAsideTable.add(sql, found, null, engine.now()));
            if (isNew) {
                tell(found);
            }
        } catch (DatabaseException e) {
            LOG.error("A record that cannot be read was not set aside: {}", e.getMessage());
        }
    }

    /** Logs and sends the event; call it after the commit. */
    void tell(UnreadableRowException found) {
        LOG.error("Set aside, another version of the SDK has to work on it: {}", found.getMessage());
        engine.tell(new SyncEvent.RecordSetAside(found.table(), found.rowId().orElse(""), found.why()));
    }

    /** The readable records; sets the others aside. */
    <T> List<T> readable(List<Reading<T>> readings) {
        SetAsideTable.unreadable(readings).forEach(this::setAside);
        return SetAsideTable.readable(readings);
    }

    /** As {@link #readable}, for a stream. */
    <T> Stream<T> readableOf(Stream<Reading<T>> readings) {
        return readings.flatMap(reading -> readable(List.of(reading)).stream());
    }

    /** Tries the records that were set aside: another version may have changed them, or this one may know them. */
    void lookAgain() {
        @Nullable SetAside last = null;
        while (true) {
            SetAside after = last;
            List<SetAside> page = engine.database().inTransaction(sql -> {
                List<SetAside> some = SetAsideTable.after(sql, after, PAGE);
                some.forEach(record -> lookAgain(sql, record));
                return some;
            });
            if (page.size() < PAGE) {
                return;
            }
            last = page.get(page.size() - 1);
        }
    }

    private void lookAgain(Sql sql, SetAside record) {
        BiFunction<Sql, String, Optional<?>> reader = READERS.get(record.table());
        try {
            if (reader != null) {
                Optional<?> unused = reader.apply(sql, record.rowId());
                SetAsideTable.over(sql, record);
            }
        } catch (UnreadableRowException e) {
            return; // as before
        }
        record.ofPayment()
                .flatMap(payment -> PaymentClaimTable.find(sql, payment))
                .ifPresent(claim -> PaymentClaimTable.wake(sql, claim.id(), engine.now()));
    }
}
