package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.SyncWorld.Gateway;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How often the disk is waited for, so that a change that costs another commit is seen. */
class CommitsTest {
    @Test
    void aRefundTakesFiveCommitsEachForAReason() {
        AtomicInteger commits = new AtomicInteger();
        try (SyncWorld world = new SyncWorld()) {
            RefundSync.Builder builder = RefundSync.builder(counting(world.dataSource, commits))
                    .clock(world.clock)
                    .shop(world.connected(SyncMode.PORTAL_PAYS));
            world.gateways().forEach(builder::gateway);
            RefundSync sync = builder.build();
            PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
            String order = world.shop.order(payment);
            sync.worker().sweepDue(); // the order was seen before: nothing has to be found out about it
            sync.worker().workOff(); // once a minute a worker writes down that it looks
            RefundRequest request = world.shop.asksToRefund(order, payment, eur("5.00"));
            commits.set(0);

            sync.request("shop", request);
            assertThat(commits)
                    .as("1: the request is durable before it is acknowledged")
                    .hasValue(1);

            sync.worker().workOff();
            assertThat(commits)
                    .as(
                            "2: the payment is ours; 3: what will be sent is durable before it is sent; 4: the outcome is durable"
                                    + " before the shop is told; 5: told, and the payment is free. And one look that finds nothing.")
                    .hasValue(1 + 4 + 1);
        }
    }

    private static DataSource counting(DataSource dataSource, AtomicInteger commits) {
        return proxy(DataSource.class, dataSource, commits);
    }

    /** SQLite's transactions end by a statement. */
    private static <T> T proxy(Class<T> type, T target, AtomicInteger commits) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("execute") && arguments != null && "commit".equals(arguments[0])) {
                        commits.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        if (result instanceof Connection connection) {
                            return proxy(Connection.class, connection, commits);
                        }
                        return method.getName().equals("createStatement")
                                ? proxy(Statement.class, (Statement) result, commits)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
