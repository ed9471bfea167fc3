package io.maksut.webhook;

import io.maksut.observe.CorrelationId;
import io.maksut.storage.Database;
import io.maksut.storage.Migrations;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Schema;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps deliveries in the caller's database: each is on disk before it is acknowledged, duplicates are not stored, and
 * none is ever dropped. Any number of processes may share one inbox. Thread-safe.
 *
 * <p>Every method throws {@link io.maksut.error.DatabaseException} when the database fails; then nothing was stored, or
 * it is unknown whether it was.
 */
public final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Schema SCHEMA = Schema.ofResources(Inbox.class, "inbox", 1);
    static final String COLUMNS = "id, source, subject, payload, correlation_id, received_at, attempts, state, reason";
    private static final int PAGE = 100;

    private final Database database;
    private final Clock clock;

    private Inbox(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The inbox of this SQLite, PostgreSQL or MariaDB database; creates its tables or brings them up to date. */
    public static Inbox open(DataSource dataSource) {
        return open(dataSource, Clock.systemUTC());
    }

    /** As {@link #open(DataSource)}, with the clock for when deliveries are received and due. */
    public static Inbox open(DataSource dataSource, Clock clock) {
        return over(Database.open(dataSource), clock);
    }

    /** For the parts of the SDK that keep their own tables in the same database. */
    public static Inbox over(Database database, Clock clock) {
        new Migrations(database, clock).apply(SCHEMA);
        return new Inbox(database, clock);
    }

    /**
     * Stores a delivery, unless it is a duplicate.
     *
     * @param source {@link WebhookSource#name}
     * @return whether it is new
     */
    public boolean accept(String source, Delivery delivery) {
        Instant now = clock.instant();
        return database.inTransaction(sql -> sql.insertIfAbsent(
                "maksut_inbox",
                List.of("source", "delivery_key"),
                List.of(
                        "collapses",
                        "subject",
                        "payload",
                        "correlation_id",
                        "received_at",
                        "claimable_at",
                        "attempts",
                        "state"),
                source,
                delivery.key(),
                delivery.collapses(),
                delivery.subject().orElse(null),
                delivery.payload(),
                delivery.correlationId().value(),
                now,
                now,
                0,
                InboxDelivery.State.WAITING.stored()));
    }

    /** All deliveries about this subject, the oldest first. Lazy; one page in memory. */
    public Stream<InboxDelivery> history(String source, String subject) {
        return scan("source = ? and subject = ?", source, subject);
    }

    /** Deliveries that a person has to look at, the oldest first. Lazy; one page in memory. */
    public Stream<InboxDelivery> deadLetters() {
        return scan("state = 'dead_letter'");
    }

    /**
     * Deliveries that a worker could not read, because a newer version of the SDK wrote them, the oldest first: update
     * all machines to that version. Lazy; one page in memory.
     */
    public Stream<InboxDelivery> setAside() {
        return scan("set_aside_at is not null");
    }

    /** Leaves out deliveries that cannot be read. */
    private Stream<InboxDelivery> scan(String condition, Object... parameters) {
        Stream<Reading<InboxDelivery>> readings = database.scan(PAGE, (sql, last, limit) -> {
            List<Object> all = new ArrayList<>(List.of(parameters));
            all.add(last == null ? 0 : last.number());
            all.add(limit);
            return sql.readings(
                    "select " + COLUMNS + " from maksut_inbox where " + condition + " and id > ? order by id limit ?",
                    Inbox::read,
                    all.toArray());
        });
        return readings.flatMap(reading -> {
            reading.unreadable().ifPresent(it -> LOG.error("Left out of a list: {}", it.getMessage()));
            return reading.read().stream();
        });
    }

    /** Counts open deliveries and dead letters; reads no finished ones. */
    public InboxCounts counts() {
        return database.read(sql -> new InboxCounts(
                count(sql, "claimable_at is not null and set_aside_at is null"),
                count(sql, "state = 'dead_letter'"),
                count(sql, "set_aside_at is not null"),
                sql
                        .list(
                                "select min(received_at) as oldest from maksut_inbox"
                                        + " where claimable_at is not null and set_aside_at is null",
                                row -> row.maybeInstant("oldest"))
                        .stream()
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null)));
    }

    private static long count(Sql sql, String condition) {
        return sql.one("select count(*) as n from maksut_inbox where " + condition, row -> row.number("n"))
                .orElseThrow();
    }

    /** Lets workers try a dead letter again, with all attempts; false if the delivery is no dead letter. */
    public boolean reopen(long id) {
        return database.inTransaction(sql -> sql.update(
                        "update maksut_inbox set state = 'waiting', attempts = 0, claimable_at = ?, ended_at = null"
                                + " where id = ? and state = 'dead_letter'",
                        clock.instant(),
                        id)
                == 1);
    }

    Database database() {
        return database;
    }

    Clock clock() {
        return clock;
    }

    static InboxDelivery read(Row row) throws SQLException {
        return new InboxDelivery(
                row.number("id"),
                row.text("source"),
                row.maybeText("subject").orElse(null),
                row.bytes("payload"),
                CorrelationId.orRandom(row.text("correlation_id")),
                row.instant("received_at"),
                (int) row.number("attempts"),
                InboxDelivery.State.of(row.text("state")),
                row.maybeText("reason").orElse(null));
    }

    static InboxDelivery byId(Sql sql, long id) {
        return sql.one("select " + COLUMNS + " from maksut_inbox where id = ?", Inbox::read, id)
                .orElseThrow();
    }
}
