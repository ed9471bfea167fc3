package io.maksut.storage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool over a database that writes down what is executed: each borrower gets a new object around a connection that others
 * had before, as from HikariCP. Thread-safe.
 */
public final class CountedDatabase {
    private static final List<String> FRAME =
            List.of("begin", "commit", "rollback", "autocommit", "set transaction", "pragma", "select j.journal_mode");

    private final DataSource database;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();

    public CountedDatabase(DataSource database) {
        this.database = database;
    }

    /** Lends connections; what they execute is written down. */
    public DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return lent(borrow());
            }
            return call(database, method, arguments);
        });
    }

    /** Forgets what was written down. */
    public synchronized void begin() {
        log.clear();
    }

    /** Everything that was executed, in order; what ends a transaction reads {@code commit}. */
    public synchronized List<String> executed() {
        return List.copyOf(log);
    }

    public long commits() {
        return executed().stream().filter(it -> it.equals("commit")).count();
    }

    /** What read or wrote a table; not what begins, sets up or ends a transaction. */
    public List<String> statements() {
        return executed().stream()
                .filter(it -> FRAME.stream().noneMatch(it::startsWith))
                .toList();
    }

    private synchronized void note(String statement) {
        log.add(statement.replaceAll("\\s+", " ").strip());
    }

    private synchronized Connection borrow() throws SQLException {
        return idle.isEmpty() ? database.getConnection() : idle.pop();
    }

    private synchronized void giveBack(Connection connection) {
        idle.push(connection);
    }

    private Connection lent(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "close" -> {
                    giveBack(connection);
                    return null;
                }
                case "unwrap" -> {
                    return connection.unwrap(Connection.class);
                }
                case "commit" -> note("commit");
                case "setAutoCommit" -> note("autocommit " + arguments[0]);
                default -> {}
            }
            Object result = call(connection, method, arguments);
            if (result instanceof PreparedStatement prepared) {
                return counted(PreparedStatement.class, prepared, String.valueOf(arguments[0]));
            }
            return result instanceof Statement statement ? counted(Statement.class, statement, "") : result;
        });
    }

    private <T extends Statement> T counted(Class<T> type, T statement, String prepared) {
        int[] batched = {0};
        return proxy(type, (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.equals("addBatch")) {
                batched[0]++;
            } else if (name.equals("executeBatch")) {
                for (; batched[0] > 0; batched[0]--) {
                    note(prepared);
                }
            } else if (name.startsWith("execute")) {
                note(arguments == null ? prepared : String.valueOf(arguments[0]));
            }
            return call(statement, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
