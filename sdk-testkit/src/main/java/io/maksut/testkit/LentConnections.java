package io.maksut.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One database of a server, on connections that others of the same server use too, one after the other. */
final class LentConnections {
    private LentConnections() {}

    private interface Switch {
        void of(Connection connection) throws SQLException;
    }

    static DataSource inSchema(DataSource server, String schema) {
        return switching(server, connection -> connection.setSchema(schema));
    }

    static DataSource inCatalog(DataSource server, String catalog) {
        return switching(server, connection -> connection.setCatalog(catalog));
    }

    private static DataSource switching(DataSource server, Switch to) {
        return (DataSource) Proxy.newProxyInstance(
                LentConnections.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(server, arguments);
                        return result instanceof Connection connection ? switched(connection, to) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Connection switched(Connection connection, Switch to) throws SQLException {
        try {
            to.of(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
