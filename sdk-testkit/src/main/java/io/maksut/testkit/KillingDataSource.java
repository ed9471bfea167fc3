package io.maksut.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source in whose hands a process dies around the engine's commits that matter. Knows them by what was written in them. */
public final class KillingDataSource {
    private KillingDataSource() {}

    public static DataSource of(DataSource dataSource, Killer killer) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(dataSource, method, arguments);
            return result instanceof Connection connection ? watched(connection, killer) : result;
        });
    }

    /** What a commit of the engine is about. */
    private enum Content {
        CLAIM,
        WANTED,
        INTENT,
        OUTCOME,
        TOLD
    }

    /** What was written since the last commit, and of which work each was. */
    private static final class Written {
        private final Map<Content, Set<KilledWork>> contents = new EnumMap<>(Content.class);

        void add(Content content) {
            contents.computeIfAbsent(content, it -> EnumSet.noneOf(KilledWork.class));
        }

        void add(Content content, KilledWork of) {
            contents.computeIfAbsent(content, it -> EnumSet.noneOf(KilledWork.class))
                    .add(of);
        }

        /** By the event that tells of it. */
        void add(String event) {
            switch (event) {
                case "INTENDED", "SENT_AGAIN" -> add(Content.INTENT, KilledWork.REFUND);
                case "CAPTURE_SUBMITTED" -> add(Content.INTENT, KilledWork.CAPTURE);
                case "VOID_SUBMITTED" -> add(Content.INTENT, KilledWork.VOID);
                case "RECORD_SUBMITTED" -> add(Content.INTENT, KilledWork.RECORD);
                case "START_SUBMITTED" -> add(Content.INTENT, KilledWork.START);
                case "DONE", "DECLINED" -> add(Content.OUTCOME, KilledWork.REFUND);
                case "CAPTURED", "CAPTURE_DECLINED" -> add(Content.OUTCOME, KilledWork.CAPTURE);
                case "VOIDED", "VOID_DECLINED" -> add(Content.OUTCOME, KilledWork.VOID);
                case "RECORDED", "RECORD_BY_MERCHANT" -> add(Content.OUTCOME, KilledWork.RECORD);
                case "START_MADE", "START_DECLINED" -> add(Content.OUTCOME, KilledWork.START);
                case "OUTCOME_UNKNOWN", "NOT_MOVED" -> add(Content.OUTCOME, KilledWork.REFUND); // or of another
                case "TOLD" -> add(Content.TOLD);
                case "START_REQUESTED" -> add(Content.WANTED, KilledWork.START);
                default -> {}
            }
        }

        Map<Content, Set<KilledWork>> take() {
            Map<Content, Set<KilledWork>> taken = new EnumMap<>(Content.class);
            taken.putAll(contents);
            contents.clear();
            return taken;
        }
    }

    private static Connection watched(Connection connection, Killer killer) {
        Written written = new Written();
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
    private static Statement plain(Statement statement, Killer killer, Written written) {
        return proxy(Statement.class, (proxy, method, arguments) -> {
            boolean commits = method.getName().equals("execute") && arguments != null && "commit".equals(arguments[0]);
            return commits
                    ? committed(killer, written, () -> call(statement, method, arguments))
                    : call(statement, method, arguments);
        });
    }

    private static PreparedStatement watched(PreparedStatement prepared, String sql, Written written) {
        if (sql.startsWith("update maksut_payment_claim set claimable_at = ?, lease_owner = ?, lease_token = ")) {
            written.add(Content.CLAIM);
        }
        boolean event = sql.startsWith("insert into maksut_ledger_event");
        if (!event && !sql.startsWith("insert into maksut_operation (")) {
            return prepared;
        }
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setString") && arguments != null) {
                String value = String.valueOf(arguments[1]);
                if (event) {
                    written.add(value);
                } else if (Integer.valueOf(1).equals(arguments[0]) && value.equals("record")) {
                    written.add(Content.WANTED, KilledWork.RECORD); // its action; no event tells of it
                }
            }
            return call(prepared, method, arguments);
        });
    }

    private interface Commit {
        @Nullable
        Object run() throws Throwable;
    }

    private static @Nullable Object committed(Killer killer, Written written, Commit commit) throws Throwable {
        Map<Content, Set<KilledWork>> what = written.take();
        at(killer, KillPoint.BEFORE_INTENT_IS_STORED, what.get(Content.INTENT));
        at(killer, KillPoint.BEFORE_OUTCOME_IS_STORED, what.get(Content.OUTCOME));
        at(killer, KillPoint.BEFORE_TOLD_IS_STORED, what.get(Content.TOLD));
        Object result = commit.run();
        at(killer, KillPoint.AFTER_CLAIM, what.get(Content.CLAIM));
        at(killer, KillPoint.AFTER_WRITE_IS_WANTED, what.get(Content.WANTED));
        at(killer, KillPoint.AFTER_INTENT_IS_STORED, what.get(Content.INTENT));
        at(killer, KillPoint.AFTER_OUTCOME_IS_STORED, what.get(Content.OUTCOME));
        at(killer, KillPoint.AFTER_TOLD_IS_STORED, what.get(Content.TOLD));
        return result;
    }

    /** @param of null if nothing of it was written */
    private static void at(Killer killer, KillPoint point, @Nullable Set<KilledWork> of) {
        if (of != null) {
            killer.at(point, of);
        }
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
