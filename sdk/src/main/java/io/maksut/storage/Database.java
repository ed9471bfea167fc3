package io.maksut.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in transactions on the caller's database.
 *
 * <p>A connection is borrowed for one transaction; pooling and time limits (connect, socket, pool) are the {@code
 * DataSource}'s. An acknowledged commit is on disk, provided that {@link #durability()} is full: PostgreSQL needs
 * {@code fsync} and {@code synchronous_commit} on (the default), MariaDB {@code innodb_flush_log_at_trx_commit=1} (the
 * default) and, where it writes a binary log, {@code sync_binlog=1} (not the default). For SQLite this class sets
 * write-ahead log and {@code synchronous=FULL} itself.
 *
 * <p>Thread-safe. Writers to one SQLite file queue up within the process, whichever object of this class they use.
 */
public final class Database {
    private static final int ATTEMPTS = 8;
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Pause pause;
    private final long busyMillis;
    private final ReentrantLock sqliteWriter;
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    Database(DataSource dataSource, Dialect dialect, Pause pause, Duration busy) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.pause = pause;
        this.busyMillis = busy.toMillis();
        this.sqliteWriter = SqliteWriters.queue(dataSource, dialect);
    }

    /**
     * Opens a database and checks its kind, version and settings.
     *
     * @throws StorageException if its kind or version is not supported, if its settings would alter data silently, or
     *     if it cannot be reached
     */
    public static Database open(DataSource dataSource) {
        return new Database(dataSource, detect(dataSource), Database::pauseAtRandom, BUSY);
    }

    private static Dialect detect(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return Dialect.of(connection);
        } catch (SQLException e) {
            throw StorageException.of("open the database", e, null);
        }
    }

    /** The kind of this database. */
    public Dialect dialect() {
        return dialect;
    }

    /** The work of one transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** May run several times, each time from a clean state: has no effect but through {@code sql}. */
        T run(Sql sql);
    }

    /**
     * Commits everything that {@code work} writes, or nothing if it throws. After a deadlock, a failed serialisation or
     * a busy SQLite file the work runs again, eight times in all at most, with short random pauses.
     *
     * <p>PostgreSQL and MariaDB: READ COMMITTED. SQLite: one writer at a time, so the work must do nothing slow.
     *
     * @return what the work returned
     * @throws StorageException if it could not be stored; see {@link StorageException#isOutcomeUnknown()}
     * @throws IllegalStateException if called within other work on this database
     */
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        return run(Transaction.Kind.WRITE, work);
    }

    /** As {@link #inTransaction}, but all queries see the same state, and writes are refused. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return run(Transaction.Kind.READ, work);
    }

    /** Reads the next page of a scan. */
    @FunctionalInterface
    public interface PageReader<T> {
        /**
         * Returns at most {@code limit} rows in the order of a unique key: those after {@code last}, or the first ones
         * if it is null; fewer than {@code limit} only at the end.
         */
        List<T> after(Sql sql, @Nullable T last, int limit);
    }

    /**
     * All rows, with one page of {@code pageSize} in memory. Lazy; each page is a transaction of its own, so nothing is
     * locked in between, and changes made meanwhile may be seen or not. Rows with generated ids may be committed out of
     * order, so the last id seen is no position to continue from later.
     */
    public <T> Stream<T> scan(int pageSize, PageReader<T> reader) {
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize: " + pageSize);
        }
        return StreamSupport.stream(new Pages<>(pageSize, reader), false);
    }

    /** The durability settings in force on a connection of this database. */
    public Durability durability() {
        return read(sql -> {
            Map<String, String> settings = new LinkedHashMap<>();
            sql.list(Durability.query(dialect), row -> settings.put(row.text("name"), row.text("value")));
            return Durability.of(dialect, settings);
        });
    }

    /** Runs statements on one connection that commit one by one and are never repeated. */
    <T extends @Nullable Object> T onOneConnection(Work<T> work) {
        try (Transaction transaction = Transaction.begin(dataSource, dialect, Transaction.Kind.NONE, busyMillis)) {
            return work.run(transaction.sql());
        }
    }

    /** Waits before a transaction is tried again; {@code failures} is 1 or more. */
    @FunctionalInterface
    interface Pause {
        void after(int failures) throws InterruptedException;
    }

    private static void pauseAtRandom(int failures) throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(10L << Math.min(failures, 5)));
    }

    private <T extends @Nullable Object> T run(Transaction.Kind kind, Work<T> work) {
        if (inside.get()) {
            throw new IllegalStateException("this thread is in a transaction of this database already");
        }
        inside.set(true);
        try {
            for (int failures = 1; ; failures++) {
                try {
                    return kind == Transaction.Kind.WRITE && dialect == Dialect.SQLITE
                            ? inTurn(work)
                            : once(kind, work);
                } catch (StorageException e) {
                    if (!e.isRetryable() || failures == ATTEMPTS) {
                        throw e;
                    }
                    pause.after(failures);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StorageException.waitedInVain(
                    "interrupted while waiting to run a transaction; nothing is stored", false);
        } finally {
            inside.remove();
        }
    }

    private <T extends @Nullable Object> T inTurn(Work<T> work) throws InterruptedException {
        if (!sqliteWriter.tryLock(busyMillis, TimeUnit.MILLISECONDS)) {
            throw StorageException.waitedInVain("another writer of this SQLite file does not finish", true);
        }
        try {
            return once(Transaction.Kind.WRITE, work);
        } finally {
            sqliteWriter.unlock();
        }
    }

    private <T extends @Nullable Object> T once(Transaction.Kind kind, Work<T> work) {
        try (Transaction transaction = Transaction.begin(dataSource, dialect, kind, busyMillis)) {
            Sql sql = transaction.sql();
            T result = work.run(sql);
            sql.requireNoFailure();
            transaction.commit();
            return result;
        }
    }

    private final class Pages<T> extends AbstractSpliterator<T> {
        private final int size;
        private final PageReader<T> reader;
        private Iterator<T> page = Collections.emptyIterator();
        private boolean isLastPage;
        private @Nullable T last;

        Pages(int size, PageReader<T> reader) {
            super(Long.MAX_VALUE, Spliterator.ORDERED);
            this.size = size;
            this.reader = reader;
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            if (!page.hasNext() && !isLastPage) {
                List<T> rows = read(sql -> reader.after(sql, last, size));
                isLastPage = rows.size() < size;
                page = rows.iterator();
            }
            if (!page.hasNext()) {
                return false;
            }
            T row = page.next();
            last = row;
            action.accept(row);
            return true;
        }
    }
}
