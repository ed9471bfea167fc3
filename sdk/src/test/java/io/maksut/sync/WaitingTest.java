package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a refund, and how long things may be set to take. */
class WaitingTest {
    private final SyncWorld world = new SyncWorld();
    private final AtomicInteger writes = new AtomicInteger();

    @AfterEach
    void close() {
        world.close();
    }

    private RefundSync counted() {
        RefundSync.Builder builder = RefundSync.builder(proxy(DataSource.class, world.dataSource))
                .clock(world.clock)
                .shop(world.connected(SyncMode.PORTAL_PAYS));
        world.gateways().forEach(builder::gateway);
        return builder.build();
    }

    /** Transactions of SQLite that may write begin like this. */
    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("execute")
                            && arguments != null
                            && "begin immediate".equals(arguments[0])) {
                        writes.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        if (result instanceof Connection connection) {
                            return proxy(Connection.class, connection);
                        }
                        return method.getName().equals("createStatement")
                                ? proxy(Statement.class, (Statement) result)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Another process is at the payment, for the length of a lease. */
    private void anotherIsAt(LedgerOperation refund) {
        PaymentClaimTable other = new PaymentClaimTable("another process", Duration.ofMinutes(3), world.clock);
        Optional<Lease> lease =
                Database.open(world.dataSource).inTransaction(sql -> other.claimNow(sql, refund.claimId));
        assertThat(lease).isPresent();
    }

    @Test
    void whoWaitsWhileAnotherIsAtThePaymentWritesNothing() throws Exception {
        RefundSync sync = counted();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        LedgerOperation refund = sync.request(
                        "shop", world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00")))
                .operation();
        anotherIsAt(refund);
        writes.set(0);

        LedgerOperation after = sync.await(refund, Duration.ofMillis(1_500));

        assertThat(writes).hasValue(0);
        assertThat(after.state()).isEqualTo(State.PENDING);
    }

    @Test
    void whoWaitsForWhatIsDueLaterWritesNothing() throws Exception {
        RefundSync sync = counted();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        LedgerOperation refund = sync.request(
                        "shop", world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00")))
                .operation();
        world.onRead(payment, Fault.MAINTENANCE_PAGE);
        sync.worker().workOff();
        writes.set(0);

        sync.await(refund, Duration.ofMillis(500));

        assertThat(writes).hasValue(0);
    }

    @Test
    void whatAnotherDoesIsSeenSoon() throws Exception {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        LedgerOperation refund = sync.request(
                        "shop", world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00")))
                .operation();
        anotherIsAt(refund);
        ExecutorService waiter = Executors.newSingleThreadExecutor();
        try {
            Future<LedgerOperation> awaited = waiter.submit(() -> sync.await(refund, Duration.ofSeconds(30)));
            world.clock.advance(Duration.ofMinutes(3));

            assertThat(awaited.get(20, TimeUnit.SECONDS).state()).isEqualTo(State.SUCCEEDED);
        } finally {
            waiter.shutdownNow();
        }
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aSettingOutsideItsBoundsIsNamedWithItsValue() {
        RefundSync.Builder builder = world.without();

        assertThatThrownBy(() -> builder.delays(Duration.ofMinutes(1), Duration.ofMinutes(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("settleDelay is PT1M");
        assertThatThrownBy(() -> builder.delays(Duration.ofMinutes(10), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("permitLife is PT0S");
        assertThatThrownBy(() -> builder.delays(Duration.ofDays(2), Duration.ofMinutes(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("settleDelay is PT48H");
        assertThatThrownBy(() -> builder.lease(Duration.ofSeconds(50), Duration.ofSeconds(30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lease is PT50S");
        assertThatThrownBy(() -> builder.scans(Duration.ofMinutes(-1), Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("changesEvery is PT-1M");
    }
}
