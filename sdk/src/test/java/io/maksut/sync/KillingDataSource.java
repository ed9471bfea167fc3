package io.maksut.sync;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source in whose hands a process dies around the commits that matter. Knows them by what was written in them. */
final class KillingDataSource {
    private KillingDataSource() {}

    static DataSource of(DataSource dataSource, Killer killer) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(dataSource, method, arguments);
            return result instanceof Connection connection ? watched(connection, killer) : result;
        });
    }

    /** What a commit of the engine is about. */
    private enum Content {
        CLAIM,
        INTENT,
        OUTCOME,
        TOLD
    }

    private static Connection watched(Connection connection, Killer killer) {
        Set<Content> written = EnumSet.noneOf(Content.class);
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                return committed(killer, written, () -> call(connection, method, arguments));
            }
            Object result = call(connection, method, arguments);
            if (result instanceof PreparedStatement prepared && arguments != null) {
                return watched(prepared, String.valueOf(arguments[0]), written);
            }
            if (result instanceof Statement statement && method.getName().equals("createStatement")) {
                return plain(statement, killer, written);
            }
            return result;
        });
    }

    /** SQLite's transactions end by a statement. */
    private static Statement plain(Statement statement, Killer killer, Set<Content> written) {
        return proxy(Statement.class, (proxy, method, arguments) -> {
            boolean commits = method.getName().equals("execute") && arguments != null && "commit".equals(arguments[0]);
            return commits
                    ? committed(killer, written, () -> call(statement, method, arguments))
                    : call(statement, method, arguments);
        });
    }

    private static PreparedStatement watched(PreparedStatement prepared, String sql, Set<Content> written) {
        if (sql.startsWith("update maksut_turn set claimable_at = ?, lease_owner = ?, lease_token = ")) {
            written.add(Content.CLAIM);
        }
        if (!sql.startsWith("insert into maksut_ledger_event")) {
            return prepared;
        }
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setString") && arguments != null) {
                switch (String.valueOf(arguments[1])) {
                    case "INTENDED", "SENT_AGAIN", "CAPTURE_INTENDED", "VOID_INTENDED" -> written.add(Content.INTENT);
                    case "DONE",
                            "DECLINED",
                            "OUTCOME_UNKNOWN",
                            "NOT_MOVED",
                            "CAPTURED",
                            "CAPTURE_DECLINED",
                            "VOIDED",
                            "VOID_DECLINED" -> written.add(Content.OUTCOME);
                    case "TOLD" -> written.add(Content.TOLD);
                    default -> {}
                }
            }
            return call(prepared, method, arguments);
        });
    }

    private interface Commit {
        @Nullable
        Object run() throws Throwable;
    }

    private static @Nullable Object committed(Killer killer, Set<Content> written, Commit commit) throws Throwable {
        Set<Content> what = EnumSet.copyOf(written);
        written.clear();
        if (what.contains(Content.INTENT)) {
            killer.at(KillPoint.BEFORE_INTENT_IS_STORED);
        }
        if (what.contains(Content.OUTCOME)) {
            killer.at(KillPoint.BEFORE_OUTCOME_IS_STORED);
        }
        if (what.contains(Content.TOLD)) {
            killer.at(KillPoint.BEFORE_TOLD_IS_STORED);
        }
        Object result = commit.run();
        if (what.contains(Content.CLAIM)) {
            killer.at(KillPoint.AFTER_CLAIM);
        }
        if (what.contains(Content.INTENT)) {
            killer.at(KillPoint.AFTER_INTENT_IS_STORED);
        }
        if (what.contains(Content.OUTCOME)) {
            killer.at(KillPoint.AFTER_OUTCOME_IS_STORED);
        }
        if (what.contains(Content.TOLD)) {
            killer.at(KillPoint.AFTER_TOLD_IS_STORED);
        }
        return result;
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
